import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.notices.models import Notice
from hoeder.rooms import actions as rooms
from hoeder.rooms import rules
from hoeder.rooms.models import Attachment, Epoch, Grant, Item, Member, Piece, Room, today
from hoeder.rooms.opening import NewItem
from hoeder.rooms.pieces import aside, forget
from hoeder.rooms.rules import Holder, RoomKind, may_hold
from tests.cases.world import Reported, World, a_report, journal
from tests.rooms.sealing import a_file, a_recipient, hash_of, new_id, next_item, sealed

Break = Callable[[], None]


def kind_of(refusal: "pytest.ExceptionInfo[Refusal]") -> str:
    return refusal.value.kind


def grants_for(room: Room, *, without: str = "") -> dict[str, bytes]:
    holders = Member.objects.live().filter(room=room).values_list("holder", flat=True)
    return {holder: sealed() for holder in holders if holder != without}


def new_epoch(room: Room, by: Holder, **changed: object) -> Epoch:
    room.refresh_from_db()
    values: dict[str, object] = {
        "number": room.epoch + 1,
        "recipient": a_recipient(),
        "grants": grants_for(room),
        "removed": [],
    }
    return rooms.start_epoch(room=room, by=by, **{**values, **changed})  # type: ignore[arg-type]


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


# Members and epochs


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


# Attachments


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Settings) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def begun(room: Room, by: Holder, pieces: list[bytes], **changed: object) -> Attachment:
    values: dict[str, object] = {
        "attachment": new_id(),
        "epoch": room.epoch,
        "sealed_size": sum(map(len, pieces)),
        "piece_count": len(pieces),
    }
    return rooms.begin_attachment(room=room, by=by, **{**values, **changed})  # type: ignore[arg-type]


def sent(attachment: Attachment, number: int, piece: bytes, by: Holder) -> bool:
    with aside(attachment.pk, number, piece) as written:
        return rooms.store_piece(attachment=attachment, number=number, piece=written, by=by)


def test_a_file_arrives_in_any_order_and_comes_back_whole(
    world: World, room: Room, report: Reported
) -> None:
    pieces = a_file(rules.PIECE_SIZE + 5000)
    attachment = begun(room, report.noor, pieces)
    assert attachment.missing() == [0, 1]
    assert not sent(attachment, 1, pieces[1], report.noor)
    assert attachment.missing() == [0]
    assert sent(attachment, 0, pieces[0], report.noor)
    attachment.refresh_from_db()
    assert attachment.complete
    assert journal(room.case)[-1] == "attachment.stored"
    got = [rooms.fetch_piece(attachment=attachment, number=n, by=world.ada) for n in (0, 1)]
    assert got == pieces


def test_fetching_a_file_is_in_the_ledger_once_a_day(
    world: World, room: Room, report: Reported
) -> None:
    pieces = a_file(rules.PIECE_SIZE + 5000)
    attachment = begun(room, report.noor, pieces)
    for number, piece in enumerate(pieces):
        sent(attachment, number, piece, report.noor)
    for number in (0, 1, 0):
        rooms.fetch_piece(attachment=attachment, number=number, by=world.ada)
    assert journal(room.case).count("attachment.fetched") == 1
    rooms.fetch_piece(attachment=attachment, number=0, by=world.ruth)
    assert journal(room.case).count("attachment.fetched") == 2


def test_announcing_and_sending_twice_changes_nothing(room: Room, report: Reported) -> None:
    pieces = a_file(3000)
    attachment = begun(room, report.noor, pieces)
    assert begun(room, report.noor, pieces, attachment=attachment.pk) == attachment
    assert sent(attachment, 0, pieces[0], report.noor)
    assert sent(attachment, 0, pieces[0], report.noor)
    assert Piece.objects.count() == 1
    assert journal(room.case).count("attachment.stored") == 1


def test_another_file_or_piece_under_the_same_number_is_refused(
    world: World, room: Room, report: Reported
) -> None:
    pieces = a_file(3000)
    attachment = begun(room, report.noor, pieces)
    with pytest.raises(NotNow):
        begun(room, world.ada, pieces, attachment=attachment.pk)
    sent(attachment, 0, pieces[0], report.noor)
    with pytest.raises(NotNow):
        sent(attachment, 0, a_file(3000)[0], report.noor)


def test_a_piece_that_is_wrong_is_refused_and_not_kept(
    world: World, room: Room, report: Reported, storage: Path
) -> None:
    pieces = a_file(3000)
    attachment = begun(room, report.noor, pieces)
    for number, piece in (
        (0, pieces[0][:-1]),
        (1, pieces[0]),
        (-1, b""),
        (0, bytes(len(pieces[0]))),
    ):
        with pytest.raises(NotValid):
            sent(attachment, number, piece, report.noor)
    with pytest.raises(NotAllowed):
        sent(attachment, 0, pieces[0], world.ada)
    with pytest.raises(NotAllowed):
        sent(attachment, 0, pieces[0], world.eve)
    assert not Piece.objects.exists()
    assert list(storage.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_disk_that_a_piece_is_written_to(
    room: Room, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = begun(room, report.noor, a_file(3000))
    flushed: list[tuple[bool, bool]] = []

    def flush(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        flushed.append((is_folder, connection.in_atomic_block))

    monkeypatch.setattr(os, "fsync", flush)
    sent(attachment, 0, a_file(3000)[0], report.noor)
    # The bytes before the transaction; the name within it, so that what counts is there.
    assert flushed == [(False, False), (True, True), (True, True)]


def test_an_upload_that_is_given_up_takes_what_was_half_written_with_it(
    room: Room, report: Reported, storage: Path
) -> None:
    attachment, other = new_id(), new_id()
    with aside(attachment, 0, b"sealed") as one, aside(other, 0, b"sealed") as two:
        forget(attachment)
        assert [one.path.exists(), two.path.exists()] == [False, True]
    assert list(storage.iterdir()) == []


def test_a_file_has_a_size_and_pieces_that_go_with_it(
    room: Room, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size, count in ((0, 0), (100, 1), (3000, 2), (rules.LARGEST_ATTACHMENT + 1, 1025)):
        with pytest.raises(NotValid):
            begun(room, report.noor, [], sealed_size=size, piece_count=count)
    with pytest.raises(NotNow):
        begun(room, report.noor, a_file(3000), epoch=2)
    monkeypatch.setattr(rules, "MOST_ATTACHMENTS", 0)
    with pytest.raises(NotNow):
        begun(room, report.noor, a_file(3000))


def test_strangers_begin_and_fetch_nothing(world: World, room: Room, report: Reported) -> None:
    attachment = begun(room, report.noor, a_file(3000))
    sent(attachment, 0, a_file(3000)[0], report.noor)
    for by in (world.eve, a_report(world).noor):
        assert not Attachment.objects.visible_to(by).exists()
        with pytest.raises(NotAllowed):
            begun(room, by, a_file(3000))
        with pytest.raises(NotAllowed):
            rooms.fetch_piece(attachment=attachment, number=0, by=by)


def test_only_a_whole_file_is_handed_out(world: World, room: Room, report: Reported) -> None:
    pieces = a_file(3000)
    attachment = begun(room, report.noor, pieces)
    with pytest.raises(NotNow):
        rooms.fetch_piece(attachment=attachment, number=0, by=world.ada)
    sent(attachment, 0, pieces[0], report.noor)
    with pytest.raises(NotValid):
        rooms.fetch_piece(attachment=attachment, number=1, by=world.ada)


def test_no_ledger_entry_no_file(
    world: World, room: Room, report: Reported, break_ledger: Break
) -> None:
    pieces = a_file(3000)
    attachment = begun(room, report.noor, pieces)
    break_ledger()
    with pytest.raises(RuntimeError):
        begun(room, report.noor, pieces)
    with pytest.raises(RuntimeError):
        sent(attachment, 0, pieces[0], report.noor)
    attachment.refresh_from_db()
    assert (Attachment.objects.count(), Piece.objects.count()) == (1, 0)
    assert not attachment.complete


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_was_given_up_is_removed_with_its_bytes(
    room: Room, report: Reported, storage: Path
) -> None:
    pieces = a_file(rules.PIECE_SIZE + 5000)
    old, fresh = begun(room, report.noor, pieces), begun(room, report.noor, pieces)
    for attachment in (old, fresh):
        sent(attachment, 0, pieces[0], report.noor)
    Attachment.objects.filter(pk=old.pk).update(touched_on=today() - timedelta(days=8))
    assert rooms.forget_unfinished(by=SYSTEM) == 1
    assert rooms.forget_unfinished(by=SYSTEM) == 0
    assert list(Attachment.objects.all()) == [fresh]
    assert [folder.name for folder in storage.iterdir()] == [fresh.pk.hex]
    assert journal(room.case)[-1] == "attachment.given-up"


def test_no_ledger_entry_no_removal(
    room: Room, report: Reported, storage: Path, break_ledger: Break
) -> None:
    pieces = a_file(rules.PIECE_SIZE + 5000)
    attachment = begun(room, report.noor, pieces)
    sent(attachment, 0, pieces[0], report.noor)
    Attachment.objects.update(touched_on=today() - timedelta(days=8))
    break_ledger()
    with pytest.raises(RuntimeError):
        rooms.forget_unfinished(by=SYSTEM)
    assert attachment.missing() == [1]
    assert len(list(storage.rglob("*"))) == 2


def test_writing_an_item_is_few_questions(room: Room, report: Reported) -> None:
    item: NewItem = next_item(room)
    with CaptureQueriesContext(connection) as queries:
        rooms.add_item(room=room, item=item, by=report.noor)
    assert len([q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]) <= 10


def test_a_file_has_one_holder_and_takes_no_other(world: World, report: Reported) -> None:
    """law.md EVD-02: the one room that "at least two holders" does not hold for, and is hers."""
    assert may_hold(RoomKind.FILE, {"reporter"})
    for holders in ({world.ada.label}, {"reporter", world.ada.label}, set[str]()):
        assert not may_hold(RoomKind.FILE, holders)
    assert not may_hold(RoomKind.CARE, {"reporter"})
    room = rooms.open_room(
        room=new_id(),
        kind=RoomKind.FILE,
        case=report.case.pk,
        recipient=a_recipient(),
        grants={"reporter": sealed()},
        by=report.noor,
    )
    with pytest.raises(NotAllowed):
        rooms.grant_member(room=room, holder=world.ada.label, sealed=sealed(), by=report.noor)
    assert not Room.objects.visible_to(world.ada).filter(pk=room.pk).exists()
