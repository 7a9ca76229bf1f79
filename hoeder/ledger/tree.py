"""The Merkle tree of RFC 6962 section 2, over the tiles of C2SP tlog-tiles. Pure: no database.

A tile holds up to 256 hashes of one level side by side: hash j of level L is the root of the
256**L leaves that begin at j * 256**L. Only complete subtrees have a hash in a tile; the hashes
between two levels, and those at the right edge, are computed from them.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence

HASH_SIZE = 32
TILE_WIDTH = 256
TILE_HEIGHT = 8
#: The level under which the leaves themselves are kept, in bundles beside the tiles of level 0.
ENTRIES = -1
#: The root of a tree without leaves, RFC 6962 section 2.1.
EMPTY_ROOT = hashlib.sha256(b"").digest()

#: Gives the hashes that tile `number` of a level holds so far, or b"" where there are none.
ReadTile = Callable[[int, int], bytes]

_NUMBER = r"(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})"
_TILE_PATH = re.compile(
    rf"(?P<level>0|[1-9][0-9]?|entries)/{_NUMBER}(?:\.p/(?P<width>[1-9][0-9]{{0,2}}))?",
    re.ASCII,
)


def leaf_hash(entry: bytes) -> bytes:
    """Hash a leaf: SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split_hashes(data: bytes) -> list[bytes]:
    """Cut the bytes of a tile into hashes."""
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def complete_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root above a power of two of neighbouring hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def extend(size: int, added: Sequence[bytes], read: ReadTile) -> dict[tuple[int, int], bytes]:
    """Add leaf hashes to a tree of `size` leaves; return each tile that changed, by its place.

    A full tile adds its root to the level above, so the work depends on how many leaves are added
    and hardly on how many there are.
    """
    changed: dict[tuple[int, int], bytes] = {}
    level, position, hashes = 0, size, list(added)
    while hashes:
        above = position // TILE_WIDTH
        number = above
        full: list[bytes] = []
        while hashes:
            begun = position % TILE_WIDTH
            kept = read(level, number)[: begun * HASH_SIZE] if begun else b""
            if len(kept) != begun * HASH_SIZE:
                raise ValueError(f"Tile {tile_path(level, number)} is shorter than the tree.")
            taken, hashes = hashes[: TILE_WIDTH - begun], hashes[TILE_WIDTH - begun :]
            tile = kept + b"".join(taken)
            changed[level, number] = tile
            if begun + len(taken) == TILE_WIDTH:
                full.append(complete_root(split_hashes(tile)))
            position += len(taken)
            number += 1
        level, position, hashes = level + 1, above, full
    return changed


def root(size: int, read: ReadTile) -> bytes:
    """Return the root of the first `size` leaves."""
    return range_root(0, size, read) if size else EMPTY_ROOT


def range_root(start: int, end: int, read: ReadTile) -> bytes:
    """Return MTH(D[start:end]) of RFC 6962, for a range that is a node of the tree."""
    width = end - start
    if width & (width - 1) == 0:
        return _subtree_root(start, width, read)
    middle = start + _split_at(width)
    return node_hash(range_root(start, middle, read), range_root(middle, end, read))


def inclusion_proof(index: int, size: int, read: ReadTile) -> list[bytes]:
    """Prove that leaf `index` is in the tree of `size` leaves: PATH of RFC 6962 section 2.1.1."""
    if not 0 <= index < size:
        raise ValueError(f"Leaf {index} is not in a tree of {size}.")
    return [range_root(start, end, read) for start, end in _inclusion_ranges(index, 0, size)]


def consistency_proof(older: int, newer: int, read: ReadTile) -> list[bytes]:
    """Prove that a tree only grew: PROOF of RFC 6962 section 2.1.2."""
    if not 0 <= older <= newer:
        raise ValueError(f"A tree of {newer} does not hold one of {older}.")
    if older in {0, newer}:
        return []
    ranges = _consistency_ranges(older, 0, newer, whole=True)
    return [range_root(start, end, read) for start, end in ranges]


def tiles_around(index: int, size: int) -> list[tuple[int, int]]:
    """Name the tiles on the way from a leaf to the root, and those at the right edge."""
    places: list[tuple[int, int]] = []
    level, last = 0, size - 1
    while last >= 0 and (level == 0 or last > 0):
        index, last = index // TILE_WIDTH, last // TILE_WIDTH
        places += [(level, index), (level, last)]
        level += 1
    return places


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """Return the root that an inclusion proof leads to (RFC 9162 section 2.1.3.2).

    Raise ValueError when the proof has the wrong length or the leaf lies outside the tree.
    """
    if not 0 <= index < size:
        raise ValueError("The leaf lies outside the tree.")
    node, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ValueError("The proof is too long.")
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while node & 1 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ValueError("The proof is too short.")
    return result


def is_consistent(
    older: int, newer: int, older_root: bytes, newer_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that the newer tree begins with the older (RFC 9162 2.1.4.2)."""
    if older in {0, newer}:
        return not proof and (older == 0 or older_root == newer_root)
    if not 0 < older < newer or not proof:
        return False
    path = list(proof)
    if older & (older - 1) == 0:
        path.insert(0, older_root)
    node, last = older - 1, newer - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while node & 1 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and first == older_root and second == newer_root


class Frontier:
    """The right edge of a growing tree: enough to know its root, in memory that hardly grows."""

    def __init__(self) -> None:
        self.size = 0
        self._complete: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        merged = self.size
        while merged & 1:
            leaf = node_hash(self._complete.pop(), leaf)
            merged >>= 1
        self._complete.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the leaves so far."""
        if not self._complete:
            return EMPTY_ROOT
        result = self._complete[-1]
        for left in reversed(self._complete[:-1]):
            result = node_hash(left, result)
        return result

    def copy(self) -> "Frontier":
        """Return another frontier of the same leaves."""
        other = Frontier()
        other.size, other._complete = self.size, list(self._complete)
        return other


def tile_path(level: int, number: int, width: int = TILE_WIDTH) -> str:
    """Write where a tile is served, such as `0/x001/x234/067` or `entries/000.p/64`."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"{'entries' if level == ENTRIES else level}/{'/'.join(groups)}{partial}"


def read_tile_path(path: str) -> tuple[int, int, int] | None:
    """Read a path that `tile_path` writes: level, number, width. None when it writes no such."""
    match = _TILE_PATH.fullmatch(path)
    if match is None:
        return None
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    number = int(match["number"].replace("x", "").replace("/", ""))
    width = int(match["width"] or TILE_WIDTH)
    # Written another way (leading zeroes, a width of 256 and more) there is no such tile.
    return (level, number, width) if tile_path(level, number, width) == path else None


def _subtree_root(start: int, width: int, read: ReadTile) -> bytes:
    level, inside = divmod(width.bit_length() - 1, TILE_HEIGHT)
    position = start >> (level * TILE_HEIGHT)
    number, offset = divmod(position, TILE_WIDTH)
    count = 1 << inside
    data = read(level, number)[offset * HASH_SIZE : (offset + count) * HASH_SIZE]
    if len(data) != count * HASH_SIZE:
        raise ValueError(f"Tile {tile_path(level, number)} is shorter than the tree.")
    return complete_root(split_hashes(data))


def _split_at(width: int) -> int:
    """Return the largest power of two that is smaller than `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def _inclusion_ranges(index: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start == 1:
        return
    middle = start + _split_at(end - start)
    if index < middle:
        yield from _inclusion_ranges(index, start, middle)
        yield middle, end
    else:
        yield from _inclusion_ranges(index, middle, end)
        yield start, middle


def _consistency_ranges(
    older: int, start: int, end: int, *, whole: bool
) -> Iterator[tuple[int, int]]:
    if older == end:
        if not whole:
            yield start, end
        return
    middle = start + _split_at(end - start)
    if older <= middle:
        yield from _consistency_ranges(older, start, middle, whole=whole)
        yield middle, end
    else:
        yield from _consistency_ranges(older, middle, end, whole=False)
        yield start, middle
