"""Answers for programs: plain text, nothing that depends on who asks."""

from django.http import Http404, HttpResponse


def plain(text: str | None, caching: str) -> HttpResponse:
    """Answer with a text, or with 404 where there is none."""
    if text is None:
        raise Http404
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": caching}
    )
