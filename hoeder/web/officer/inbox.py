"""Rows of the inbox: what is due first, and how much of it was not read yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Max, Sum

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Room
from hoeder.web.officer.forms import Due, Inbox, Row

PER_PAGE = 50


@dataclass(frozen=True)
class Reading:
    """How far an officer has come in the rooms of a case."""

    unread: int
    last_on: date | None


def inbox(officer: Officer, page: int) -> Inbox:
    """Make one page of the inbox, in four queries however many cases there are."""
    visible = Case.objects.visible_to(officer)
    total = visible.count()
    first = (page - 1) * PER_PAGE
    cases = list(
        visible.order_by(F("next_due_on").asc(nulls_last=True), "pk")[first : first + PER_PAGE]
    )
    reading = read_so_far(officer, cases)
    return Inbox(
        cases=[row(case, reading[case.pk]) for case in cases],
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        total=total,
    )


def read_so_far(officer: Officer, cases: Sequence[Case]) -> dict[UUID, Reading]:
    """Count what this officer has not fetched in each of these cases, in one query."""
    counted = (
        Room.objects.visible_to(officer)
        .filter(case__in=[case.pk for case in cases], members__holder=officer.label)
        .values("case")
        .annotate(unread=Sum(F("head_sequence") - F("members__seen_sequence")), last=Max("head_on"))
    )
    found = {one["case"]: Reading(one["unread"], one["last"]) for one in counted}
    return {case.pk: found.get(case.pk, Reading(0, None)) for case in cases}


def row(case: Case, reading: Reading) -> Row:
    """Shape one case for the inbox."""
    return Row(
        id=case.pk,
        number=str(case.number),
        status=case.status,
        received_on=case.received_on,
        handler=case.handler_id,
        next=due(case),
        unread=reading.unread,
        last_on=reading.last_on,
    )


def due(case: Case) -> Due | None:
    """Tell what is due first."""
    return Due(case.next_kind, case.next_due_on) if case.next_due_on else None
