"""Tiles as rows: the tree's hashes and its leaves, in the shape in which they are served."""

from collections.abc import Iterable, Mapping

from hoeder.storing import ask

from . import tree
from .leaves import LEAF_SIZE
from .models import Tile
from .tree import ENTRIES


class Tiles:
    """The tiles of the log, read as they are needed and remembered for one action or question."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], bytes] = {}

    def read(self, level: int, number: int) -> bytes:
        """Return what a tile holds so far, b"" where there is none. A `tree.ReadTile`."""
        place = (level, number)
        if place not in self._kept:
            found = Tile.objects.filter(level=level, number=number).values_list("data", flat=True)
            self._kept[place] = bytes(found.first() or b"")
        return self._kept[place]

    def fetch(self, places: Iterable[tuple[int, int]]) -> None:
        """Read several tiles at once, for a question whose tiles are known beforehand."""
        wanted = sorted(set(places))
        if not wanted:
            return
        # Each by itself: SQLite finds a pair in a list of pairs without the index.
        rows = " OR ".join(["(level = %s AND number = %s)"] * len(wanted))
        # Written out: for a proof, Django would think about the question longer than it takes.
        found = ask(
            f"SELECT level, number, data FROM {Tile._meta.db_table}"  # noqa: S608
            f" WHERE {rows}",
            [part for place in wanted for part in place],
        )
        for level, number, data in found:
            self._kept[level, number] = bytes(data)

    def write(self, changed: Mapping[tuple[int, int], bytes]) -> None:
        """Store tiles that grew."""
        rows = [
            Tile(level=level, number=number, width=len(data) // _item_size(level), data=data)
            for (level, number), data in changed.items()
        ]
        Tile.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["level", "number"],
            update_fields=["width", "data"],
        )
        self._kept.update(changed)


def extend_entries(size: int, added: list[bytes], tiles: Tiles) -> dict[tuple[int, int], bytes]:
    """Add leaves to the bundles of a log of `size` leaves; return each bundle that changed."""
    number, begun = divmod(size, tree.TILE_WIDTH)
    data = tiles.read(ENTRIES, number)[: begun * LEAF_SIZE] if begun else b""
    if len(data) != begun * LEAF_SIZE:
        raise ValueError(f"Tile {tree.tile_path(ENTRIES, number)} is shorter than the log.")
    data += b"".join(added)
    step = tree.TILE_WIDTH * LEAF_SIZE
    return {
        (ENTRIES, number + at // step): data[at : at + step] for at in range(0, len(data), step)
    }


def served_entries(data: bytes) -> bytes:
    """Write leaves as an entry bundle: each behind its length as u16be."""
    length = LEAF_SIZE.to_bytes(2, "big")
    return b"".join(length + data[at : at + LEAF_SIZE] for at in range(0, len(data), LEAF_SIZE))


def _item_size(level: int) -> int:
    return LEAF_SIZE if level == ENTRIES else tree.HASH_SIZE
