"""What anybody may fetch. Nothing here depends on who asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hoeder.ledger import reading as log
from hoeder.web.middleware import language_of

#: A tile never changes, so it may be kept for good.
FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the start page in the visitor's language. It is a static file."""
    headers = {"Location": f"/{language_of(request)}/", "Vary": "Accept-Language"}
    return HttpResponse(status=302, headers=headers)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say that the service and its database answer."""
    log.verifier()
    return _text("ok\n", "no-store")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Give the newest signed checkpoint (C2SP tlog-tiles)."""
    note = log.newest_checkpoint()
    if note is None:
        raise Http404
    return _text(note, "no-cache")


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Give the log's verifier key (C2SP signed-note)."""
    verifier = log.verifier()
    if verifier is None:
        raise Http404
    return _text(verifier.text() + "\n", "no-cache")


@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """Give a tile of hashes or a bundle of leaves (C2SP tlog-tiles)."""
    found = log.tile(place)
    if found is None:
        raise Http404
    data, full = found
    # The same width has the same bytes for ever; but once it is full, nobody asks for a part.
    caching = FOR_GOOD if full else "public, max-age=86400"
    return HttpResponse(
        data, content_type="application/octet-stream", headers={"Cache-Control": caching}
    )


def _text(text: str, caching: str) -> HttpResponse:
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": caching}
    )
