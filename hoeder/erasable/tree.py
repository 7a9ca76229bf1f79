"""A tree of keys from which single keys can be taken out for good (docs/spec/erasure.md §2).

Goldreich, Goldwasser and Micali (1986): each node is 32 bytes, its two children are hashes of it,
and the leaf at an index is a key. To destroy a key, keep the nodes beside its path and not those on
it: every other key can still be computed, and this one by nobody. So a new case needs no new key.

Pure: no file, no settings.
"""

from __future__ import annotations

import re
import secrets
from bisect import bisect_right
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

#: 80 bits of a hash of the case and 3 of the part: among a million cases, two meet once in 10¹².
DEPTH: Final = 83
NODE_SIZE: Final = 32
NAME_SIZE: Final = 8
_FIRST: Final = "hoeder-erasure-v1"
LINE_SIZE: Final = 21 + 1 + 2 + 1 + 64 + 1
_LINES: Final = re.compile(rb"(?:[0-9a-f]{21} [0-9]{2} [0-9a-f]{64}\n)*")


class DamagedError(ValueError):
    """The text is no tree of keys, or only a part of one."""


class Tree:
    """The nodes that are left, in order; none lies below another.

    Kept as it is written down, and searched there: of ten thousand erased cases nothing is parsed.
    """

    def __init__(self, name: bytes, lines: bytes) -> None:
        self.name = name
        self._lines = lines

    @classmethod
    def new(cls, name: bytes | None = None, root: bytes | None = None) -> Tree:
        """Make a tree of which nothing is destroyed."""
        node = root or secrets.token_bytes(NODE_SIZE)
        return cls(name or secrets.token_bytes(NAME_SIZE), _line(0, 0, node))

    def __len__(self) -> int:
        return len(self._lines) // LINE_SIZE

    def key(self, index: int) -> bytes | None:
        """Compute the key at an index; None when it was destroyed."""
        above = self._above(index)
        if above is None:
            return None
        _place, depth, node = above
        return _descend(node, index, depth)

    def without(self, indices: Iterable[int]) -> Tree:
        """Make the tree from which these keys cannot be computed. Again, it changes nothing."""
        left = self
        for index in indices:
            left = left._without(index)
        return left

    def _without(self, index: int) -> Tree:
        above = self._above(index)
        if above is None:
            return self
        place, depth, node = above
        beside = []
        for below in range(depth + 1, DEPTH + 1):
            prefix = index >> (DEPTH - below)
            beside.append(_line(prefix ^ 1, below, _child(node, prefix & 1 ^ 1)))
            node = _child(node, prefix & 1)
        start = place * LINE_SIZE
        before, after = self._lines[:start], self._lines[start + LINE_SIZE :]
        return Tree(self.name, before + b"".join(sorted(beside)) + after)

    def _above(self, index: int) -> tuple[int, int, bytes] | None:
        """Find the one node that is kept on the way to an index: its place, depth and bytes."""
        place = bisect_right(range(len(self)), index, key=self._start) - 1
        if place < 0:
            return None
        line = self._lines[place * LINE_SIZE : (place + 1) * LINE_SIZE]
        depth = int(line[22:24])
        if index >> (DEPTH - depth) != int(line[:21], 16) >> (DEPTH - depth):
            return None
        return place, depth, bytes.fromhex(line[25:89].decode())

    def _start(self, place: int) -> int:
        return int(self._lines[place * LINE_SIZE : place * LINE_SIZE + 21], 16)

    def text(self) -> bytes:
        """Write the tree down, the same way whatever the order of destroying was."""
        return f"{_FIRST} {self.name.hex()} {len(self)}\n".encode() + self._lines

    @classmethod
    def read(cls, text: bytes) -> Tree:
        """Read what `text` wrote; half a file is refused."""
        first, _, lines = text.partition(b"\n")
        head = re.fullmatch(
            rf"{_FIRST} ([0-9a-f]{{16}}) ([0-9]+)", first.decode("ascii", "replace")
        )
        if head is None or int(head[2]) * LINE_SIZE != len(lines):
            raise DamagedError("It is no file of keys for erasing, or is cut off.")
        if not _LINES.fullmatch(lines):
            raise DamagedError("A line of it is damaged.")
        return cls(bytes.fromhex(head[1]), lines)


def _line(prefix: int, depth: int, node: bytes) -> bytes:
    return f"{prefix << (DEPTH - depth):021x} {depth:02} {node.hex()}\n".encode()


def _child(node: bytes, bit: int) -> bytes:
    return sha256(node + (b"\x01" if bit else b"\x00")).digest()


def _descend(node: bytes, index: int, depth: int) -> bytes:
    for place in range(DEPTH - depth - 1, -1, -1):
        node = _child(node, index >> place & 1)
    return node
