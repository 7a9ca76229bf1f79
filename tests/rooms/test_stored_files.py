"""law.md EVD-06. A changed byte of a stored file is found, and the file is named."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from hoeder.clocks.rules import SYSTEM
from hoeder.ledger import actions as ledger
from hoeder.ledger.records import tell
from hoeder.rooms import actions as rooms
from hoeder.rooms import erasing, rules, stored
from hoeder.rooms.models import Attachment, Piece, Room
from hoeder.rooms.pieces import aside
from hoeder.rooms.records import TABLES
from hoeder.rooms.rules import PARTS, RoomKind
from tests.cases.world import Reported
from tests.rooms.sealing import a_file, new_id

HER_FILES = PARTS[RoomKind.DIALOGUE]


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Settings) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    return tmp_path / "files"


def begun(room: Room, report: Reported) -> tuple[Attachment, list[bytes]]:
    pieces = a_file(rules.PIECE_SIZE + 5000)
    attachment = rooms.begin_attachment(
        room=room,
        attachment=new_id(),
        epoch=1,
        sealed_size=sum(map(len, pieces)),
        piece_count=len(pieces),
        by=report.noor,
    )
    return attachment, pieces


def put(attachment: Attachment, number: int, piece: bytes, report: Reported) -> None:
    with aside(attachment.pk, number, piece) as written:
        rooms.store_piece(attachment=attachment, number=number, piece=written, by=report.noor)


@pytest.fixture
def whole(room: Room, report: Reported) -> Attachment:
    """A file of two pieces."""
    attachment, pieces = begun(room, report)
    for number, piece in enumerate(pieces):
        put(attachment, number, piece, report)
    return attachment


def rows_named() -> list[str]:
    told = tell([one for one in TABLES if one.model in (Room, Piece)])
    return list(told["rooms.Piece"].faults())


def test_nothing_is_named_where_nothing_was_changed(whole: Attachment) -> None:
    assert stored.verify() == (2, [])
    assert rows_named() == []


@pytest.mark.parametrize("at", [0, 100, 4999])
def test_a_changed_byte_is_named_with_its_file(whole: Attachment, storage: Path, at: int) -> None:
    file = storage / whole.pk.hex / "1"
    octets = bytearray(file.read_bytes())
    octets[at] ^= 1
    file.write_bytes(octets)
    _files, faults = stored.verify()
    assert faults == [f"The file {whole.pk.hex}/1: it has other bytes than its rooms.Piece says."]


def test_a_file_that_is_gone_is_named(whole: Attachment, storage: Path) -> None:
    (storage / whole.pk.hex / "0").unlink()
    _files, faults = stored.verify()
    assert faults == [f"The file {whole.pk.hex}/0: a row of rooms.Piece names it; it is gone."]


def test_files_that_nobody_sent_are_named(whole: Attachment, storage: Path) -> None:
    (storage / whole.pk.hex / "2").write_bytes(b"x")
    (storage / ("ab" * 16)).mkdir()
    (storage / "lost+found").mkdir()
    _files, faults = stored.verify()
    assert faults == [
        f"The file {whole.pk.hex}/2: no row names it.",
        f"The file {'ab' * 16}/: no row names it.",
    ]


def test_whoever_changes_the_row_with_the_file_is_named_by_the_row(
    whole: Attachment, storage: Path
) -> None:
    one, other = (storage / whole.pk.hex / str(number) for number in (0, 1))
    one.write_bytes(other.read_bytes())
    last = Piece.objects.get(number=1)
    Piece.objects.filter(number=0).update(digest=last.digest, size=last.size)
    assert stored.verify()[1] == []
    named = rows_named()
    assert f"rooms.Piece attachment_id={whole.pk.hex} number=0: size is “{last.size}”;" in named[0]
    assert f"rooms.Piece attachment_id={whole.pk.hex}: digest, number is not what event" in named[1]


def test_rows_that_are_gone_or_exchanged_are_named(whole: Attachment) -> None:
    Piece.objects.filter(number=0).update(number=7)
    assert rows_named() != []
    Piece.objects.filter(number=1).update(number=0)
    assert rows_named() != []
    Piece.objects.all().delete()
    assert "says that this file came; its rows are gone." in rows_named()[0]


def test_an_upload_that_goes_on_is_not_named_and_a_wrong_piece_of_it_is(
    room: Room, report: Reported, storage: Path
) -> None:
    attachment, pieces = begun(room, report)
    put(attachment, 1, pieces[1], report)
    # What a crash left before the row was kept.
    (storage / attachment.pk.hex / "0").write_bytes(b"x")
    assert (rows_named(), stored.verify()) == ([], (1, []))
    Piece.objects.update(number=0)
    assert "number=0: size is" in rows_named()[0]


def test_what_is_being_destroyed_may_be_gone_and_what_was_must_be(
    room: Room, whole: Attachment, storage: Path
) -> None:
    record = {"record": "content"}
    ledger.append(kind="retention.destroying", case=room.case, by=SYSTEM, detail=record)
    (storage / whole.pk.hex / "0").unlink()
    assert (rows_named(), stored.verify()[1]) == ([], [])
    erasing.erase(room.case, HER_FILES)
    ledger.append(kind="retention.destroyed", case=room.case, by=SYSTEM, detail=record)
    assert rows_named() == []
    assert stored.verify() == (0, [f"The file {whole.pk.hex}/: no row names it."])
    erasing.forget_files(room.case, HER_FILES)
    (storage / whole.pk.hex / "1").unlink()
    (storage / whole.pk.hex).rmdir()
    assert stored.verify() == (0, [])
