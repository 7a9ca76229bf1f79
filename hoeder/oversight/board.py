"""The board: bodies and their overdue duties, without content, in few queries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, Subquery, UUIDField

from hoeder.cases.models import Case
from hoeder.clocks.models import Clock, ClockQuerySet
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power
from hoeder.oversight.models import Procedure
from hoeder.oversight.models.escalations import chains_closed_to
from hoeder.oversight.rules import COLUMNS, OWED_BY, Column, Side
from hoeder.protection.models import GroundsMonth, Incident

#: One answer holds so many overdue duties of a body, the oldest first.
MOST_DUTIES = 500


@dataclass
class Row:
    """One body: how many duties are overdue, by column, and since when the oldest is."""

    body: Body
    counts: dict[Column, int] = field(default_factory=dict)
    oldest: date | None = None

    @property
    def total(self) -> int:
        """Count everything that is overdue here."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Duty:
    """One overdue duty: which case, what, since when, and who is in default."""

    chain: UUID
    #: None for an alarm about a report that was made elsewhere, and for a duty about no report.
    number: int | None
    kind: ClockKind
    column: Column
    due_on: date
    side: Side


def board(officer: Officer) -> list[Row]:
    """Draw up every body that this officer oversees, those with most overdue first."""
    bodies = Body.objects.in_bulk(officer.bodies_where(Power.OVERSEE))
    rows = {pk: Row(body) for pk, body in bodies.items()}
    for body, kind, count, oldest in _counted(officer):
        row = rows.get(body)
        if row is None:
            continue
        column = COLUMNS[ClockKind(kind)]
        row.counts[column] = row.counts.get(column, 0) + count
        row.oldest = oldest if row.oldest is None else min(row.oldest, oldest)
    return sorted(rows.values(), key=lambda row: (-row.total, row.body.slug))


def duties(officer: Officer, body: Body) -> list[Duty]:
    """List the overdue duties of one body, the oldest first. It leads to no content."""
    cases = dict(Case.objects.filter(body=body).values_list("pk", "number"))
    elsewhere = Incident.objects.filter(body=body, case=None).values_list("chain", flat=True)
    months = GroundsMonth.objects.filter(body=body)
    late = _overdue(officer).filter(
        Q(case__in=Case.objects.filter(body=body).values("pk"))
        | Q(case__in=elsewhere)
        | Q(case__in=months.values("pk"))
        | Q(case__in=Procedure.objects.filter(body=body).values("pk"))
    )
    return [
        Duty(
            clock.case,
            cases.get(clock.case),
            ClockKind(clock.kind),
            COLUMNS[ClockKind(clock.kind)],
            clock.due_on,
            OWED_BY[ClockKind(clock.kind)],
        )
        for clock in late.order_by("due_at", "pk")[:MOST_DUTIES]
    ]


def _overdue(officer: Officer) -> ClockQuerySet:
    """Keep what was missed and is still not done, in cases that this officer may know of."""
    late = Clock.objects.running().missed()
    for closed in chains_closed_to(officer):
        late = late.exclude(case__in=closed)
    return late


def _counted(officer: Officer) -> Iterator[tuple[UUID, str, int, date]]:
    places = (
        Case.objects.filter(pk=OuterRef("case")).values("body"),
        Incident.objects.filter(chain=OuterRef("case"), case=None).values("body")[:1],
        GroundsMonth.objects.filter(pk=OuterRef("case")).values("body"),
        Procedure.objects.filter(pk=OuterRef("case")).values("body"),
    )
    for place in places:
        yield from (
            _overdue(officer)
            .annotate(body=Subquery(place, output_field=UUIDField()))
            .filter(body__isnull=False)
            .values_list("body", "kind")
            .annotate(count=Count("pk"), oldest=Min("due_on"))
            .order_by()
            .values_list("body", "kind", "count", "oldest")
        )
