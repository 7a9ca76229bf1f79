from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.cases.rules import Status
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Epoch, Grant, Member, Room, today
from tests.cases.steps import acknowledged, an_investigation
from tests.cases.world import Reported, World, a_key, journal
from tests.rooms.sealing import a_recipient, sealed

Break = Callable[[], None]


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
