"""Keys that can be taken out for good (docs/spec/erasure.md §2)."""

import hashlib
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hoeder.erasable.keys import Part, index_of
from hoeder.erasable.tree import DEPTH, DamagedError, Tree
from tests.reader.vectors import Vector, all_vectors

VECTORS = [one for one in all_vectors() if one.kind == "erasure"]
INDICES = some.integers(0, 2**DEPTH - 1)


@given(gone=some.lists(INDICES, max_size=6), other=INDICES)
@settings(max_examples=40)
def test_a_destroyed_key_is_gone_and_every_other_stays(gone: list[int], other: int) -> None:
    whole = Tree.new()
    left = whole.without(gone)
    assert all(left.key(index) is None for index in gone)
    if other not in gone:
        assert left.key(other) == whole.key(other)


def test_neighbours_of_a_destroyed_key_stay() -> None:
    """The parts of one case lie side by side, and so do the nearest cases."""
    whole = Tree.new()
    index = index_of(UUID(int=7), Part.CONTENT)
    left = whole.without([index])
    beside = [index ^ bit for bit in (1, 2, 3, 8, 1 << 82)]
    assert [left.key(one) for one in beside] == [whole.key(one) for one in beside]


def test_what_is_left_does_not_depend_on_the_order_of_destroying() -> None:
    whole = Tree.new()
    indices = [index_of(UUID(int=number), Part.CONTENT) for number in range(20)]
    back = whole
    for index in reversed(indices):
        back = back.without([index])
    assert back.text() == whole.without(indices).text()
    assert whole.without(indices).without(indices).text() == back.text()


def test_no_node_on_the_way_to_a_destroyed_key_is_left() -> None:
    """Whoever has the file can compute what lies below each of its nodes, and nothing else."""
    index = index_of(UUID(int=7), Part.IDENTITY)
    left = Tree.new().without([index])
    for line in left.text().splitlines()[1:]:
        start, depth, _node = line.split()
        rest = DEPTH - int(depth)
        assert int(start, 16) >> rest != index >> rest


def test_half_a_file_is_refused() -> None:
    text = Tree.new().without([index_of(UUID(int=7), Part.CONTENT)]).text()
    assert Tree.read(text).text() == text
    for broken in (text[:-30], text[: len(text) // 2], b"", text.replace(b"v1", b"v2")):
        with pytest.raises(DamagedError):
            Tree.read(broken)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one.name)
def test_the_vectors_of_the_specification(vector: Vector) -> None:
    tree = Tree.new(bytes.fromhex(vector["name"]), bytes.fromhex(vector["root"]))
    for one in vector["destroyed"].split():
        case, _, part = one.partition("/")
        tree = tree.without([index_of(UUID(hex=case), Part[part.upper()])])
    index = index_of(UUID(hex=vector["case"]), Part[vector["part"].upper()])
    assert f"{index:022x}" == vector["index"]
    key = tree.key(index)
    if vector.expect == "destroyed":
        assert key is None
        return
    assert key is not None
    assert key.hex() == vector["key"]
    left = tree.without([index]).text()
    assert hashlib.sha256(left).hexdigest() == vector["after"]
