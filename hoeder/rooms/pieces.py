"""Keep the bytes of attachments' pieces: whole and on the disk, or not at all.

Each piece is written beside its place, flushed, and renamed into it, so that a reader or a crash
sees all of it or nothing. The folder is flushed too: otherwise a power cut could lose the name.
"""

import os
import secrets
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage


def _folder(attachment: UUID) -> Path:
    return Path(default_storage.path(attachment.hex))


def keep(attachment: UUID, number: int, piece: bytes) -> None:
    """Write one piece so that it survives a power cut."""
    folder = _folder(attachment)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = folder / f"{number}.{secrets.token_hex(4)}.part"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(folder / str(number))
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _flush(folder)
    _flush(folder.parent)


def read(attachment: UUID, number: int) -> bytes:
    """Read one piece."""
    return (_folder(attachment) / str(number)).read_bytes()


def forget(attachment: UUID) -> None:
    """Remove every piece of an attachment, half-written ones too."""
    folder = _folder(attachment)
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
