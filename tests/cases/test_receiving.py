from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, CaseNumber
from hoeder.cases.rules import Status
from hoeder.clocks.models import Clock
from hoeder.errors import NotNow, NotValid, Refusal
from hoeder.notices.models import Notice
from hoeder.organisations.models import DirectoryVersion, Officer
from hoeder.reports.models import Receipt, Report
from hoeder.reports.receiving import SENDER
from hoeder.rooms.models import Epoch, Grant, Item, Member, Room
from tests.cases.world import World, a_report, a_submission, journal
from tests.rooms.sealing import new_id, sealed

Break = Callable[[], None]


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
