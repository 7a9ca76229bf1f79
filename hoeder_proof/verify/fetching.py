"""Fetches from one service and no other, bounded in size and time."""

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from hoeder.ledger.leaves import LEAF_SIZE
from hoeder.ledger.tree import ENTRIES, HASH_SIZE, TILE_HEIGHT, TILE_WIDTH, ReadTile, tile_path
from hoeder_proof.verify.sources import LARGEST_TEXT, Unreadable

_SECONDS = 30
_BEHIND_LENGTH = LEAF_SIZE + 2


class NotFetched(Exception):  # noqa: N818
    """One thing could not be fetched; others may."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer from elsewhere is no answer of this service."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Site:
    """A running service."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise Unreadable("usage.address", address)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        # No cookie and no sign-in: what a stranger gets.
        self._opener = urllib.request.build_opener(_NoRedirect)

    def get(self, path: str) -> bytes:
        """Fetch a path, or raise NotFetched."""
        request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
            self._origin + path, headers={"Accept-Encoding": "identity"}
        )
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                data: bytes = answer.read(LARGEST_TEXT + 1)
        except (OSError, ValueError, urllib.error.URLError) as error:
            raise NotFetched(getattr(error, "code", "") or "no answer") from error
        if len(data) > LARGEST_TEXT:
            raise NotFetched("too large")
        return data

    def text(self, path: str, *, needed: bool = True) -> str | None:
        """Fetch a text; where the service has none, None if that may be."""
        try:
            return self.get(path).decode()
        except (NotFetched, UnicodeDecodeError) as error:
            if needed:
                raise Unreadable("site.no_answer", self._origin + path) from error
            return None

    def json(self, path: str) -> Any:
        """Fetch JSON; None where it is none."""
        try:
            return json.loads(self.text(path) or "")
        except (ValueError, RecursionError):
            return None

    def leaf(self, index: int, size: int) -> bytes:
        """Fetch the bundle with a leaf, and take the leaf out of it."""
        number, inside = divmod(index, TILE_WIDTH)
        width = min(TILE_WIDTH, size - number * TILE_WIDTH)
        data = self._tile(ENTRIES, number, width)
        start = inside * _BEHIND_LENGTH + 2
        return data[start : start + LEAF_SIZE]

    def tiles(self, size: int) -> ReadTile:
        """Read hashes from the tiles of a log of this size, each fetched once."""
        kept: dict[tuple[int, int], bytes] = {}

        def read(level: int, number: int) -> bytes:
            if (level, number) not in kept:
                there = size >> (level * TILE_HEIGHT)
                width = min(TILE_WIDTH, there - number * TILE_WIDTH)
                kept[level, number] = self._tile(level, number, width) if width > 0 else b""
            return kept[level, number][: TILE_WIDTH * HASH_SIZE]

        return read

    def _tile(self, level: int, number: int, width: int) -> bytes:
        try:
            return self.get(f"/log/tile/{tile_path(level, number, width)}")
        except NotFetched as error:
            raise ValueError("a tile is missing") from error
