"""Check-ins: on fixed days, by the way she chose, also after closing; silence is seen."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind, check_ins_due
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.notices.models import Notice
from hoeder.oversight import actions as oversight
from hoeder.protection import actions as protection
from hoeder.protection import caring
from hoeder.protection.models import Care, CheckIn, CheckInAnswer
from hoeder.protection.rules import Answer, Risk, Way
from hoeder.rooms.models import Room
from tests.cases.world import Reported, World, a_report
from tests.protection.care import later, on, opened
from tests.rooms.sealing import next_item


@pytest.fixture
def report(world: World) -> Reported:
    """Noor has reported, and the hourly duty has looked after her check-ins."""
    made = a_report(world)
    kept()
    return made


@pytest.fixture
def room(world: World, report: Reported) -> Room:
    """Noor chose Omar to protect her."""
    return opened(report, world.omar)


def kept() -> None:
    """What `tick` does every hour."""
    while cases.sweep_clocks(by=SYSTEM):
        pass
    while protection.note_silence(by=SYSTEM):
        pass
    while protection.keep_check_ins_going(by=SYSTEM):
        pass


def said(report: Reported, room: Room, answer: Answer) -> CheckInAnswer:
    """Noor says how she is."""
    return protection.answer_check_in(
        case=report.case, answer=answer, item=next_item(room), by=report.noor
    )


def days(report: Reported) -> list[int]:
    """On which days after the report there is a check-in."""
    found = CheckIn.objects.filter(care=report.case.pk).values_list("due_on", flat=True)
    return [(one - report.case.received_on).days for one in found]


def test_she_is_asked_on_every_date_also_after_closing(
    world: World, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md RET-04: weeks 2, 4, 8, months 3, 6, 9, 12, 18, 24, whatever became of the case."""
    dates = check_ins_due(report.case.body.law, report.case.received_on)
    assert days(report) == [14]
    Case.objects.update(status="answered", acknowledged_on=report.case.received_on)
    for number, due in enumerate(dates, 1):
        on(monkeypatch, due)
        kept()
        assert CheckIn.objects.count() == number
        on(monkeypatch, due + timedelta(days=2))
        kept()
    assert [one.due_on for one in CheckIn.objects.all()] == list(dates)
    assert CheckIn.objects.silent().count() == 9
    on(monkeypatch, dates[-1] + timedelta(days=400))
    kept()
    assert CheckIn.objects.count() == 9


def test_the_next_one_is_started_once_whoever_runs_it_again(
    world: World, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, later(16))
    for _again in range(3):
        kept()
    assert days(report) == [14, 28]
    assert Clock.objects.filter(kind=ClockKind.CHECK_IN).count() == 2


def test_a_server_that_was_down_over_dates_says_that_she_was_not_asked(
    world: World, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md RET-04: what passed unasked is on record as silence, and the next date is kept."""
    on(monkeypatch, later(70))
    kept()
    kept()
    assert days(report)[:3] == [14, 28, 56]
    assert CheckIn.objects.silent().count() == 3
    assert CheckIn.objects.filter(due_on__gte=later(70)).count() == 1


def test_silence_is_noted_once_and_the_level_above_is_told(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md RET-04: a check-in without an answer is a state that the level above sees."""
    on(monkeypatch, later(15))
    kept()
    kept()
    silent = CheckIn.objects.silent().get()
    assert silent.silent_on == later(15)
    oversight.escalate_missed(by=SYSTEM)
    told = set(Notice.objects.filter(kind="escalation.opened").values_list("holder", flat=True))
    assert world.mira.label in told


def test_an_answer_in_time_meets_the_clock(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, later(8))
    said(report, room, Answer.WELL)
    clock = Clock.objects.get(kind=ClockKind.CHECK_IN)
    assert clock.met_on == later(8)
    on(monkeypatch, later(15))
    kept()
    assert not CheckIn.objects.silent().exists()


def test_answered_twice_the_last_one_counts_and_both_stay(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, later(8))
    said(report, room, Answer.WELL)
    assert caring.risks([report.case.pk], world.omar)[report.case.pk] == Risk.NEEDED
    said(report, room, Answer.BEGUN)
    assert [one.answer for one in CheckInAnswer.objects.all()] == ["well", "begun"]
    assert caring.risks([report.case.pk], world.omar)[report.case.pk] == Risk.BEGUN


def test_the_same_answer_sent_twice_is_one(report: Reported, room: Room) -> None:
    item = next_item(room)
    for _twice in range(2):
        protection.answer_check_in(
            case=report.case, answer=Answer.WORRIED, item=item, by=report.noor
        )
    assert CheckInAnswer.objects.count() == 1


def test_it_has_begun_is_said_without_being_asked(
    world: World, report: Reported, room: Room
) -> None:
    """law.md RET-04: an alarm answer is a state that the level above sees at once."""
    answer = said(report, room, Answer.BEGUN)
    assert answer.check_in is None
    assert list(CheckInAnswer.objects.begun()) == [answer]
    # She is asked all the same when the day comes.
    assert Clock.objects.get(kind=ClockKind.CHECK_IN).met_on is None


def test_what_she_answered_is_told_to_those_alone_who_protect_her(
    world: World, report: Reported, room: Room
) -> None:
    said(report, room, Answer.BEGUN)
    assert caring.risks([report.case.pk], world.ada)[report.case.pk] == Risk.NEEDED
    assert caring.risks([report.case.pk], world.omar)[report.case.pk] == Risk.BEGUN


def test_somebody_who_chose_nobody_answers_to_those_who_read_the_report(
    report: Reported,
) -> None:
    dialogue = report.case.dialogue()
    said(report, dialogue, Answer.WORRIED)
    dialogue.refresh_from_db()
    assert dialogue.head_sequence == 2


def test_she_chooses_to_be_reached_by_omar(
    world: World, report: Reported, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md RET-04: by the way that she chose; how to reach her is sealed."""
    with pytest.raises(NotAllowed):
        protection.answer_check_in(
            case=report.case, answer=Answer.WELL, item=next_item(room), by=world.omar
        )
    with pytest.raises(NotValid):
        protection.choose_way(case=report.case, way=Way.OFFICER, item=None, by=report.noor)
    protection.choose_way(case=report.case, way=Way.OFFICER, item=next_item(room), by=report.noor)
    on(monkeypatch, later(16))
    kept()
    notice = Notice.objects.get(kind="care.check-in")
    assert (notice.holder, notice.due_on) == (world.omar.label, later(21))
    answer = protection.answer_check_in(
        case=report.case, answer=Answer.WORRIED, item=next_item(room), by=world.omar
    )
    assert answer.by == world.omar.label


def test_without_a_care_room_nobody_can_reach_her(report: Reported) -> None:
    dialogue = report.case.dialogue()
    with pytest.raises(NotValid):
        protection.choose_way(
            case=report.case, way=Way.OFFICER, item=next_item(dialogue), by=report.noor
        )
    with pytest.raises(NotNow):
        protection.choose_way(
            case=report.case, way=Way.PAGE, item=next_item(dialogue), by=report.noor
        )


def test_whoever_wants_no_check_ins_is_left_alone_until_she_wants_them(
    world: World, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    protection.choose_way(case=report.case, way=Way.NONE, item=None, by=report.noor)
    assert not CheckIn.objects.exists()
    on(monkeypatch, later(100))
    kept()
    assert not CheckIn.objects.exists()
    assert not Clock.objects.missed().filter(kind=ClockKind.CHECK_IN).exists()
    protection.choose_way(case=report.case, way=Way.PAGE, item=None, by=report.noor)
    kept()
    # What passed while she wanted none is no silence.
    assert not CheckIn.objects.silent().exists()
    assert CheckIn.objects.get().due_on >= later(100)


def test_an_alarm_begins_the_dates_anew(
    world: World, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md RET-04: after each disclosure she is asked again after two weeks."""
    on(monkeypatch, later(30))
    kept()
    protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    assert 44 in days(report)
    on(monkeypatch, later(46))
    kept()
    assert 56 in days(report)
    on(monkeypatch, later(58))
    kept()
    assert 58 in days(report)


def test_she_was_to_be_asked_on_days_when_no_server_ran_and_that_is_on_record(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = a_report(world)
    on(monkeypatch, later(46))
    kept()
    assert {14, 28, 56} <= set(days(report))


def test_a_case_of_which_nothing_was_kept_is_found_by_itself(world: World) -> None:
    report = a_report(world)
    call_command("tick")
    assert Care.objects.get().next_on == report.case.received_on + timedelta(days=14)
