"""Time stamps of a real authority: over this state, by whom it should be, and no other."""

from pathlib import Path

import pytest

from hoeder.ledger import stamping
from tests.hoeder_proof import story, tree
from tests.hoeder_proof.running import Verifier
from tests.ledger.authority import Authority, an_authority

STAMP, STATE = "stamps/64.tsr", "stamps/64.checkpoint"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stamp(authority: Authority) -> bytes:
    """A stamp over the first 64 leaves."""
    return authority.stamp(stamping.query_for(story.log().checkpoint(64)).body)


def stamped(stamp: bytes) -> story.Files:
    """A log folder with a stamp."""
    note = story.log().checkpoint(64).encode()
    return {**story.log().folder(), STAMP: stamp, STATE: note}


def of_dossier(stamp: bytes) -> story.Files:
    """A dossier with a stamp, and the way from there to its head."""
    hashes = tree.proof(64, story.log().hashes)
    path = b"".join(story.base64_line(one) for one in hashes)
    inside = {f"log/{name}": data for name, data in stamped(stamp).items() if "stamps" in name}
    return story.signed({**story.a_dossier(), **inside, "log/stamps/64.consistency": path})


def options(authority: Authority) -> tuple[str, ...]:
    # Its certificate begins on the day that the test runs.
    return ("--authority", str(authority.root), "--at", "2100-01-01")


def test_a_stamp_holds(verifier: Verifier, authority: Authority, stamp: bytes) -> None:
    """law.md EVD-01: the anchor verifies without the server."""
    for files in (stamped(stamp), of_dossier(stamp)):
        said = verifier.files(files, *options(authority))
        assert (said.status, "stamp.time" in said.codes("holds")) == (0, True)
        assert "Tijdstempeldienst stamped this state" in said.text


def test_without_the_certificate_of_the_authority_nobody_vouches(
    verifier: Verifier, stamp: bytes
) -> None:
    said = verifier.files(stamped(stamp))
    assert (said.status, "stamp.unknown_authority" in said.codes("open")) == (0, True)


def test_the_stamp_of_another_authority_is_named(
    verifier: Verifier, stamp: bytes, tmp_path: Path
) -> None:
    other = an_authority(tmp_path / "other")
    said = verifier.files(stamped(stamp), *options(other))
    assert said.failing == {("stamp.wrong", STAMP)}


@pytest.mark.parametrize("at", [20, -40, -5])
def test_a_stamp_that_was_changed_is_named(
    verifier: Verifier, authority: Authority, stamp: bytes, at: int
) -> None:
    changed = bytearray(stamp)
    changed[at] ^= 1
    said = verifier.files(stamped(bytes(changed)), *options(authority))
    assert said.failing == {("stamp.wrong", STAMP)}


def test_a_stamp_over_another_state_is_named(
    verifier: Verifier, authority: Authority, stamp: bytes
) -> None:
    files = {**stamped(stamp), STATE: story.log().checkpoint(64, None).encode()}
    for given in (options(authority), ()):
        assert verifier.files(files, *given).failing == {("stamp.wrong", STAMP)}
    del files[STATE]
    assert verifier.files(files).failing == {("stamp.alone", STATE)}
    files[STATE] = story.log().checkpoint(128).encode()
    assert verifier.files(files).failing == {("stamp.size", STATE)}
    files[STATE] = b"nothing\n\n"
    assert verifier.files(files).failing == {("checkpoint.unsigned", STATE)}


def test_a_stamp_over_another_history_is_named(verifier: Verifier, authority: Authority) -> None:
    """The log was rewritten after the day on which it was stamped."""
    other = story.a_log(story.events())
    other.leaves[3] = other.leaves[3][:32] + bytes(64)
    note = other.checkpoint(64)
    answer = authority.stamp(stamping.query_for(note).body)
    files = {**stamped(answer), STATE: note.encode()}
    said = verifier.files(files, *options(authority))
    assert said.failing == {("stamp.other_history", STATE)}
    files = {**of_dossier(answer), f"log/{STATE}": note.encode()}
    said = verifier.files(story.signed(files), *options(authority))
    assert said.failing == {("stamp.other_history", "log/stamps/64.consistency")}


def test_a_stamp_from_the_future_is_named(
    verifier: Verifier, authority: Authority, stamp: bytes
) -> None:
    given = ("--authority", str(authority.root), "--at", "2026-11-20")
    assert "stamp.future" in verifier.files(stamped(stamp), *given).codes("fails")


def test_what_is_no_certificate_is_refused(verifier: Verifier) -> None:
    path = verifier.folder / "pem"
    path.write_text("nothing")
    said = verifier.files(story.log().folder(), "--authority", str(path))
    assert (said.status, "is none (PEM)" in said.text) == (2, True)
