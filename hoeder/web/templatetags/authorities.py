"""`{% authorities "nl" %}`: who takes reports outside, from dated data."""

from typing import Any

from django import template

from hoeder.cases.authorities import authorities as listed
from hoeder.cases.authorities import outside_at_once
from hoeder.organisations.models import today

register = template.Library()


@register.inclusion_tag("parts/authorities.html")
def authorities(law: str) -> dict[str, Any]:
    """List the authorities of a law, and whether somebody may go there at once."""
    day = today()
    return {"law": law, "authorities": listed(law, day), "at_once": outside_at_once(law, day)}
