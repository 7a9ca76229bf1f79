"""The tree over tiles is the tree of RFC 6962."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hoeder.ledger import tree

#: The leaves of the reference implementation's tests, and its roots of the first 1 to 8 of them.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH, word for word from RFC 6962 section 2.1."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    left, right = naive_root(hashes[:k]), naive_root(hashes[k:])
    return hashlib.sha256(b"\x01" + left + right).digest()


class Grown:
    """A tree that grew in steps, with its tiles in a dict."""

    def __init__(self, *steps: int) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.hashes: list[bytes] = []
        for step in steps:
            added = [
                tree.leaf_hash(n.to_bytes(4, "big"))
                for n in range(len(self.hashes), len(self.hashes) + step)
            ]
            self.tiles |= tree.extend(len(self.hashes), added, self.read)
            self.hashes += added

    def read(self, level: int, number: int) -> bytes:
        return self.tiles.get((level, number), b"")


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_leaves_have_the_published_roots(size: int) -> None:
    hashes = [tree.leaf_hash(leaf) for leaf in LEAVES[:size]]
    tiles = tree.extend(0, hashes, lambda level, number: b"")
    frontier = tree.Frontier()
    for one in hashes:
        frontier.add(one)
    assert tree.root(size, lambda level, number: tiles[level, number]).hex() == ROOTS[size - 1]
    assert frontier.root().hex() == ROOTS[size - 1]


def test_a_tree_without_leaves_has_the_root_of_nothing() -> None:
    empty = hashlib.sha256(b"").digest()
    assert tree.root(0, lambda level, number: b"") == empty == tree.Frontier().root()


@given(some.lists(some.integers(1, 400), min_size=1, max_size=5))
def test_however_it_grew_it_has_the_naive_root_at_every_size(steps: list[int]) -> None:
    grown = Grown(*steps)
    size = 0
    for step in steps:
        size += step
        assert tree.root(size, grown.read) == naive_root(grown.hashes[:size])
    assert grown.tiles == Grown(sum(steps)).tiles


@given(some.data())
def test_every_leaf_can_be_proven(data: some.DataObject) -> None:
    size = data.draw(some.integers(1, 800))
    index = data.draw(some.integers(0, size - 1))
    grown = Grown(size, 70)
    proof = tree.inclusion_proof(index, size, grown.read)
    root = tree.root_from_inclusion(index, size, grown.hashes[index], proof)
    assert root == naive_root(grown.hashes[:size])


@given(some.data())
def test_every_growth_can_be_proven(data: some.DataObject) -> None:
    newer = data.draw(some.integers(0, 800))
    older = data.draw(some.integers(0, newer))
    grown = Grown(newer) if newer else Grown()
    before, after = naive_root(grown.hashes[:older]), naive_root(grown.hashes[:newer])
    proof = tree.consistency_proof(older, newer, grown.read)
    assert tree.is_consistent(older, newer, before, after, proof)
    if proof:
        assert not tree.is_consistent(older, newer, after, after, proof)


def test_a_large_tree_has_a_tile_of_the_second_level() -> None:
    grown = Grown(70_000)
    widths = {place: len(data) // 32 for place, data in grown.tiles.items()}
    # The example of C2SP tlog-tiles.
    assert sum(1 for (level, _), width in widths.items() if level == 0 and width == 256) == 273
    assert widths[0, 273] == 112
    assert (widths[1, 0], widths[1, 1], widths[2, 0]) == (256, 17, 1)
    assert tree.root(70_000, grown.read) == naive_root(grown.hashes)


def test_what_is_not_in_the_tree_is_not_proven() -> None:
    grown = Grown(5)
    with pytest.raises(ValueError, match="not in a tree of 5"):
        tree.inclusion_proof(5, 5, grown.read)
    with pytest.raises(ValueError, match="does not hold one of 6"):
        tree.consistency_proof(6, 5, grown.read)
    with pytest.raises(ValueError, match="shorter than the tree"):
        tree.root(6, grown.read)
    with pytest.raises(ValueError, match="shorter than the tree"):
        tree.extend(6, grown.hashes, grown.read)


@pytest.mark.parametrize("size", [1, 3, 300])
def test_a_tree_shrunk_or_turned_is_not_consistent(size: int) -> None:
    root = Grown(size).hashes[0]
    assert not tree.is_consistent(size + 1, size, root, root, [root])
    assert not tree.is_consistent(size, size + 1, root, root, [])
