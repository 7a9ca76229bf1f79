"""What an officer asked for in vain: something of a case that is there and not for them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hoeder.cases.models import NOTHING, Case, RefusedTry
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Attachment, Room, today
from hoeder.storing import ask


def cases_hidden_from(officer: Officer, asked: Mapping[str, UUID]) -> list[UUID]:
    """Find the cases of what this officer asked for and may not see.

    Every id is looked up, whatever the ones before gave: made-up ids take the same statements.
    """
    hidden: Mapping[str, tuple[QuerySet[Any], QuerySet[Any], str]] = {
        "case": (Case.objects.all(), Case.objects.visible_to(officer), "pk"),
        "room": (Room.objects.all(), Room.objects.visible_to(officer), "case"),
        "attachment": (
            Attachment.objects.all(),
            Attachment.objects.visible_to(officer),
            "room__case",
        ),
    }
    found: list[UUID] = []
    for name, (there, visible, case) in hidden.items():
        if name in asked:
            out_of_sight = there.filter(pk=asked[name]).exclude(pk__in=visible.values("pk"))
            found += out_of_sight.values_list(case, flat=True)
    return found


def count_try(officer: Officer, about: UUID | None) -> int:
    """Count a try of today in one statement; tell which one it was. Made-up ids count as well."""
    table = RefusedTry._meta.db_table
    ((tries,),) = ask(
        f"INSERT INTO {table} (officer_id, about, day, tries) VALUES (%s, %s, %s, 1) "  # noqa: S608
        f"ON CONFLICT (officer_id, about, day) DO UPDATE SET tries = {table}.tries + 1 "
        "RETURNING tries",
        [officer.pk, about or NOTHING, today()],
    )
    return int(tries)
