"""Any single change of any file of a dossier or a log is found, and the file is named.

Twice: by somebody who changed a file afterwards, and by somebody who could also sign the list of
files anew with the maker's key, so that only what ties the files together finds it.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hoeder_proof.verify import checking
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.states import Trust
from tests.hoeder_proof import story
from tests.hoeder_proof.memory import Memory

#: Read by people only: nothing but the list of files, which is signed, ties them to the rest.
FOR_PEOPLE = {"README.nl.md", "README.en.md", "dossier.pdf"}
KINDS = story.one_of_each_kind()
TRUST = Trust(key=None, root=story.ROOT.public.hex(), policy=None, now=story.SEEN[1] + 60)
OF_LOG = Trust(key=story.LOG.vkey(), root=None, policy=None, now=story.SEEN[1] + 60)
EXAMPLES = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


def failing(files: story.Files, trust: Trust = TRUST) -> str:
    """Verify files that are in memory; return what fails, a line each."""
    findings = Findings()
    checking.check_source(findings, Memory(files), checking.Asked(trust))
    return "\n".join(f"{row.file}: {row.text('en')}" for row in findings.failed)


def flip(data: bytes, at: int, bit: int) -> bytes:
    at %= max(1, len(data))
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


Change = Callable[[bytes, int, int], bytes | None]
CHANGES: dict[str, Change] = {
    "a bit is flipped": flip,
    "it is removed": lambda _data, _at, _bit: None,
    "it is cut off": lambda data, at, _bit: data[: at % len(data)],
    "something is added": lambda data, at, _bit: data + bytes([at % 256]),
    "two bytes change place": lambda data, at, _bit: (
        data[: at % (len(data) - 1)]
        + data[at % (len(data) - 1) : at % (len(data) - 1) + 2][::-1]
        + data[at % (len(data) - 1) + 2 :]
    ),
}


def altered(files: story.Files, name: str, change: str, at: int, bit: int) -> story.Files | None:
    """Change one file; None where the change changed nothing."""
    new = CHANGES[change](files[name], at, bit)
    if new == files[name]:
        return None
    return {key: data for key, data in {**files, name: new}.items() if data is not None}


changes = st.sampled_from(sorted(CHANGES))
places = st.integers(0, 1 << 20)
bits = st.integers(0, 7)


@pytest.mark.parametrize("name", KINDS)
@EXAMPLES
@example("a bit is flipped", -1, 0)  # Of a line feed this makes what looks like none.
@example("it is cut off", -1, 0)
@given(change=changes, at=places, bit=bits)
def test_a_changed_file_of_a_dossier_is_named(name: str, change: str, at: int, bit: int) -> None:
    """law.md EVD-06."""
    files = altered(story.a_dossier(), name, change, at, bit)
    assert files is None or name in failing(files)


@pytest.mark.parametrize("name", [name for name in KINDS if name.partition(".")[0] != "manifest"])
@EXAMPLES
@example("a bit is flipped", -1, 0)
@example("it is cut off", -1, 0)
@given(change=changes, at=places, bit=bits)
def test_a_changed_file_is_named_although_the_maker_signed_anew(
    name: str, change: str, at: int, bit: int
) -> None:
    files = altered(story.a_dossier(), name, change, at, bit)
    if files is None or name in FOR_PEOPLE:
        return
    # Each member of dossier.json is looked at below; a proof of report is hers to leave out.
    if name == "dossier.json" and change != "it is removed":
        return
    if change == "it is removed" and name == "log/proof-of-report":
        return
    assert name in failing(story.signed(files))


@settings(EXAMPLES, max_examples=30)
@given(st.lists(st.sampled_from(KINDS), min_size=2, max_size=2, unique=True))
@example(["manifest.sig", "dossier.json"])
def test_two_files_that_change_places_are_named(two: list[str]) -> None:
    one, other = two
    files = story.a_dossier()
    files[one], files[other] = files[other], files[one]
    found = failing(files)
    # Where the list of files itself is in another place, it tells nothing of the others.
    if "manifest.json" in {one, other}:
        assert "manifest.json" in found
        return
    assert one in found
    assert other in found


def places_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON value that holds neither a list nor an object."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places_in(inner, (*path, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from places_in(inner, (*path, at))
    else:
        yield path


def another(value: Any) -> Iterator[Any]:
    """Values of the same form that are not this one: earlier, later, of another."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        yield from (value + 1, max(0, value - 1))
    elif len(value) == 10 and value[4] == value[7] == "-":
        yield from ("2026-11-22", "2026-11-25")
    elif set(value) <= set("0123456789abcdef"):
        yield value[:-1] + ("0" if value[-1] != "0" else "1")
    else:
        yield f"{value}x"


DOCUMENT = json.loads(story.a_dossier()["dossier.json"])
#: What the maker's page says in its own words, on its own day.
OF_THE_MAKER = {"language", "made_on"}


@settings(EXAMPLES, max_examples=60)
@given(st.sampled_from([path for path in places_in(DOCUMENT) if path[-1] not in OF_THE_MAKER]))
def test_a_changed_member_of_the_dossier_is_named(path: tuple[str | int, ...]) -> None:
    """law.md EVD-01: back-dated, moved to another place, said of somebody else."""
    for value in another(_at(DOCUMENT, path)):
        if value == _at(DOCUMENT, path):
            continue
        document = json.loads(story.a_dossier()["dossier.json"])
        _at(document, path[:-1])[path[-1]] = value
        files = story.signed({**story.a_dossier(), "dossier.json": story.text_of(document)})
        assert failing(files), (path, value)


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for name in path:
        value = value[name]
    return value


@pytest.mark.parametrize("name", sorted(story.log().folder()))
@EXAMPLES
@example("a bit is flipped", -1, 0)
@example("it is cut off", -1, 0)
@given(change=changes, at=places, bit=bits)
def test_a_changed_file_of_a_log_is_named(name: str, change: str, at: int, bit: int) -> None:
    """law.md EVD-06."""
    files = altered(story.log().folder(), name, change, at, bit)
    if files is None or (name == "policy" and failing(files, OF_LOG) == ""):
        return
    if name == "key" and change == "it is removed":
        # Who brings the log's key along needs none that lies beside it.
        assert failing(files, OF_LOG) == ""
        return
    assert name in failing(files, OF_LOG)


@EXAMPLES
@given(one=st.integers(0, 191), other=st.integers(0, 191))
def test_leaves_that_change_places_are_found(one: int, other: int) -> None:
    files, leaves = story.log().folder(), list(story.log().leaves)
    leaves[one], leaves[other] = leaves[other], leaves[one]
    files["leaves.bin"] = b"".join(leaves)
    assert (one == other) == (failing(files, OF_LOG) == "")
