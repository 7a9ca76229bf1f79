"""`{% text "name" %}`: a long text in the language of the page."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hoeder.web.texts import find, render

register = template.Library()


@register.simple_tag(takes_context=True)
def text(context: Context, name: str) -> SafeString:
    """Render `texts/<language>/<name>.md`, or what the body or deployment put in its place."""
    body = str(context.get("body_slug", ""))
    source = find(name, get_language() or "en", body).read_text(encoding="utf-8")
    return render(source.replace("{body}", str(context.get("body_name", ""))))
