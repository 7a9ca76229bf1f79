"""What anybody may fetch. Nothing here depends on who asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hoeder.ledger import reading as log
from hoeder.ledger import witnessed
from hoeder.organisations import policies
from hoeder.web.middleware import language_of
from hoeder.web.public.answers import plain

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
    return plain("ok\n", "no-store")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Give the newest checkpoint that counts: its witnesses' quorum is met (C2SP tlog-tiles)."""
    found = policies.in_force()
    return plain(witnessed.newest_that_counts(found[1] if found else None), "no-cache")


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Give the log's verifier key (C2SP signed-note)."""
    verifier = log.verifier()
    return plain(f"{verifier.text()}\n" if verifier else None, "no-cache")


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
