"""Counting one year of one body from the registers. Nothing of it leaves this file uncovered."""

from datetime import date

from hoeder.cases.models import Case
from hoeder.cases.rules import Classification
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Body
from hoeder.oversight.figures import Figure
from hoeder.oversight.models import Breach, Escalation, Review
from hoeder.oversight.rules import BreachKind, Cause, Decision, Finding
from hoeder.protection.models import GroundsReview, Incident, Plan, SharedDetriment
from hoeder.protection.rules import IncidentKind, Weighed
from hoeder.reports.models import Receipt, Registration
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind

FELL_SHORT = (Finding.ESTABLISHED, Finding.PARTLY)


def counts(body: Body, year: int) -> dict[Figure, int]:
    """Count a year. Each row of a register is of one body and one year, and of no other."""
    return {
        **_of_reports(body, year),
        **_of_harm(body, year),
        **_of_clocks(body, year),
        **_of_oversight(body, year),
    }


def _of_reports(body: Body, year: int) -> dict[Figure, int]:
    received = Case.objects.filter(body=body, received_on__year=year)
    ids = received.values("pk")
    missed = Clock.objects.filter(case__in=ids, missed_on__isnull=False)
    receipts = Receipt.objects.filter(case__in=ids).values("pk")
    planned = Plan.objects.filter(care__case__in=ids, approved=True)
    investigated = Room.objects.filter(case__in=ids, kind=RoomKind.INVESTIGATION)

    def with_missed(kind: ClockKind) -> int:
        return missed.filter(kind=kind).values("case").distinct().count()

    return {
        Figure.REPORTS: received.count(),
        Figure.TOLD_FIRST: Registration.objects.filter(receipt__in=receipts).count(),
        Figure.OTHER_NAME: received.exclude(classification=Classification.REPORT).count(),
        Figure.INVESTIGATED: investigated.values("case").distinct().count(),
        Figure.ACKNOWLEDGED_LATE: with_missed(ClockKind.ACKNOWLEDGEMENT),
        Figure.FEEDBACK_LATE: with_missed(ClockKind.FEEDBACK),
        Figure.PLANNED: planned.values("care").distinct().count(),
    }


def _of_harm(body: Body, year: int) -> dict[Figure, int]:
    shared = SharedDetriment.objects.filter(body=body, shared_on__year=year)
    weighed = GroundsReview.objects.filter(case__body=body, weighed_on__year=year)
    return {
        Figure.HARM_SHARED: shared.count(),
        Figure.WEIGHED: weighed.count(),
        Figure.NOT_JUSTIFIED: weighed.filter(weighed=Weighed.NOT_JUSTIFIED).count(),
        Figure.NO_GROUNDS: weighed.filter(weighed=Weighed.NO_GROUNDS).count(),
    }


def _of_clocks(body: Body, year: int) -> dict[Figure, int]:
    ids = Case.objects.filter(body=body).values("pk")
    due = Clock.objects.filter(case__in=ids, missed_on__isnull=False, due_on__year=year)
    return {
        Figure.PROMISES_MISSED: due.filter(kind__in=(ClockKind.PROMISE, ClockKind.ANSWER)).count(),
        Figure.EMERGENCIES_MISSED: due.filter(kind=ClockKind.EMERGENCY).count(),
        Figure.CHECK_INS_MISSED: due.filter(kind=ClockKind.CHECK_IN).count(),
    }


def _of_oversight(body: Body, year: int) -> dict[Figure, int]:
    # The year of a moment is that of UTC, for every body alike.
    begin, end = date(year, 1, 1), date(year + 1, 1, 1)
    alarms = Incident.objects.filter(body=body, opened_at__date__gte=begin, opened_at__date__lt=end)
    asked = Escalation.objects.filter(body=body, cause=Cause.ASKED, opened_on__year=year)
    reviews = Review.objects.filter(body=body, closed_on__year=year)
    breaches = Breach.objects.filter(body=body, closed_on__year=year, decision=Decision.ESTABLISHED)
    return {
        Figure.NAMES_OUT: alarms.filter(kind=IncidentKind.NAME_OUT).count(),
        Figure.PROBING: alarms.filter(kind=IncidentKind.PROBING).count(),
        Figure.ASKED: asked.values("chain").distinct().count(),
        Figure.PROTECTION_FAILED: reviews.filter(protection__in=FELL_SHORT).count(),
        Figure.CARE_FAILED: reviews.filter(care__in=FELL_SHORT).count(),
        **{Figure(kind): breaches.filter(kind=kind).count() for kind in BreachKind},
    }
