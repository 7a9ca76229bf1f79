"""Keep the bytes of attachments' pieces: whole and on the disk, or not at all.

Each piece is written beside its place, flushed, and renamed into it, so that a reader or a crash
sees all of it or nothing. The folder is flushed too: otherwise a power cut could lose the name.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage

#: `rooms.envelope` looks at no more of a piece than this.
_START = 8 * 1024
#: What else lies where attachments do, such as `lost+found`, is none.
_IN_HEX = re.compile(r"[0-9a-f]{32}")


def _folder(attachment: UUID) -> Path:
    return Path(default_storage.path(attachment.hex))


def _beside(attachment: UUID, name: str) -> Path:
    # Not in the folder: it is made in the transaction that puts the first piece in it.
    return Path(default_storage.path(f"{attachment.hex}.{name}.part"))


@dataclass(frozen=True, slots=True)
class Aside:
    """A piece that is on the disk, beside its place and not yet in it."""

    path: Path
    size: int
    digest: str
    #: As much as the header of a sealed file takes.
    start: bytes


@contextmanager
def aside(attachment: UUID, number: int, piece: bytes) -> Iterator[Aside]:
    """Write one piece so that it survives a power cut; remove it again unless it was put in place.

    This is done before a transaction begins: while a disk takes its time, nobody else waits.
    """
    beside = _beside(attachment, f"{number}.{secrets.token_hex(4)}")
    beside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        yield Aside(beside, len(piece), sha256(piece).hexdigest(), piece[:_START])
    finally:
        beside.unlink(missing_ok=True)


def put(attachment: UUID, number: int, piece: Aside) -> None:
    """Put a piece in its place; when this returns, it is there for good."""
    folder = _folder(attachment)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    piece.path.replace(folder / str(number))
    _flush(folder)
    _flush(folder.parent)


def read(attachment: UUID, number: int) -> bytes:
    """Read one piece."""
    return (_folder(attachment) / str(number)).read_bytes()


def names_in(attachment: UUID) -> set[str]:
    """Name what lies where the pieces of an attachment do."""
    folder = _folder(attachment)
    return {file.name for file in folder.iterdir()} if folder.is_dir() else set()


def folders() -> list[str]:
    """Name every attachment of which bytes are on the disk, in hex."""
    above = Path(default_storage.path(""))
    found = above.iterdir() if above.is_dir() else ()
    return sorted(one.name for one in found if _IN_HEX.fullmatch(one.name))


def forget(attachment: UUID) -> None:
    """Remove every piece of an attachment, half-written ones too."""
    folder = _folder(attachment)
    for file in folder.parent.glob(_beside(attachment, "*").name):
        file.unlink(missing_ok=True)
    if not folder.is_dir():
        return
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
    folder.rmdir()


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
