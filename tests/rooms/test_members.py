from collections.abc import Callable
from datetime import timedelta

import pytest

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.rooms import actions as rooms
from hoeder.rooms import rules
from hoeder.rooms.models import Epoch, Grant, Member, Room, today
from hoeder.rooms.rules import RoomKind
from tests.cases.world import Reported, World, journal
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed
from tests.rooms.steps import grants_for, kind_of, new_epoch

Break = Callable[[], None]


def test_a_new_member_gets_a_grant_and_is_in_the_ledger(world: World, room: Room) -> None:
    member = rooms.grant_member(room=room, holder=world.mira.label, sealed=sealed(), by=world.ada)
    assert member.is_live()
    assert Grant.objects.filter(room=room, holder=world.mira.label, by=world.ada.label).exists()
    assert room.has_member(world.mira)
    assert journal(room.case)[-1] == "member.granted"


def test_a_second_grant_by_the_same_replaces_the_first(world: World, room: Room) -> None:
    for data in (sealed(), sealed()):
        rooms.grant_member(room=room, holder=world.ruth.label, sealed=data, by=world.ada)
    grants = Grant.objects.filter(room=room, holder=world.ruth.label, by=world.ada.label)
    assert [bytes(grant.sealed) for grant in grants] == [data]


def test_only_members_grant_and_never_to_a_reporter(world: World, room: Room) -> None:
    with pytest.raises(NotAllowed):
        rooms.grant_member(room=room, holder=world.mira.label, sealed=sealed(), by=world.eve)
    with pytest.raises(NotAllowed):
        rooms.grant_member(room=room, holder="reporter", sealed=sealed(), by=world.ada)
    assert not room.has_member(world.mira)


def test_a_grant_for_the_past_or_into_a_full_room_is_refused(
    world: World, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = today() - timedelta(days=1)
    with pytest.raises(NotValid):
        rooms.grant_member(
            room=room, holder=world.mira.label, sealed=sealed(), until=yesterday, by=world.ada
        )
    monkeypatch.setattr(rules, "MOST_HOLDERS", 3)
    with pytest.raises(NotNow):
        rooms.grant_member(room=room, holder=world.mira.label, sealed=sealed(), by=world.ada)


def test_no_ledger_entry_no_member(world: World, room: Room, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        rooms.grant_member(room=room, holder=world.mira.label, sealed=sealed(), by=world.ada)
    assert not room.has_member(world.mira)


def test_whose_last_day_is_past_is_no_member_and_the_key_must_change(
    world: World, room: Room
) -> None:
    rooms.grant_member(
        room=room, holder=world.mira.label, sealed=sealed(), until=today(), by=world.ada
    )
    assert room.has_member(world.mira)
    Member.objects.filter(holder=world.mira.label).update(until=today() - timedelta(days=1))
    assert not room.has_member(world.mira)
    assert room.needs_new_epoch()
    with pytest.raises(NotAllowed):
        rooms.fetch_items(room=room, after=0, by=world.mira)
    with pytest.raises(NotNow) as refusal:
        rooms.add_item(room=room, item=next_item(room), by=world.ada)
    assert kind_of(refusal) == "new-epoch-needed"
    new_epoch(room, world.ada)
    assert Member.objects.get(holder=world.mira.label).removed_on == today()
    rooms.add_item(room=room, item=next_item(room), by=world.ada)


def test_who_leaves_is_out_at_once_and_the_next_writer_starts_a_new_key(
    world: World, room: Room, report: Reported
) -> None:
    rooms.leave(room=room, by=world.ruth)
    assert journal(room.case)[-1] == "member.left"
    with pytest.raises(NotAllowed):
        rooms.fetch_items(room=room, after=0, by=world.ruth)
    with pytest.raises(NotNow) as refusal:
        rooms.add_item(room=room, item=next_item(room), by=report.noor)
    assert kind_of(refusal) == "new-epoch-needed"
    new_epoch(room, report.noor)
    assert journal(room.case)[-1] == "epoch.started"
    rooms.add_item(room=room, item=next_item(room), by=report.noor)
    assert not Grant.objects.filter(epoch=2, holder=world.ruth.label).exists()


def test_the_last_officer_and_the_reporter_cannot_leave(
    world: World, room: Room, report: Reported
) -> None:
    rooms.leave(room=room, by=world.ruth)
    with pytest.raises(NotNow):
        rooms.leave(room=room, by=world.ada)
    with pytest.raises(NotAllowed):
        rooms.leave(room=room, by=report.noor)
    with pytest.raises(NotAllowed):
        rooms.leave(room=room, by=world.eve)


def test_no_ledger_entry_nobody_left(world: World, room: Room, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        rooms.leave(room=room, by=world.ruth)
    assert room.has_member(world.ruth)


def test_a_removed_member_gets_no_grant_of_the_new_key(world: World, room: Room) -> None:
    without = grants_for(room, without=world.ruth.label)
    new_epoch(room, world.ada, grants=without, removed=[world.ruth.label])
    assert not room.has_member(world.ruth)


def test_the_reporter_removes_nobody_and_nobody_removes_her(
    world: World, room: Room, report: Reported
) -> None:
    for by, gone in ((report.noor, world.ruth.label), (world.ada, "reporter")):
        with pytest.raises(NotAllowed):
            new_epoch(room, by, grants=grants_for(room, without=gone), removed=[gone])
    with pytest.raises(NotNow):
        new_epoch(room, world.ada, removed=[world.eve.label])


def test_an_epoch_needs_the_next_number_and_a_grant_for_each_who_remains(
    world: World, room: Room
) -> None:
    with pytest.raises(NotNow) as refusal:
        new_epoch(room, world.ada, number=1)
    assert kind_of(refusal) == "epoch-moved-on"
    for grants in ({}, grants_for(room, without="reporter"), grants_for(room) | {"x": sealed()}):
        with pytest.raises(NotNow) as refusal:
            new_epoch(room, world.ada, grants=grants)
        assert kind_of(refusal) == "members-changed"
    with pytest.raises(NotValid):
        new_epoch(room, world.ada, grants=dict.fromkeys(grants_for(room), b"x"))


def test_a_room_never_has_one_member(world: World, report: Reported) -> None:
    room = rooms.open_room(
        room=new_id(),
        kind=RoomKind.INVESTIGATION,
        case=report.case.pk,
        recipient=a_recipient(),
        grants={world.ada.label: sealed(), world.jonas.label: sealed()},
        by=world.ada,
    )
    gone = world.jonas.label
    with pytest.raises(NotNow) as refusal:
        new_epoch(room, world.ada, grants=grants_for(room, without=gone), removed=[gone])
    assert kind_of(refusal) == "too-few-members"


def test_no_ledger_entry_no_epoch(world: World, room: Room, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        new_epoch(room, world.ada)
    room.refresh_from_db()
    assert (room.epoch, Epoch.objects.count()) == (1, 1)
