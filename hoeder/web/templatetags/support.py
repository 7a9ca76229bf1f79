"""`{% support_offers %}`: where a reporter finds help, in the language of the page."""

from typing import Any

from django import template

from hoeder.organisations.models import today
from hoeder.protection.support import support

register = template.Library()


@register.inclusion_tag("parts/support.html")
def support_offers(shape: str = "") -> dict[str, Any]:
    """List who helps, from dated data; pages speak of the Netherlands."""
    return {"offers": support("nl", today()), "shape": shape}
