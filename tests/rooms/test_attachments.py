import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.rooms import actions as rooms
from hoeder.rooms import rules
from hoeder.rooms.models import Attachment, Piece, Room, today
from hoeder.rooms.opening import NewItem
from hoeder.rooms.pieces import aside, forget
from hoeder.rooms.rules import Holder, RoomKind, may_hold
from tests.cases.world import Reported, World, a_report, journal
from tests.rooms.sealing import a_file, a_recipient, new_id, next_item, sealed

Break = Callable[[], None]


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
