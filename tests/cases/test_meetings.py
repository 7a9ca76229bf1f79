"""A meeting on request: its clock, its days, and minutes that she agrees to by her own mark."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from hoeder.cases import actions as cases
from hoeder.cases.meeting import (
    ABOUT_MINUTES,
    HANDLERS_STEPS,
    OVER,
    REPORTERS_STEPS,
    STEPS,
    MeetingState,
    MeetingStep,
)
from hoeder.cases.models import Case, Meeting
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind, due_after
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Escalation
from hoeder.rooms.models import today
from hoeder.rooms.opening import NewItem
from tests.cases.steps import acknowledged
from tests.cases.world import Reported, World, journal
from tests.rooms.sealing import next_item

Break = Callable[[], None]
S = MeetingStep


@pytest.fixture
def asked(world: World, report: Reported) -> Reported:
    """Noor asked to meet, after Ada acknowledged her report."""
    acknowledged(report, world.ada)
    cases.ask_to_meet(case=report.case, item=next_(report), by=report.noor)
    return report


def test_a_request_that_nobody_answers_is_recalled_once_three_days_before(
    world: World, asked: Reported
) -> None:
    """law.md INT-02: asked on day 0 and no appointment, so an alert three days before the term."""
    due = Clock.objects.get(kind=ClockKind.MEETING).due_at
    Notice.objects.all().delete()
    before = journal(asked.case.pk)
    assert cases.warn_of_meetings(by=SYSTEM, now=due - timedelta(days=3, seconds=1)) == 0
    assert cases.warn_of_meetings(by=SYSTEM, now=due - timedelta(days=2, hours=23)) == 1
    assert cases.warn_of_meetings(by=SYSTEM, now=due - timedelta(days=1)) == 0
    assert journal(asked.case.pk) == [*before, "clock.warned", "case.meeting-recalled"]
    assert set(Notice.objects.values_list("holder", flat=True)) == {
        world.ada.label,
        world.ruth.label,
    }


def test_a_request_that_was_answered_is_not_recalled(world: World, asked: Reported) -> None:
    arrange(asked, S.PROPOSES, world.ada)
    due = Clock.objects.get(kind=ClockKind.MEETING).due_at
    assert cases.warn_of_meetings(by=SYSTEM, now=due - timedelta(days=1)) == 0


def next_(report: Reported) -> NewItem:
    return next_item(report.case.dialogue())


def arrange(report: Reported, step: MeetingStep, by: Officer) -> Meeting:
    return cases.arrange_meeting(case=report.case, step=step, item=next_(report), by=by)


def answer(report: Reported, step: MeetingStep, minutes: str | None = None) -> Meeting:
    about = meeting().minutes if minutes is None else minutes
    item = next_(report)
    return cases.answer_meeting(
        case=report.case, step=step, minutes=about, item=item, by=report.noor
    )


def meeting() -> Meeting:
    return Meeting.objects.order_by("number").last() or pytest.fail("no meeting")


def clocks() -> list[Clock]:
    return list(Clock.objects.filter(kind=ClockKind.MEETING).order_by("pk"))


def test_every_step_is_somebodys_and_leads_somewhere() -> None:
    assert set(STEPS) == set(S)
    assert set(S) == HANDLERS_STEPS | REPORTERS_STEPS
    assert ABOUT_MINUTES <= REPORTERS_STEPS
    reached = {move.after for move in STEPS.values()}
    assert reached | {MeetingState.ASKED} == set(MeetingState)
    for state in set(MeetingState) - OVER:
        assert any(state in move.before for move in STEPS.values()), state


def test_a_request_to_meet_starts_a_clock_and_tells_the_handlers(
    world: World, asked: Reported
) -> None:
    """law.md INT-02: a request to meet has its own date, by the law of the body."""
    [clock] = clocks()
    assert clock.due_on == due_after("nl", ClockKind.MEETING, today())
    assert clock.about == meeting().pk
    assert Case.objects.get().next_kind == ClockKind.MEETING
    told = Notice.objects.filter(kind="case.meeting-asked").values_list("holder", flat=True)
    assert set(told) == {world.ada.label, world.ruth.label}
    assert journal(asked.case.pk)[-1] == "case.meeting-asked"


def test_a_missed_request_goes_to_the_level_above(world: World, asked: Reported) -> None:
    """law.md INT-02, CLK-06: no days proposed in time is on the record, and the board shows it."""
    late = clocks()[0].due_at + timedelta(minutes=1)
    cases.sweep_clocks(by=world.pim, now=late)
    oversight.escalate_missed(by=world.pim)
    assert clocks()[0].missed_on is not None
    found = Escalation.objects.get(duty=ClockKind.MEETING)
    assert found.about == meeting().pk


def test_days_that_are_proposed_meet_the_clock_and_she_picks_one(
    world: World, asked: Reported
) -> None:
    arrange(asked, S.PROPOSES, world.ada)
    assert clocks()[0].met_on == today()
    answer(asked, S.PICKS)
    assert meeting().state == MeetingState.AGREED


@pytest.mark.parametrize("step", [S.NONE_SUITS, S.NOT_HELD])
def test_days_that_do_not_suit_and_a_meeting_that_was_not_held_ask_again(
    world: World, asked: Reported, step: MeetingStep
) -> None:
    """law.md INT-02: a day that nobody kept does not end the duty."""
    arrange(asked, S.PROPOSES, world.ada)
    if step == S.NOT_HELD:
        answer(asked, S.PICKS)
    answer(asked, step)
    assert meeting().state == MeetingState.ASKED
    assert [clock.met_on for clock in clocks()] == [today(), None]


def test_the_handler_may_move_the_day_and_she_picks_again(world: World, asked: Reported) -> None:
    arrange(asked, S.PROPOSES, world.ada)
    answer(asked, S.PICKS)
    arrange(asked, S.PROPOSES, world.ada)
    assert meeting().state == MeetingState.PROPOSED
    assert len(clocks()) == 1


def recorded(report: Reported, ada: Officer) -> None:
    """Bring the meeting to where minutes wait for her."""
    arrange(report, S.PROPOSES, ada)
    answer(report, S.PICKS)
    arrange(report, S.MINUTES, ada)


def test_minutes_are_agreed_by_her_mark_alone(world: World, asked: Reported) -> None:
    """law.md INT-09: she checks, corrects and agrees; nobody agrees for her (Dir. 18(4))."""
    recorded(asked, world.ada)
    assert len(meeting().minutes) == 64
    answer(asked, S.CORRECTS)
    first = meeting().minutes
    arrange(asked, S.MINUTES, world.ada)
    with pytest.raises(NotNow) as refusal:
        answer(asked, S.AGREES, first)
    assert refusal.value.kind == "minutes-moved-on"
    for step in REPORTERS_STEPS:
        with pytest.raises(NotValid):
            arrange(asked, step, world.ada)
    answer(asked, S.AGREES)
    assert meeting().state == MeetingState.SIGNED


def test_minutes_that_change_after_she_agreed_wait_for_her_again(
    world: World, asked: Reported
) -> None:
    """law.md INT-09: an edit afterwards is a new version that is not agreed."""
    recorded(asked, world.ada)
    answer(asked, S.AGREES)
    arrange(asked, S.MINUTES, world.ada)
    assert meeting().state == MeetingState.RECORDED


def test_that_she_does_not_agree_is_recorded_and_changes_nothing_else(
    world: World, asked: Reported
) -> None:
    """law.md INT-09: a refusal to sign can be recorded."""
    recorded(asked, world.ada)
    status = Case.objects.get().status
    answer(asked, S.DISAGREES)
    assert meeting().state == MeetingState.UNSIGNED
    assert Case.objects.get().status == status


def test_she_may_take_it_back_and_ask_again(world: World, asked: Reported) -> None:
    answer(asked, S.WITHDRAWS)
    assert clocks()[0].ended_on is not None
    assert Case.objects.get().next_kind != ClockKind.MEETING
    cases.ask_to_meet(case=asked.case, item=next_(asked), by=asked.noor)
    assert meeting().number == 2
    with pytest.raises(NotNow) as refusal:
        cases.ask_to_meet(case=asked.case, item=next_(asked), by=asked.noor)
    assert refusal.value.kind == "meeting-asked"


def test_what_does_not_follow_is_refused(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotNow) as refusal:
        arrange(report, S.PROPOSES, world.ada)
    assert refusal.value.kind == "no-meeting"
    with pytest.raises(NotNow) as refusal:
        answer(report, S.PICKS, "")
    assert refusal.value.kind == "no-meeting"
    cases.ask_to_meet(case=report.case, item=next_(report), by=report.noor)
    for step in (S.PICKS, S.NOT_HELD, S.AGREES, S.CORRECTS):
        with pytest.raises(NotNow) as refusal:
            answer(report, step)
        assert refusal.value.kind == "meeting-moved-on"
    with pytest.raises(NotNow):
        arrange(report, S.MINUTES, world.ada)
    with pytest.raises(NotValid):
        answer(report, S.PROPOSES)


def test_only_the_handler_arranges(world: World, asked: Reported) -> None:
    for somebody in (world.ruth, world.eve, world.mira, world.omar):
        with pytest.raises(NotAllowed):
            arrange(asked, S.PROPOSES, somebody)


def test_before_anybody_handles_it_whoever_holds_it_may_propose(
    world: World, report: Reported
) -> None:
    cases.ask_to_meet(case=report.case, item=next_(report), by=report.noor)
    cases.declare(case=report.case, by=world.ruth)
    arrange(report, S.PROPOSES, world.ruth)
    assert meeting().state == MeetingState.PROPOSED


def test_the_same_request_again_changes_nothing(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    first = next_(report)
    for _again in range(2):
        cases.ask_to_meet(case=report.case, item=first, by=report.noor)
    second = next_(report)
    for _again in range(2):
        cases.arrange_meeting(case=report.case, step=S.PROPOSES, item=second, by=world.ada)
    third = next_(report)
    for _again in range(2):
        cases.answer_meeting(case=report.case, step=S.PICKS, minutes="", item=third, by=report.noor)
    written = journal(report.case.pk)
    for kind in ("case.meeting-asked", "case.meeting-arranged", "case.meeting-answered"):
        assert written.count(kind) == 1


def test_no_ledger_entry_no_step(world: World, asked: Reported, break_ledger: Break) -> None:
    before = (asked.case.dialogue().head_sequence, meeting().state)
    item = next_(asked)
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.arrange_meeting(case=asked.case, step=S.PROPOSES, item=item, by=world.ada)
    with pytest.raises(RuntimeError):
        cases.answer_meeting(
            case=asked.case, step=S.WITHDRAWS, minutes="", item=item, by=asked.noor
        )
    assert (asked.case.dialogue().head_sequence, meeting().state) == before


def test_no_ledger_entry_no_request(world: World, report: Reported, break_ledger: Break) -> None:
    item = next_(report)
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.ask_to_meet(case=report.case, item=item, by=report.noor)
    assert not Meeting.objects.exists()


def test_the_database_knows_one_request_at_a_time(asked: Reported) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(
            id=UUID(int=1), case=asked.case, number=2, asked_on=today(), changed_on=today()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(state=MeetingState.SIGNED)
