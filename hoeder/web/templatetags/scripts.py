"""`{% script "report" %}`: the address of a page's script."""

from django import template

from hoeder.web import scripts

register = template.Library()


@register.simple_tag
def script(page: str) -> str:
    """Write where the script of a page lies."""
    return scripts.address(page)
