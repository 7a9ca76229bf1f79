from collections.abc import Callable
from dataclasses import replace

import pytest

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.notices.models import Notice
from hoeder.rooms import actions as rooms
from hoeder.rooms import rules
from hoeder.rooms.models import Item, Member, Room
from hoeder.rooms.rules import RoomKind
from tests.cases.world import Reported, World, a_report, journal
from tests.rooms.sealing import a_recipient, hash_of, new_id, next_item, sealed
from tests.rooms.steps import kind_of

Break = Callable[[], None]


# Opening a room


def test_a_room_is_opened_with_grants_and_is_in_the_ledger(world: World, report: Reported) -> None:
    room = rooms.open_room(
        room=new_id(),
        kind=RoomKind.INVESTIGATION,
        case=report.case.pk,
        recipient=a_recipient(),
        grants={world.ada.label: sealed(), world.jonas.label: sealed()},
        by=world.ada,
    )
    assert room.members.count() == room.grants.count() == 2
    assert room.epochs.get().number == 1
    assert journal(report.case.pk)[-1] == "room.opened"
    assert Notice.objects.filter(holder=world.jonas.label, kind="room.opened").exists()


@pytest.mark.parametrize("wrong", ["alone", "without opener", "with the reporter", "classic key"])
def test_a_room_that_cannot_be_is_not_opened(world: World, report: Reported, wrong: str) -> None:
    ada, jonas, recipient = world.ada.label, world.jonas.label, a_recipient()
    grants = {
        "alone": {ada: sealed()},
        "without opener": {jonas: sealed(), world.ruth.label: sealed()},
        "with the reporter": {ada: sealed(), "reporter": sealed()},
        "classic key": {ada: sealed(), jonas: sealed()},
    }[wrong]
    with pytest.raises(NotValid):
        rooms.open_room(
            room=new_id(),
            kind=RoomKind.INVESTIGATION,
            case=report.case.pk,
            recipient="age1" + "q" * 58 if wrong == "classic key" else recipient,
            grants=grants,
            by=world.ada,
        )
    assert Room.objects.count() == 1


def test_an_id_is_used_for_one_room(world: World, room: Room) -> None:
    with pytest.raises(NotNow) as refusal:
        rooms.open_room(
            room=room.pk,
            kind=RoomKind.INVESTIGATION,
            case=room.case,
            recipient=a_recipient(),
            grants={world.ada.label: sealed(), world.jonas.label: sealed()},
            by=world.ada,
        )
    assert kind_of(refusal) == "room-exists"


def test_no_ledger_entry_no_room(world: World, report: Reported, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        rooms.open_room(
            room=new_id(),
            kind=RoomKind.INVESTIGATION,
            case=report.case.pk,
            recipient=a_recipient(),
            grants={world.ada.label: sealed(), world.jonas.label: sealed()},
            by=world.ada,
        )
    assert Room.objects.count() == 1


# Items


def test_an_item_goes_behind_the_newest_and_is_in_the_ledger(room: Room, report: Reported) -> None:
    item = next_item(room)
    stored = rooms.add_item(room=room, item=item, by=report.noor)
    room.refresh_from_db()
    assert not stored.repeated
    assert (room.head_sequence, room.head_hash) == (2, hash_of(item.sealed))
    assert journal(room.case)[-1] == "item.added"


def test_an_item_tells_the_officers_and_not_its_writer(
    world: World, room: Room, report: Reported
) -> None:
    Notice.objects.all().delete()
    rooms.add_item(room=room, item=next_item(room), by=world.ada)
    told = Notice.objects.filter(kind="room.item").values_list("holder", flat=True)
    assert list(told) == [world.ruth.label]


def test_an_item_sent_twice_is_kept_once(room: Room, report: Reported) -> None:
    item = next_item(room)
    rooms.add_item(room=room, item=item, by=report.noor)
    before = journal()
    again = rooms.add_item(room=room, item=item, by=report.noor)
    assert again.repeated
    assert again.item.sequence == 2
    assert Item.objects.count() == 2
    assert journal() == before


def test_another_item_under_the_same_id_is_refused(
    world: World, room: Room, report: Reported
) -> None:
    item = next_item(room)
    rooms.add_item(room=room, item=item, by=report.noor)
    for other, by in ((replace(item, sealed=sealed()), report.noor), (item, world.ada)):
        with pytest.raises(NotNow) as refusal:
            rooms.add_item(room=room, item=other, by=by)
        assert kind_of(refusal) == "item-exists"


def test_whoever_wrote_second_is_told_the_head(world: World, room: Room, report: Reported) -> None:
    mine, theirs = next_item(room), next_item(room)
    rooms.add_item(room=room, item=theirs, by=world.ada)
    with pytest.raises(NotNow) as refusal:
        rooms.add_item(room=room, item=mine, by=report.noor)
    assert kind_of(refusal) == "room-moved-on"
    assert refusal.value.extras == {"head": {"sequence": 2, "hash": hash_of(theirs.sealed)}}


@pytest.mark.parametrize("field", ["sequence", "previous"])
def test_an_item_out_of_order_is_refused(room: Room, report: Reported, field: str) -> None:
    item = next_item(room)
    wrong = replace(item, sequence=7) if field == "sequence" else replace(item, previous="1" * 64)
    with pytest.raises(NotNow):
        rooms.add_item(room=room, item=wrong, by=report.noor)


def test_an_item_that_is_not_sealed_is_refused(room: Room, report: Reported) -> None:
    with pytest.raises(NotValid):
        rooms.add_item(room=room, item=replace(next_item(room), sealed=b"x"), by=report.noor)
    assert Item.objects.count() == 1


def test_an_item_with_another_hash_is_refused(room: Room, report: Reported) -> None:
    with pytest.raises(NotValid):
        rooms.add_item(room=room, item=replace(next_item(room), hash="0" * 64), by=report.noor)


def test_a_stranger_and_another_reporter_write_nothing(world: World, room: Room) -> None:
    other = a_report(world).noor
    for by in (world.eve, world.omar, world.pim, other):
        with pytest.raises(NotAllowed):
            rooms.add_item(room=room, item=next_item(room), by=by)
        assert not Room.objects.visible_to(by).filter(pk=room.pk).exists()


def test_no_ledger_entry_no_item(room: Room, report: Reported, break_ledger: Break) -> None:
    item = next_item(room)
    break_ledger()
    with pytest.raises(RuntimeError):
        rooms.add_item(room=room, item=item, by=report.noor)
    room.refresh_from_db()
    assert (Item.objects.count(), room.head_sequence) == (1, 1)


# Fetching


def test_fetching_is_in_the_ledger_and_marks_as_read(
    world: World, room: Room, report: Reported
) -> None:
    fetched = rooms.fetch_items(room=room, after=0, by=world.ada)
    assert [bytes(item.sealed) for item in fetched.items] == [report.submission.sealed]
    assert journal(room.case)[-1] == "items.fetched"
    assert Member.objects.get(room=room, holder=world.ada.label).seen_sequence == 1


def test_fetching_nothing_leaves_no_trace(world: World, room: Room) -> None:
    before = journal()
    assert rooms.fetch_items(room=room, after=1, by=world.ada).items == []
    assert rooms.fetch_items(room=room, after=99, by=world.ada).items == []
    assert journal() == before


def test_nothing_is_handed_out_to_a_stranger(world: World, room: Room) -> None:
    for by in (world.eve, a_report(world).noor):
        with pytest.raises(NotAllowed):
            rooms.fetch_items(room=room, after=0, by=by)


def test_no_ledger_entry_nothing_handed_out(world: World, room: Room, break_ledger: Break) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        rooms.fetch_items(room=room, after=0, by=world.ada)
    assert Member.objects.get(room=room, holder=world.ada.label).seen_sequence == 0


def test_one_answer_has_limits_and_the_first_item_always_fits(
    world: World, room: Room, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        rooms.add_item(room=room, item=next_item(room), by=report.noor)
    monkeypatch.setattr(rules, "MOST_ITEMS_AT_ONCE", 3)
    assert len(rooms.fetch_items(room=room, after=0, by=world.ada).items) == 3
    monkeypatch.setattr(rules, "MOST_BYTES_AT_ONCE", 10)
    fetched = rooms.fetch_items(room=room, after=2, by=world.ada)
    assert [item.sequence for item in fetched.items] == [3]
    assert fetched.head_sequence == 5
