"""An officer's inbox: one page of cases with what is due next and what is unread."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import F
from django.db.models.expressions import Combinable

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Member

PAGE: Final = 50
Order = Literal["due", "received"]


@dataclass(slots=True)
class Row:
    """A case with what this officer has not read of it."""

    case: Case
    unread: int = 0
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Up to 50 rows; pages count from 1, and there is always at least one."""

    rows: list[Row]
    page: int
    pages: int
    total: int


def inbox(officer: Officer, *, page: int = 1, order: Order = "due") -> Page:
    """Give one page, in three queries whatever the number of cases. No page is past the last."""
    held = Case.objects.visible_to(officer)
    total = held.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    by_due: list[Combinable | str] = [
        F("next_due_on").asc(nulls_last=True),
        F("received_on").asc(),
        "pk",
    ]
    by_received: list[Combinable | str] = [F("received_on").desc(), F("number").desc(), "pk"]
    by = by_due if order == "due" else by_received
    cases = held.select_related("handler", "body").order_by(*by)[(page - 1) * PAGE : page * PAGE]
    rows = {case.pk: Row(case) for case in cases}
    # Asked for this page alone: a sum per case inside the sorted query would run for all of them.
    seen = Member.objects.live().filter(holder=officer.label, room__case__in=list(rows))
    for case, head, head_on, read in seen.values_list(
        "room__case", "room__head_sequence", "room__head_on", "seen_sequence"
    ):
        row = rows[case]
        row.unread += max(0, head - read)
        row.last_on = max(filter(None, (row.last_on, head_on)), default=None)
    return Page(list(rows.values()), page, pages, total)
