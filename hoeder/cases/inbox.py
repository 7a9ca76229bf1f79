"""An officer's inbox: one page of cases with what is due next and what is unread."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from django.db.models import Count, F, Window
from django.db.models.expressions import Combinable

from hoeder.cases.models import Case, CaseQuerySet
from hoeder.clocks.rules import HANDLER_KINDS
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Member, Room

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
    """Give one page, in four queries whatever it holds. A page past the last is empty."""
    held = Case.objects.visible_to(officer)
    page = max(1, page)
    total, keys = _keys_of_page(held, page, order)
    if not keys and page > 1:
        total = held.count()
    cases = Case.objects.in_bulk(keys)
    rows = [Row(cases[key]) for key in keys]
    _count_unread(rows, officer)
    return Page(rows, page, max(1, -(-total // PAGE)), total)


def row_of(case: Case, officer: Officer) -> Row:
    """Give the row of one case that this officer sees."""
    row = Row(case)
    _count_unread([row], officer)
    return row


def _keys_of_page(held: CaseQuerySet, page: int, order: Order) -> tuple[int, list[UUID]]:
    """Sort and count in one pass over narrow rows; the page itself is read afterwards."""
    by: list[Combinable | str] = [F("received_on").desc(), F("number").desc(), "pk"]
    if order == "due":
        by = [F("next_due_on").asc(nulls_last=True), F("received_on").asc(), "pk"]
    found = list(
        held.annotate(total=Window(Count("*")))
        .order_by(*by)
        .values_list("pk", "total")[(page - 1) * PAGE : page * PAGE]
    )
    return (found[0][1] if found else 0), [key for key, _total in found]


def _count_unread(rows: list[Row], officer: Officer) -> None:
    # Rooms first and members of these rooms after: asked together, SQLite walks all memberships.
    by_case = {row.case.pk: row for row in rows}
    rooms = Room.objects.filter(case__in=list(by_case)).in_bulk()
    seen = Member.objects.live().filter(room__in=list(rooms), holder=officer.label).order_by()
    for member in seen:
        room = rooms[member.room_id]
        row = by_case[room.case]
        row.unread += max(0, room.head_sequence - member.seen_sequence)
        row.last_on = max(filter(None, (row.last_on, room.head_on)), default=None)


def show_next(case: Case) -> None:
    """Copy what is due first to the case, for the inbox."""
    ours = case.clocks().running().filter(kind__in=HANDLER_KINDS)
    clock = ours.order_by("due_at").first()
    case.next_kind = "" if clock is None else clock.kind
    case.next_due_on = None if clock is None else clock.due_on
