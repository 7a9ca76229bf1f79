"""What this service serves to everybody alike: its static pages and files, as a list.

The list goes into the log (`ledger.note_release`), so that anybody can hold a running server
against what it published: code that is served to one visitor alone is not on it.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

#: Other forms of the same bytes, for browsers that take them compressed.
COMPRESSED = (".gz", ".br")
INDEX = "index.html"


def manifest() -> str:
    """List every page and static file: the SHA-256 of its bytes, two spaces, the path asked for."""
    served = {**dict(_pages(Path(settings.PAGES_DIR))), **dict(_files(Path(settings.STATIC_ROOT)))}
    return "".join(f"{_hash(served[path])}  {path}\n" for path in sorted(served))


def _pages(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in _within(folder):
        name = file.relative_to(folder).as_posix()
        # A page is asked for by its folder.
        yield f"/{name.removesuffix(INDEX) if file.name == INDEX else name}", file


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in _within(folder):
        yield f"{settings.STATIC_URL}{file.relative_to(folder).as_posix()}", file


def _within(folder: Path) -> Iterator[Path]:
    return (one for one in folder.rglob("*") if one.is_file() and one.suffix not in COMPRESSED)


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
