"""Half an hour past midnight in Amsterdam, when it is still the day before in UTC.

In all other tests bodies are where it is always the same day as in UTC.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Closing, Meeting
from hoeder.cases.rules import Outcome, OutcomeAnswer, Status
from hoeder.clocks.closing import outcome_answer_due
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind, due_after, end_of_day
from hoeder.organisations.models import Body
from tests.cases.steps import acknowledged
from tests.cases.world import DONE, Reported, World, a_report
from tests.rooms.sealing import next_item

AMSTERDAM = "Europe/Amsterdam"
NIGHT = datetime(2027, 3, 9, 23, 30, tzinfo=UTC)
#: The day that the law counts from then.
DAY = date(2027, 3, 10)


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The services are in Amsterdam, and it is night."""
    Body.objects.update(time_zone=AMSTERDAM)
    for body in (world.ministry, world.kustdienst, world.havendienst):
        body.refresh_from_db()
    at(monkeypatch, NIGHT)
    return world


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def told(world: World, report: Reported) -> Closing:
    """Ada has answered, and tells Noor that nothing was established."""
    acknowledged(report, world.ada)
    first = next_item(report.case.dialogue())
    cases.give_feedback(case=report.case, item=first, answer=DONE, next_on=None, by=world.ada)
    item = next_item(report.case.dialogue())
    cases.tell_outcome(case=report.case, outcome=Outcome.NOT_ESTABLISHED, item=item, by=world.ada)
    return Closing.objects.get()


def test_what_is_done_and_what_is_due_bear_the_day_that_the_law_counts_from(
    world: World,
) -> None:
    """law.md CLK-01: a case has one day for each thing, on its record and in its dates."""
    report = a_report(world)
    closing = told(world, report)
    case = Case.objects.get()
    assert (case.received_on, case.acknowledged_on, closing.told_on) == (DAY, DAY, DAY)
    assert closing.answer_by == outcome_answer_due("nl", DAY)
    assert set(Clock.objects.values_list("met_on", flat=True)) == {DAY}
    cases.ask_to_meet(case=case, item=next_item(case.dialogue()), by=report.noor)
    assert Meeting.objects.get().asked_on == DAY
    assert Clock.objects.get(kind=ClockKind.MEETING).due_on == due_after(
        "nl", ClockKind.MEETING, DAY
    )


def test_her_last_day_to_answer_ends_at_midnight_where_the_body_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = told(world, a_report(world))
    last = end_of_day(closing.answer_by, AMSTERDAM)
    at(monkeypatch, last)
    assert closing.waits_for_her()
    at(monkeypatch, last + timedelta(seconds=1))
    assert closing.is_silent()


def test_a_case_that_she_closes_at_night_is_closed_on_that_day(world: World) -> None:
    report = a_report(world)
    told(world, report)
    item = next_item(report.case.dialogue())
    cases.answer_outcome(case=report.case, answer=OutcomeAnswer.AGREES, item=item, by=report.noor)
    closing = Closing.objects.get()
    assert (closing.answered_on, closing.closed_on) == (DAY, DAY)
    assert Case.objects.get().status == Status.CLOSED
