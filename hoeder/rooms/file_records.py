"""What files, their pieces and the bytes on the disk owe the journal (`hoeder.ledger.records`).

The event `attachment.stored` names all pieces of a file at once: the SHA-256 of their digests, one
below the other. So the rows of the pieces are held against it together, and the stored bytes
against the rows.
"""

from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from hoeder.ledger.records import AT_ONCE, Key, Row, Rows, Table, begins, says
from hoeder.ledger.sayings import (
    ACTOR,
    EXACT_DAY,
    UNSAID,
    Said,
    always,
    digest_of,
    member,
    text,
)
from hoeder.rooms import pieces
from hoeder.rooms.models import Attachment, AttachmentFetch, Piece
from hoeder.rooms.rules import size_of_piece
from hoeder.rooms.told import epoch_of, is_erased


def _begin(rows: Rows, said: Said) -> None:
    rows.begin(
        said,
        id=said.get("attachment"),
        room_id=said.get("room"),
        epoch=epoch_of(rows, said),
        by=said.actor,
        sealed_size=said.get("size"),
        pieces=said.get("pieces"),
    )


def _begin_pieces(rows: Rows, said: Said) -> None:
    rows.begin(
        said,
        attachment_id=said.get("attachment"),
        room_id=said.get("room"),
        sealed_size=said.get("size"),
    )


def _give_up(rows: Rows, said: Said) -> None:
    rows.end((text(said.get("attachment")),))


def _erase(rows: Rows, said: Said) -> None:
    for key, row in rows.of_chain(said.chain):
        if is_erased(rows, said, row.values["room_id"]):
            rows.end(key)


def _erase_fetches(rows: Rows, said: Said) -> None:
    """Who fetched a file goes with the file."""
    files = rows.tables[Attachment._meta.label].by_key
    for key, row in rows.of_chain(said.chain):
        if is_erased(rows, said, row.values["room_id"]) or (key[0],) not in files:
            rows.end(key)


def _may_be_gone(rows: Rows, said: Said) -> None:
    """From here on the bytes may go before their rows do."""
    for key, row in rows.of_chain(said.chain):
        if is_erased(rows, said, row.values["room_id"]):
            rows.set(said, key, bytes=UNSAID)


class Pieces(Rows):
    """The pieces of each file: all of them, of the lengths that were announced, none besides."""

    def faults(self) -> Iterator[str]:
        """Name each file whose pieces are not those that came."""
        left = dict(self.by_key)
        stored = Piece.objects.order_by("attachment", "number", "pk").values_list(
            "attachment", "number", "digest", "size"
        )
        for file, found in groupby(stored.iterator(chunk_size=AT_ONCE), itemgetter(0)):
            row = left.pop((file.hex,), None)
            if row is None:
                yield f"{self._called((file.hex,))}: no event says that these rows were made."
            else:
                here = [(number, digest, size) for _file, number, digest, size in found]
                yield from self._of_file((file.hex,), here, row)
        for key, row in left.items():
            if text(row.values["digest"]):
                said = row.by["digest"]
                yield f"{self._called(key)}: {said} says that this file came; its rows are gone."

    def _of_file(self, key: Key, here: list[tuple[int, str, int]], row: Row) -> Iterator[str]:
        length = int(text(row.values["sealed_size"]))
        for number, _digest, size in here:
            wanted = size_of_piece(length, number)
            if size != wanted:
                yield (
                    f"{self._called(key)} number={number}: size is “{size}”; {row.made} says"
                    f" “{wanted or 'no such piece'}”."
                )
        digest = text(row.values["digest"])
        if digest and digest != digest_of(digest for _number, digest, _size in here):
            yield f"{self._called(key)}: digest, number is not what {row.by['digest']} names."
        elif digest and [number for number, _digest, _size in here] != list(range(len(here))):
            yield f"{self._called(key)}: number is not what {row.by['digest']} names."

    def files(self, only: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
        """Name each stored file that has other bytes than its row says, and of which upload it is.

        One that no row names is named too, unless its upload goes on.
        """
        stored = Piece.objects.order_by("attachment", "number")
        if only is not None:
            stored = stored.filter(attachment__in=[UUID(hex=one) for one in only])
        rows = stored.values_list("attachment", "number", "digest")
        for file, found in groupby(rows.iterator(chunk_size=AT_ONCE), itemgetter(0)):
            row = self.by_key.get((file.hex,))
            if row is None or row.values.get("bytes") is not UNSAID:
                wanted = {number: digest for _file, number, digest in found}
                is_whole = row is not None and bool(text(row.values["digest"]))
                yield from ((file.hex, fault) for fault in _of_folder(file, wanted, whole=is_whole))
        for name in pieces.folders():
            if (name,) not in self.by_key:
                yield name, f"The file {name}/: no row names it."


def _of_folder(file: UUID, wanted: dict[int, str], *, whole: bool) -> Iterator[str]:
    for number, digest in wanted.items():
        found = _digest_of_file(file, number)
        if found is None:
            yield f"The file {file.hex}/{number}: a row of rooms.Piece names it; it is gone."
        elif found != digest:
            yield f"The file {file.hex}/{number}: it has other bytes than its rooms.Piece says."
    besides = pieces.names_in(file) - {str(number) for number in wanted} if whole else set()
    yield from (f"The file {file.hex}/{name}: no row names it." for name in sorted(besides))


def _digest_of_file(file: UUID, number: int) -> str | None:
    try:
        return sha256(pieces.read(file, number)).hexdigest()
    except OSError:
        return None


FILES = [
    Table(
        AttachmentFetch,
        key=("attachment_id", "holder", "day"),
        tells={
            "attachment.fetched": begins(
                attachment_id=member("attachment"),
                holder=ACTOR,
                day=EXACT_DAY,
                room_id=member("room"),
            ),
            "retention.destroyed": _erase_fetches,
        },
    ),
    Table(
        Piece,
        key=("attachment_id",),
        also=("number", "size"),
        rows=Pieces,
        tells={
            "attachment.begun": _begin_pieces,
            "attachment.stored": says(attachment_id=member("attachment"), digest=member("digest")),
            "attachment.given-up": _give_up,
            "retention.destroying": _may_be_gone,
            "retention.destroyed": _erase,
        },
    ),
    Table(
        Attachment,
        key=("id",),
        also=("room_id", "epoch", "by", "sealed_size", "pieces"),
        tells={
            "attachment.begun": _begin,
            "attachment.stored": says(id=member("attachment"), complete=always(True)),
            "attachment.given-up": _give_up,
            "retention.destroyed": _erase,
        },
    ),
]
