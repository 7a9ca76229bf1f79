from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.answering import Answer, Measure, Reason, Stage
from hoeder.cases.models import Case, CaseNumber, Feedback, Recusal
from hoeder.cases.rules import Status
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind, add_months
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.notices.models import Notice
from hoeder.organisations.models import Appointment, DirectoryVersion, Officer
from hoeder.organisations.rules import Role
from hoeder.reports.models import Receipt, Report
from hoeder.reports.receiving import SENDER
from hoeder.rooms.models import Epoch, Grant, Item, Member, Room, today
from tests.cases.world import (
    DONE,
    Reported,
    World,
    a_key,
    a_report,
    a_submission,
    an_officer,
    journal,
)
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed

Break = Callable[[], None]


def acknowledged(report: Reported, by: Officer) -> Case:
    item = next_item(report.case.dialogue())
    return cases.acknowledge(case=report.case, item=item, by=by)


def an_investigation(world: World, report: Reported, by: Officer, *others: Officer) -> Room:
    members = [by, *(others or (world.jonas,))]
    return cases.open_investigation(
        case=report.case,
        room=new_id(),
        recipient=a_recipient(),
        grants={one.label: sealed() for one in members},
        until={world.jonas.label: today() + timedelta(days=30)},
        by=by,
    )


def handed(report: Reported, to: Officer, by: Officer, *held: Room) -> Case:
    grants = {room.pk: sealed() for room in held}
    return cases.hand_over(case=report.case, to=to, grants=grants, by=by)


# Receiving


def test_a_report_is_stored_whole_and_is_in_the_ledger(world: World) -> None:
    submission = a_submission(world)
    received = cases.receive(submission=submission, by=SENDER)
    case = Case.objects.get(pk=submission.case)
    room = case.dialogue()
    assert (case.number, case.status, case.handler) == (1, Status.RECEIVED, None)
    assert set(room.members.values_list("holder", flat=True)) == set(submission.grants)
    assert {g.holder: bytes(g.sealed) for g in room.grants.all()} == dict(submission.grants)
    assert bytes(room.items.get().sealed) == submission.sealed
    assert (room.head_sequence, room.head_hash) == (1, submission.hash)
    assert room.epochs.get().recipient == submission.room_recipient
    assert [clock.due_on for clock in case.clocks()] == [
        received.acknowledge_by,
        received.feedback_by,
    ]
    assert received.acknowledge_by == case.received_on + timedelta(days=7)
    assert case.next_due_on == received.acknowledge_by
    assert journal(case.pk) == ["case.received"]
    told = Notice.objects.filter(kind="case.received").values_list("holder", flat=True)
    assert set(told) == {world.ada.label, world.ruth.label}


def test_what_is_stored_is_what_django_would_store(world: World) -> None:
    """The rows are written past the models: reading and saving them changes nothing."""
    a_report(world)
    models = (Receipt, Report, Case, Room, Epoch, Member, Grant, Item, Clock)
    before = [list(model._default_manager.values()) for model in models]
    for row in (row for model in models for row in model._default_manager.all()):
        row.validate_constraints()
        if isinstance(row, Grant | Item):
            row.sealed = row.room.masked(row.sealed)
        row.save()
    assert [list(model._default_manager.values()) for model in models] == before


def test_numbers_have_no_gaps_in_each_body(world: World) -> None:
    a_report(world)
    with pytest.raises(Refusal):
        cases.receive(submission=a_submission(world, world.eve), by=SENDER)
    assert a_report(world).case.number == 2
    above = a_submission(world, world.mira, channel=world.above.pk)
    cases.receive(submission=above, by=SENDER)
    assert Case.objects.get(pk=above.case).number == 1


def test_a_report_past_all_readers_goes_to_the_body_above(world: World) -> None:
    report = a_report(world, world.mira)
    assert Case.objects.visible_to(world.mira).get() == report.case
    assert not Case.objects.visible_to(world.ada).exists()
    assert not Notice.objects.filter(holder=world.ada.label).exists()


def refused(world: World, *officers: Officer, **changed: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        cases.receive(submission=a_submission(world, *officers, **changed), by=SENDER)
    for model in (Receipt, Report, Case, Room, Clock, Grant, CaseNumber):
        assert not model._default_manager.exists()
    return refusal.value


@pytest.mark.parametrize("who", ["eve", "omar", "ilse", "jonas", "pim"])
def test_only_readers_of_the_channel_or_above_get_a_report(world: World, who: str) -> None:
    officer = getattr(world, who)
    refusal = refused(world, world.ada, officer)
    assert refusal.kind == "directory-changed"
    assert refusal.extras == {"holders": [officer.label]}


def test_a_reader_who_cannot_read_any_more_is_named_to_the_client(world: World) -> None:
    world.ruth.keys.update(withdrawn_on=date(2026, 1, 2))
    assert refused(world).extras == {"holders": [world.ruth.label]}
    Officer.objects.filter(pk=world.ada.pk).update(is_active=False)
    assert refused(world, world.ada).extras == {"holders": [world.ada.label]}


def test_a_report_decided_with_an_old_directory_is_refused(world: World) -> None:
    DirectoryVersion.objects.create(
        organisation=world.organisation, version=2, document="{}", signature="0" * 128
    )
    refusal = refused(world)
    assert (refusal.kind, refusal.extras) == ("directory-changed", {"directory": 2})


@pytest.mark.parametrize(
    "changed",
    [
        {"organisation": new_id()},
        {"channel": new_id()},
        {"grants": {"reporter": sealed()}},
        {"grants": {"reporter": sealed(), "officer:x": sealed()}},
        {"sealed": b"not sealed"},
        {"hash": "0" * 64},
        {"room_recipient": "age1classic"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_report_that_cannot_be_is_refused_whole(world: World, changed: dict[str, object]) -> None:
    refused(world, **changed)


def test_a_report_holds_a_grant_for_its_reporter(world: World) -> None:
    grants = {world.ada.label: sealed(), world.ruth.label: sealed()}
    assert isinstance(refused(world, grants=grants), NotValid)


def test_ids_that_are_taken_are_refused(world: World) -> None:
    first = a_report(world).submission
    for field in ("case", "room", "item"):
        again = a_submission(world, **{field: getattr(first, field)})
        with pytest.raises(NotNow) as refusal:
            cases.receive(submission=again, by=SENDER)
        assert refusal.value.kind == "id-taken"
        assert Case.objects.count() == Receipt.objects.count() == 1


def test_no_ledger_entry_no_report(world: World, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.receive(submission=a_submission(world), by=SENDER)
    for model in (Receipt, Report, Case, Room, Clock, CaseNumber, Notice):
        assert not model._default_manager.exists()


def test_receiving_takes_few_statements_whatever_the_number_of_officers(world: World) -> None:
    # The directory is read once in each process, with the first report.
    cases.receive(submission=a_submission(world), by=SENDER)
    for officers in ((world.ada,), (world.ada, world.ruth)):
        submission = a_submission(world, *officers)
        with CaptureQueriesContext(connection) as queries:
            cases.receive(submission=submission, by=SENDER)
        sent = [q["sql"] for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
        assert len(sent) <= 16, sent


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


# Handing over


def test_handing_over_to_a_colleague_who_holds_the_case(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    handed(report, world.ruth, world.ada)
    report.case.refresh_from_db()
    assert report.case.handler == world.ruth
    assert journal(report.case.pk)[-1] == "case.handed-over"
    assert Notice.objects.filter(holder=world.ruth.label, kind="case.handed-over").exists()


def test_handing_over_with_a_grant_and_an_item(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    room = report.case.dialogue()
    with pytest.raises(NotValid) as refusal:
        handed(report, world.mira, world.ada)
    assert refusal.value.extras == {"rooms": [room.pk.hex]}
    cases.hand_over(
        case=report.case,
        to=world.mira,
        grants={room.pk: sealed()},
        items=[(room.pk, next_item(room))],
        by=world.ada,
    )
    assert Case.objects.visible_to(world.mira).get().handler == world.mira
    room.refresh_from_db()
    assert room.head_sequence == 3


@pytest.mark.parametrize("who", ["eve", "omar", "ilse", "jonas", "pim", "ada"])
def test_a_case_is_handed_only_to_a_fit_handler(world: World, report: Reported, who: str) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(Refusal):
        handed(report, getattr(world, who), world.ada, report.case.dialogue())


def test_an_adviser_with_another_role_still_never_handles(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    Appointment.objects.create(officer=world.ilse, role=Role.HANDLER, body=world.kustdienst)
    with pytest.raises(NotAllowed):
        handed(report, world.ilse, world.ada, report.case.dialogue())


def test_only_the_handler_hands_over_and_only_own_rooms(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotAllowed):
        handed(report, world.mira, world.ruth, report.case.dialogue())
    with pytest.raises(NotAllowed):
        handed(report, world.ruth, world.ada, a_report(world, world.mira).case.dialogue())


def test_an_officer_without_a_key_cannot_take_over(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    sanne = an_officer(world.kustdienst, "Sanne", Role.HANDLER, key=False)
    with pytest.raises(NotNow) as refusal:
        handed(report, sanne, world.ada, report.case.dialogue())
    assert refusal.value.kind == "no-key"


def test_no_ledger_entry_no_hand_over(world: World, report: Reported, break_ledger: Break) -> None:
    acknowledged(report, world.ada)
    break_ledger()
    with pytest.raises(RuntimeError):
        handed(report, world.ruth, world.ada)
    report.case.refresh_from_db()
    assert report.case.handler == world.ada


# Stepping back


def test_who_steps_back_sees_nothing_any_more(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    an_investigation(world, report, world.ada, world.ruth)
    cases.recuse(case=report.case, by=world.ada)
    report.case.refresh_from_db()
    assert report.case.handler is None
    assert not Case.objects.visible_to(world.ada).exists()
    assert not Room.objects.visible_to(world.ada).exists()
    assert all(report.case.rooms().values_list("stale", flat=True))
    assert journal(report.case.pk)[-1] == "case.recused"
    assert Case.objects.visible_to(world.ruth).exists()


def test_who_stepped_back_cannot_be_brought_back(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    cases.recuse(case=report.case, by=world.ruth)
    with pytest.raises(NotAllowed):
        handed(report, world.ruth, world.ada, report.case.dialogue())
    with pytest.raises(NotAllowed):
        cases.add_member(
            room=report.case.dialogue(),
            holder=world.ruth.label,
            sealed=sealed(),
            until=None,
            by=world.ada,
        )
    # Not even when a membership comes to be in some other way.
    Member.objects.filter(holder=world.ruth.label).update(removed_on=None)
    assert not Case.objects.visible_to(world.ruth).exists()


def test_the_last_officer_hands_over_before_stepping_back(world: World) -> None:
    report = a_report(world, world.ada)
    with pytest.raises(NotNow) as refusal:
        cases.recuse(case=report.case, by=world.ada)
    assert refusal.value.kind == "last-officer"
    assert not Recusal.objects.exists()


def test_who_does_not_hold_a_case_cannot_step_back_from_it(world: World, report: Reported) -> None:
    with pytest.raises(NotAllowed):
        cases.recuse(case=report.case, by=world.eve)


def test_no_ledger_entry_no_recusal(world: World, report: Reported, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.recuse(case=report.case, by=world.ada)
    assert Case.objects.visible_to(world.ada).exists()


# Investigating


def test_an_investigation_room_is_closed_to_the_reporter(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    room = an_investigation(world, report, world.ada)
    report.case.refresh_from_db()
    assert report.case.status == Status.INVESTIGATED
    assert not Room.objects.visible_to(report.noor).filter(pk=room.pk).exists()
    assert Case.objects.visible_to(world.jonas).get() == report.case
    assert not report.case.dialogue().has_member(world.jonas)
    assert journal(report.case.pk)[-2:] == ["room.opened", "case.investigated"]


def test_only_the_handler_opens_an_investigation_and_once(world: World, report: Reported) -> None:
    with pytest.raises(NotAllowed):
        an_investigation(world, report, world.ada)
    acknowledged(report, world.ada)
    with pytest.raises(NotAllowed):
        an_investigation(world, report, world.ruth)
    an_investigation(world, report, world.ada)
    with pytest.raises(NotNow):
        an_investigation(world, report, world.ada)


@pytest.mark.parametrize("who", ["eve", "omar", "ilse", "pim"])
def test_who_may_not_investigate_gets_no_grant(world: World, report: Reported, who: str) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotAllowed):
        an_investigation(world, report, world.ada, getattr(world, who))


def test_no_ledger_entry_no_investigation(
    world: World, report: Reported, break_ledger: Break
) -> None:
    acknowledged(report, world.ada)
    break_ledger()
    with pytest.raises(RuntimeError):
        an_investigation(world, report, world.ada)
    report.case.refresh_from_db()
    assert report.case.status == Status.ACKNOWLEDGED
    assert Room.objects.count() == 1


# Members


def added(room: Room, who: Officer, by: Officer, until: date | None = None) -> Member:
    return cases.add_member(room=room, holder=who.label, sealed=sealed(), until=until, by=by)


def test_the_handler_adds_an_investigator_until_a_date(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    room = an_investigation(world, report, world.ada, world.ruth)
    with pytest.raises(NotValid):
        added(room, world.jonas, world.ada)
    until = today() + timedelta(days=9)
    assert added(room, world.jonas, world.ada, until).until == until
    assert journal(report.case.pk)[-2:] == ["member.granted", "case.member-added"]
    with pytest.raises(NotAllowed):
        added(report.case.dialogue(), world.jonas, world.ada, until)


def test_only_the_handler_adds_and_a_colleague_may_help_who_lost_keys(
    world: World, report: Reported
) -> None:
    acknowledged(report, world.ada)
    room = report.case.dialogue()
    with pytest.raises(NotAllowed):
        added(room, world.mira, world.ruth)
    a_key(world.ada)
    added(room, world.ada, world.ruth)
    assert Grant.objects.filter(holder=world.ada.label, by=world.ruth.label).exists()


def test_a_colleague_who_helps_does_not_make_a_stay_longer(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    room = an_investigation(world, report, world.ada, world.ruth)
    until = today() + timedelta(days=9)
    added(room, world.jonas, world.ada, until)
    assert added(room, world.jonas, world.ruth, until + timedelta(days=99)).until == until


@pytest.mark.parametrize("holder", ["reporter", "officer:zz", "officer:" + "0" * 32])
def test_nobody_else_can_be_added(world: World, report: Reported, holder: str) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(Refusal):
        cases.add_member(
            room=report.case.dialogue(), holder=holder, sealed=sealed(), until=None, by=world.ada
        )


def test_no_ledger_entry_no_new_member(world: World, report: Reported, break_ledger: Break) -> None:
    acknowledged(report, world.ada)
    break_ledger()
    with pytest.raises(RuntimeError):
        added(report.case.dialogue(), world.mira, world.ada)
    assert not Case.objects.visible_to(world.mira).exists()


def new_key(room: Room, by: Officer, *gone: Officer) -> Epoch:
    labels = {one.label for one in gone}
    holders = set(Member.objects.live().filter(room=room).values_list("holder", flat=True))
    return cases.start_epoch(
        room=room,
        number=2,
        recipient=a_recipient(),
        grants={holder: sealed() for holder in holders - labels},
        removed=sorted(labels),
        by=by,
    )


def test_the_handler_removes_with_a_new_key(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    new_key(report.case.dialogue(), world.ada, world.ruth)
    assert not Case.objects.visible_to(world.ruth).exists()
    assert journal(report.case.pk)[-2:] == ["epoch.started", "case.member-removed"]


def test_only_the_handler_removes_and_any_officer_changes_the_key(
    world: World, report: Reported
) -> None:
    acknowledged(report, world.ada)
    with pytest.raises(NotAllowed):
        new_key(report.case.dialogue(), world.ruth, world.ada)
    assert new_key(report.case.dialogue(), world.ruth).number == 2
    with pytest.raises(NotNow):
        new_key(report.case.dialogue(), world.ruth)


def test_no_ledger_entry_nobody_removed(
    world: World, report: Reported, break_ledger: Break
) -> None:
    acknowledged(report, world.ada)
    break_ledger()
    with pytest.raises(RuntimeError):
        new_key(report.case.dialogue(), world.ada, world.ruth)
    assert Case.objects.visible_to(world.ruth).exists()


# Missed dates


def test_a_missed_date_is_told_to_the_case_and_the_level_above_hears_it_once(
    world: World, report: Reported
) -> None:
    later = datetime.combine(today() + timedelta(days=9), datetime.min.time(), UTC)
    assert cases.sweep_clocks(by=SYSTEM, now=later) == 1
    assert journal(report.case.pk)[-2:] == ["clock.missed", "case.default-noted"]
    # The level above the one in default is told by the escalation, and in no other way.
    assert not Notice.objects.filter(holder=world.mira.label).exists()
    assert Notice.objects.filter(holder=world.ada.label, kind="clock.missed").exists()
    assert not Notice.objects.filter(holder=world.eve.label).exists()
    before = journal()
    assert cases.sweep_clocks(by=SYSTEM, now=later) == 0
    assert journal() == before


def test_a_late_acknowledgement_still_counts_as_missed(world: World, report: Reported) -> None:
    later = timezone.now() + timedelta(days=9)
    cases.sweep_clocks(by=SYSTEM, now=later)
    case = acknowledged(report, world.ada)
    clock = case.clocks().get(kind=ClockKind.ACKNOWLEDGEMENT)
    assert clock.missed_on is not None
    assert clock.met_on is not None


def test_no_ledger_entry_no_missed_date(report: Reported, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(days=9))
    assert not Clock.objects.exclude(missed_on=None).exists()


def test_the_sweeps_run_as_commands(report: Reported, capsys: "pytest.CaptureFixture[str]") -> None:
    Clock.objects.update(due_on=date(2026, 1, 1), due_at=datetime(2026, 1, 1, tzinfo=UTC))
    call_command("sweep_clocks")
    call_command("sweep_uploads")
    assert capsys.readouterr().out == "Missed: 2.\nRemoved: 0.\n"
