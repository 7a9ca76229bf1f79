"""What an officer asked for in vain: something of a case that is there and not for them."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Attachment, Room

#: What an address may name, and by which column that leads to a case.
_CASE_OF: Final[Mapping[str, tuple[Any, str]]] = {
    "case": (Case.objects, "pk"),
    "room": (Room.objects, "case"),
    "attachment": (Attachment.objects, "room__case"),
}


def cases_hidden_from(officer: Officer, asked: Mapping[str, UUID]) -> list[UUID]:
    """Find the cases of what this officer asked for and may not see.

    Every id is looked up, whatever the ones before gave: made-up ids take the same statements.
    """
    found: list[UUID] = []
    for name, (objects, case) in _CASE_OF.items():
        if name in asked:
            visible = objects.visible_to(officer)
            out_of_sight = objects.filter(pk=asked[name]).exclude(pk__in=visible.values("pk"))
            found += out_of_sight.values_list(case, flat=True)
    return found
