"""What proves the log from outside: time stamps, and what this service serves to everybody."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hoeder.ledger import reading as log

#: A stamp never changes, so it may be kept for good.
FOR_GOOD = "public, max-age=31536000, immutable"
NOW = {"Cache-Control": "no-cache"}


@require_safe
def stamps(request: HttpRequest) -> HttpResponse:
    """List the time stamps: over how many leaves, when, by whom, and where each is."""
    found = [
        {
            "size": one.size,
            "at": f"{one.at:%Y-%m-%dT%H:%M:%SZ}",
            "authority": one.authority,
            "url": f"/log/stamps/{one.size}.tsr",
        }
        for one in log.stamps()
    ]
    return JsonResponse(found, safe=False, headers=NOW)


@require_safe
def stamp(request: HttpRequest, size: int) -> HttpResponse:
    """Give what the authority answered (RFC 3161)."""
    _note, response = _stamp(size)
    return HttpResponse(
        response,
        content_type="application/timestamp-reply",
        headers={"Cache-Control": FOR_GOOD},
    )


@require_safe
def stamped(request: HttpRequest, size: int) -> HttpResponse:
    """Give the checkpoint that was stamped, byte for byte."""
    note, _response = _stamp(size)
    return HttpResponse(
        note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": FOR_GOOD}
    )


def _stamp(size: int) -> tuple[str, bytes]:
    found = log.stamp(size)
    if found is None:
        raise Http404
    return found


@require_safe
def release(request: HttpRequest) -> HttpResponse:
    """Open the event that says what is served now, for anybody to find its leaf."""
    opened = log.newest_release()
    if opened is None:
        raise Http404
    answer = {"event": opened.event, "nonce": opened.nonce, "leaf": opened.leaf}
    return JsonResponse(answer, headers=NOW)


@require_safe
def release_manifest(request: HttpRequest) -> HttpResponse:
    """List what is served now: the text of which that event has the hash."""
    manifest = log.newest_manifest()
    if manifest is None:
        raise Http404
    return HttpResponse(manifest, content_type="text/plain; charset=utf-8", headers=NOW)
