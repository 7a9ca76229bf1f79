"""Hold the files on the disk against the rows that name their bytes (see `file_records`)."""

from typing import cast

from hoeder.ledger.records import tell
from hoeder.rooms.file_records import Pieces
from hoeder.rooms.models import Piece, Room
from hoeder.rooms.records import TABLES


def verify() -> tuple[int, list[str]]:
    """Read every stored file; tell how many there are, and name each that has other bytes.

    This takes as long as reading them does, so the database is not kept at one moment meanwhile:
    what is named is looked at again, in case it was destroyed or given up since.
    """
    found = list(_told().files())
    if found:
        found = list(_told().files(only={file for file, _fault in found}))
    return Piece.objects.count(), [fault for _file, fault in found]


def _told() -> Pieces:
    told = tell([one for one in TABLES if one.model in (Room, Piece)])
    return cast("Pieces", told[Piece._meta.label])
