from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hoeder.cases import actions as cases
from hoeder.cases.answering import Answer, Measure, Reason, Stage
from hoeder.cases.models import Case, Feedback
from hoeder.cases.rules import Status
from hoeder.clocks.rules import ClockKind, add_months
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.organisations.models import Appointment, Officer
from hoeder.rooms.models import Item, today
from tests.cases.steps import acknowledged
from tests.cases.world import DONE, Reported, World, journal
from tests.rooms.sealing import next_item

Break = Callable[[], None]


# Acknowledging


def test_acknowledging_makes_a_handler_and_meets_the_clock(world: World, report: Reported) -> None:
    case = acknowledged(report, world.ada)
    case.refresh_from_db()
    assert (case.status, case.handler) == (Status.ACKNOWLEDGED, world.ada)
    assert case.clocks().get(kind=ClockKind.ACKNOWLEDGEMENT).met_on == case.acknowledged_on
    feedback = case.clocks().get(kind=ClockKind.FEEDBACK)
    assert case.acknowledged_on is not None
    assert feedback.due_on == add_months(case.acknowledged_on, 3) == case.next_due_on
    assert case.next_kind == ClockKind.FEEDBACK
    assert journal(case.pk)[-4:] == [
        "item.added",
        "clock.met",
        "clock.brought-forward",
        "case.acknowledged",
    ]


def test_only_a_handler_who_holds_the_case_acknowledges(world: World, report: Reported) -> None:
    for by in (world.eve, world.mira, world.omar, world.ilse, world.pim):
        with pytest.raises(NotAllowed):
            acknowledged(report, by)
    Appointment.objects.filter(officer=world.ruth).update(ended_on=today())
    with pytest.raises(NotAllowed):
        acknowledged(report, world.ruth)


def test_a_case_is_acknowledged_once(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotNow):
        acknowledged(report, world.ada)
    with pytest.raises(NotAllowed):
        acknowledged(report, world.ruth)


def test_no_ledger_entry_no_acknowledgement(
    world: World, report: Reported, break_ledger: Break
) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        acknowledged(report, world.ada)
    report.case.refresh_from_db()
    assert (report.case.status, report.case.handler) == (Status.RECEIVED, None)
    assert Item.objects.count() == 1


# Feedback


def feedback(report: Reported, by: Officer, next_on: date | None = None) -> Case:
    item = next_item(report.case.dialogue())
    return cases.give_feedback(case=report.case, item=item, answer=DONE, next_on=next_on, by=by)


def test_feedback_meets_its_clock_and_promises_the_next(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    next_on = today() + timedelta(days=60)
    case = feedback(report, world.ada, next_on)
    assert case.status == Status.ANSWERED
    assert (case.next_kind, case.next_due_on) == (ClockKind.NEXT_FEEDBACK, next_on)
    assert case.clocks().get(kind=ClockKind.FEEDBACK).met_on is not None
    assert journal(case.pk)[-1] == "case.answered"
    case = feedback(report, world.ada)
    assert (case.next_kind, case.next_due_on) == ("", None)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(Stage.ENVISAGED, Measure.PERSON, Reason.ESTABLISHED),
        Answer(Stage.TAKEN, Measure.ENQUIRY, Reason.STILL_EXAMINED),
    ],
)
def test_work_that_goes_on_has_a_next_date(world: World, report: Reported, answer: Answer) -> None:
    """law.md CLK-05: feedback is no end; without a day it is refused and nothing is stored."""
    acknowledged(report, world.ada)
    item = next_item(report.case.dialogue())
    with pytest.raises(NotValid) as refusal:
        cases.give_feedback(case=report.case, item=item, answer=answer, next_on=None, by=world.ada)
    assert refusal.value.kind == "next-needed"
    assert not Feedback.objects.exists()
    next_on = today() + timedelta(days=30)
    cases.give_feedback(case=report.case, item=item, answer=answer, next_on=next_on, by=world.ada)
    assert Feedback.objects.get().next_on == next_on
    report.case.refresh_from_db()
    assert report.case.next_kind == ClockKind.NEXT_FEEDBACK


def test_only_the_handler_gives_feedback(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotAllowed):
        feedback(report, world.ruth)


def test_sending_an_acknowledgement_again_changes_nothing(world: World, report: Reported) -> None:
    item = next_item(report.case.dialogue())
    cases.acknowledge(case=report.case, item=item, by=world.ada)
    before = journal(report.case.pk)
    again = cases.acknowledge(case=report.case, item=item, by=world.ada)
    assert again.status == Status.ACKNOWLEDGED
    assert journal(report.case.pk) == before


def test_sending_feedback_again_does_not_meet_the_clock_that_it_began(
    world: World, report: Reported
) -> None:
    acknowledged(report, world.ada)
    item = next_item(report.case.dialogue())
    next_on = today() + timedelta(days=60)
    for _ in range(2):
        case = cases.give_feedback(
            case=report.case, item=item, answer=DONE, next_on=next_on, by=world.ada
        )
    assert case.clocks().get(kind=ClockKind.NEXT_FEEDBACK).met_on is None
    assert journal(report.case.pk).count("case.answered") == 1


def test_feedback_follows_an_acknowledgement(world: World, report: Reported) -> None:
    Case.objects.update(handler=world.ada)
    with pytest.raises(NotNow) as refusal:
        feedback(report, world.ada)
    assert refusal.value.kind == "case-moved-on"


@pytest.mark.parametrize("days", [0, -1, 100])
def test_the_next_feedback_comes_within_three_months(
    world: World, report: Reported, days: int
) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotValid):
        feedback(report, world.ada, today() + timedelta(days=days))


def test_no_ledger_entry_no_feedback(world: World, report: Reported, break_ledger: Break) -> None:
    acknowledged(report, world.ada)
    break_ledger()
    with pytest.raises(RuntimeError):
        feedback(report, world.ada)
    report.case.refresh_from_db()
    assert report.case.status == Status.ACKNOWLEDGED
