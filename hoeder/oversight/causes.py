"""What goes to the level above by itself: one small function for each cause, in one table.

Each yields what it finds now, whether or not it was escalated before: `escalate_missed` leaves out
what has a trace already.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from hoeder.cases.models import Case
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Body
from hoeder.oversight.models import Escalation, Procedure, Recommendation
from hoeder.oversight.rules import OWED_BY, Cause, Side
from hoeder.protection.models import CheckInAnswer, Commitment, Emergency, GroundsMonth, Incident
from hoeder.protection.promising import Promise
from hoeder.protection.rules import IncidentKind


@dataclass(frozen=True)
class Found:
    """Something that was not done, or a name that is out."""

    chain: UUID
    body: Body
    cause: Cause
    side: Side | None
    trace: str
    duty: ClockKind | None = None
    about: UUID | None = None


def missed_clocks() -> Iterator[Found]:
    """Find the dates that were missed (law.md CLK-06), also where it was done since."""
    trace = Concat(Value("clock:"), Cast(OuterRef("pk"), CharField()))
    late = list(
        Clock.objects.missed()
        .filter(~Exists(Escalation.objects.filter(trace=trace)))
        .order_by("missed_on", "pk")
    )
    chains = {clock.case for clock in late}
    bodies, months = bodies_of(chains), GroundsMonth.objects.in_bulk(chains)
    for clock in late:
        if clock.case in bodies:
            kind = ClockKind(clock.kind)
            yield Found(
                clock.case,
                bodies[clock.case],
                Cause.GROUNDS if clock.case in months else Cause.MISSED,
                _owed_by(clock),
                f"clock:{clock.pk}",
                kind,
                clock.about,
            )


def _owed_by(clock: Clock) -> Side:
    """Say whose duty it was. The commission follows its recommendations; a body reviews the rest:
    what it keeps, what it holds, whom it has not told yet.
    """
    kind = ClockKind(clock.kind)
    if kind == ClockKind.REVIEW and clock.about is not None:
        recommended = Recommendation.objects.filter(pk=clock.about).exists()
        return Side.COMMISSION if recommended else Side.HANDLER
    return OWED_BY[kind]


def incidents() -> Iterator[Found]:
    """Find the alarms that a reporter raised or that went off by themselves."""
    causes = {IncidentKind.NAME_OUT: Cause.ALARM, IncidentKind.PROBING: Cause.PROBING}
    known = Escalation.objects.filter(cause__in=causes.values(), about=OuterRef("pk"))
    for one in Incident.objects.filter(~Exists(known)).select_related("body"):
        yield Found(
            one.chain,
            one.body,
            causes[IncidentKind(one.kind)],
            None,
            f"incident:{one.pk.hex}",
            None,
            one.pk,
        )


def check_ins() -> Iterator[Found]:
    """Find the answers that it has begun. Silence is a missed date (law.md RET-04)."""
    for one in _new(CheckInAnswer.objects.begun(), Cause.CHECK_IN).select_related(
        "care__case__body"
    ):
        case = one.care.case
        yield Found(
            case.pk, case.body, Cause.CHECK_IN, None, f"check-in:{one.pk.hex}", None, one.pk
        )


def emergencies() -> Iterator[Found]:
    """Find the requests in an emergency that were refused. Silence is a missed date (RET-10)."""
    for one in _new(Emergency.objects.refused(), Cause.EMERGENCY).select_related("case__body"):
        yield Found(
            one.case_id,
            one.case.body,
            Cause.EMERGENCY,
            Side.COMMISSION,
            f"emergency:{one.pk.hex}",
            None,
            one.pk,
        )


def promises() -> Iterator[Found]:
    """Find the promises that were declined or, she says, not kept. Overdue is a missed date."""
    failed = Commitment.objects.filter(state__in=(Promise.DECLINED, Promise.DISPUTED))
    for one in _new(failed, Cause.PROMISE).select_related("case__body"):
        yield Found(
            one.case_id,
            one.case.body,
            Cause.PROMISE,
            Side.OWNER,
            f"promise:{one.pk.hex}",
            None,
            one.pk,
        )


#: Every cause that passes without anybody pressing. A new one is one more line.
CAUSES: Final[tuple[Callable[[], Iterator[Found]], ...]] = (
    missed_clocks,
    incidents,
    check_ins,
    emergencies,
    promises,
)


Row = TypeVar("Row", bound=Model)


def _new(rows: "QuerySet[Row]", cause: Cause) -> "QuerySet[Row]":
    """Leave out what was escalated for this cause before, also where it was closed since."""
    return rows.filter(~Exists(Escalation.objects.filter(cause=cause, about=OuterRef("pk"))))


def bodies_of(chains: set[UUID]) -> dict[UUID, Body]:
    """Find the body of each case, of each alarm without one, of each month and procedure."""
    procedures = Procedure.objects.filter(pk__in=chains).select_related("body")
    own = {one.pk: one.body for one in procedures}
    months = GroundsMonth.objects.filter(pk__in=chains).select_related("body")
    asked = {one.pk: one.body for one in months}
    elsewhere = Incident.objects.filter(chain__in=chains).select_related("body")
    found = {one.chain: one.body for one in elsewhere}
    cases = Case.objects.filter(pk__in=chains).select_related("body")
    return own | asked | found | {one.pk: one.body for one in cases}
