"""Reads a folder or a ZIP as files with names, without trusting either.

A name that leads outside, a name that stands twice, an encrypted or over-large file: the whole is
refused before anything is read. Nothing is ever unpacked to the disk, and no file is read further
than the size that it was allowed.
"""

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

MIB = 1 << 20
#: A text that is read whole: JSON, a note, a key.
LARGEST_TEXT = 64 * MIB
#: A sealed or opened file that is read whole.
LARGEST_FILE = 1024 * MIB
#: Everything in a ZIP together, unpacked.
LARGEST_WHOLE = 16 * 1024 * MIB
MOST_FILES = 200_000
LONGEST_NAME = 300
#: What a desktop leaves in a folder that somebody looked at: no part of what was handed over.
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}

_READING_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,  # and below it what zipfile says of a compression that it does not know
    zipfile.BadZipFile,
    zlib.error,
)


class Unreadable(Exception):  # noqa: N818 - named as hoeder/errors.py names its refusals
    """The whole cannot be read: which sentence of `words.py` says why, and of what."""

    def __init__(self, code: str, file: str = "", **values: object) -> None:
        super().__init__(code, file)
        self.code, self.file, self.values = code, file, values


class Damaged(Exception):  # noqa: N818
    """One file cannot be read; others may."""


class Missing(Damaged):
    """One file is not there."""


class TooLarge(Damaged):
    """One file is larger than anything of its kind may be."""


class Source(Protocol):
    """Files by name; a name is a path with slashes, relative to the top."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> IO[bytes]: ...


def open_source(path: Path) -> Source:
    """Open a folder or a ZIP, whichever it is."""
    if path.is_dir():
        return _below_one_folder(Folder(path))
    try:
        return _below_one_folder(Archive(path))
    except _READING_ERRORS as error:
        raise Unreadable("zip.damaged", path.name) from error


def read(source: Source, name: str, limit: int = LARGEST_FILE) -> bytes:
    """Read a file whole, or raise Damaged."""
    if name not in source.names:
        raise Missing(name)
    if source.size(name) > limit:
        raise TooLarge(name)
    try:
        with source.open(name) as file:
            data = file.read(limit + 1)
    except _READING_ERRORS as error:
        raise Damaged(name) from error
    if len(data) > limit:
        raise TooLarge(name)
    return data


def pieces(source: Source, name: str, length: int = MIB) -> Iterator[bytes]:
    """Read a file of any size piece by piece, or raise Damaged."""
    if name not in source.names:
        raise Missing(name)
    try:
        with source.open(name) as file:
            while piece := file.read(length):
                yield piece
    except _READING_ERRORS as error:
        raise Damaged(name) from error


class Folder:
    """A folder on the disk. A link in it is not followed: it is a name without a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        found = {}
        for where, folders, files in os.walk(path):
            folders.sort()
            for file in files:
                full = Path(where, file)
                if file in LITTER or file.startswith("._"):
                    continue
                found[full.relative_to(path).as_posix()] = full.lstat()
                if len(found) > MOST_FILES:
                    raise Unreadable("zip.too_many", path.name, most=MOST_FILES)
        self._found = {name: one for name, one in found.items() if stat.S_ISREG(one.st_mode)}
        self.names = tuple(sorted(self._found))

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        return self._found[name].st_size

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return (self._path / name).open("rb")


class Archive:
    """A ZIP. Its table of contents is checked as a whole before any file is opened."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        files = [one for one in self._zip.infolist() if not one.is_dir()]
        if len(files) > MOST_FILES:
            raise Unreadable("zip.too_many", path.name, most=MOST_FILES)
        if sum(one.file_size for one in files) > LARGEST_WHOLE:
            raise Unreadable("zip.too_large", path.name)
        self._found: dict[str, zipfile.ZipInfo] = {}
        self._taken: set[str] = set()
        for one in files:
            self._take(one)
        self.names = tuple(sorted(self._found))

    def _take(self, one: zipfile.ZipInfo) -> None:
        # `filename` is cut at a zero byte and has other slashes on other systems.
        name = one.orig_filename
        if not is_plain(name) or name != one.filename:
            raise Unreadable("zip.name", printable(name))
        # Two names that differ in capitals only are one file on some systems.
        if name.casefold() in self._taken:
            raise Unreadable("zip.twice", name)
        self._taken.add(name.casefold())
        if one.flag_bits & 0x1:
            raise Unreadable("zip.encrypted", name)
        if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unreadable("zip.method", name)
        if Path(name).name not in LITTER and not name.startswith("__MACOSX/"):
            self._found[name] = one

    def size(self, name: str) -> int:
        """Return how many bytes a file says to have: more are never read."""
        return self._found[name].file_size

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return self._zip.open(self._found[name])


class Below:
    """The files of a source under one folder, by the names that they have there."""

    def __init__(self, source: Source, prefix: str) -> None:
        self._source, self._prefix = source, prefix
        inside = (name for name in source.names if name.startswith(prefix))
        self.names = tuple(name[len(prefix) :] for name in inside)

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        return self._source.size(self._prefix + name)

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return self._source.open(self._prefix + name)


def _below_one_folder(source: Source) -> Source:
    """Look inside where everything stands in one folder, as when somebody packed it again."""
    tops = {name.partition("/")[0] for name in source.names if "/" in name}
    if len(tops) == 1 and all("/" in name for name in source.names):
        return Below(source, f"{tops.pop()}/")
    return source


def is_plain(name: str) -> bool:
    """Tell whether a name is a path downward, in characters that show themselves."""
    parts = name.split("/")
    return (
        0 < len(name) <= LONGEST_NAME
        and name.isprintable()
        and "\\" not in name
        and ":" not in name
        and all(part not in {"", ".", ".."} for part in parts)
    )


def printable(name: str) -> str:
    """Write a name that may hold anything so that it can be shown."""
    return ascii(name)[1:-1][:LONGEST_NAME]
