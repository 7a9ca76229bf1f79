"""The file of the keys, and destroying keys in it.

It lies in a folder of its own (`ERASURE_DIR`), because its backups are kept much shorter than those
of the database: what was destroyed is gone everywhere once the oldest copy of this file is.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from hoeder.erasable.tree import DamagedError, Tree

FILE: Final = "keys"
_LOCK: Final = "lock"
_FIRST: Final = b"hoeder-erasure-v1\n"


class Part(IntEnum):
    """What of a case is destroyed together. Numbers are for good: the keys hang on them."""

    #: Who the reporter is: her box, and what was written about opening it.
    IDENTITY = 0
    #: What was reported, said and found, with the files.
    CONTENT = 1
    #: Her plan, check-ins, promises, and what the commission looked into.
    PROTECTION = 2
    #: A talk with a confidential adviser, which is no report.
    ADVICE = 3
    #: Her own file. Nobody but she decides about it.
    FILE = 4
    #: No part of a case: what an officer proves with who they are, under an id of its own.
    SIGNING_IN = 5


def index_of(case: UUID, part: Part) -> int:
    """Tell where the key of a part of a case stands: cases are spread by a hash of their id."""
    spread = sha256(_FIRST + case.bytes).digest()[:10]
    return int.from_bytes(spread, "big") << 3 | part


class Keys:
    """The keys of a tree. What was computed is kept a while: a page of items has one key."""

    def __init__(self, tree: Tree) -> None:
        #: Which file of keys this is, so that another one is noticed.
        self.name = tree.name
        #: Gives a key, or None when it was destroyed.
        self.key: Callable[[int], bytes | None] = lru_cache(maxsize=256)(tree.key)


def current() -> Keys:
    """Give the keys as the file has them now: another process may have destroyed one."""
    return _loaded(*_version())


def begin() -> None:
    """Make the file of keys where there is none, for rows that were stored before there was one."""
    path = _path()
    if not path.exists():
        _make(path)


def destroy(parts: Iterable[tuple[UUID, Part]]) -> None:
    """Destroy keys. When this returns they are gone from this disk; again, it changes nothing."""
    indices = [index_of(case, part) for case, part in parts]
    if not indices:
        return
    _version()
    with _alone():
        path = _path()
        before = Tree.read(path.read_bytes())
        if all(before.key(index) is None for index in indices):
            return
        scratch = path.with_name(f".{FILE}.{os.getpid()}")
        _write(scratch, before.without(indices).text())
        # Held open, so that its bytes can be overwritten once nothing leads to them any more.
        with path.open("r+b") as old:
            scratch.replace(path)
            _flush(path.parent)
            old.write(bytes(os.fstat(old.fileno()).st_size))
            old.flush()
            os.fsync(old.fileno())


@lru_cache(maxsize=1)
def _loaded(path: Path, _inode: int, _changed: int) -> Keys:
    """Read the file once for each of its versions."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"Others can read {path}: run chmod 600 on it.")
    try:
        return Keys(Tree.read(path.read_bytes()))
    except DamagedError as error:
        raise ImproperlyConfigured(f"{path} is damaged: put it back from a backup.") from error


def _version() -> tuple[Path, int, int]:
    path = _path()
    try:
        found = path.stat()
    except FileNotFoundError:
        _refuse_without(path)
        _make(path)
        found = path.stat()
    return path, found.st_ino, found.st_mtime_ns


def _path() -> Path:
    folder: Path = settings.ERASURE_DIR
    return folder / FILE


def _refuse_without(path: Path) -> None:
    # Found by name: this stands below every domain. Only asked where there is no file.
    if apps.get_model("rooms", "Grant").objects.exists():
        raise ImproperlyConfigured(
            f"The keys in {path} are missing, and nothing stored can be handed out without them: "
            "put the file back from a backup."
        )


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = path.with_name(f".{FILE}.{os.getpid()}")
    _write(scratch, Tree.new().text())
    try:
        # A link fails where the name is taken: whoever was first has made the keys.
        os.link(scratch, path)
    except FileExistsError:
        return
    finally:
        scratch.unlink()
    _flush(path.parent)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time change the file."""
    descriptor = os.open(_path().with_name(_LOCK), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(path: Path, text: bytes) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
