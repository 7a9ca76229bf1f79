"""A copy of the log is whole, and two copies tell one history; or it is named where they part."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hoeder_proof import story
from tests.hoeder_proof.keys import Signer
from tests.hoeder_proof.running import Verifier

LEAVES = "leaves.bin"
OTHER = "[--against] "
EARLIER, LATER = (story.SEEN[0] - 86400, story.SEEN[0] - 86400), story.SEEN


def another_history(leaf: int = 70) -> story.ALog:
    """The same log, in which one leaf was replaced, signed with the same key."""
    log = story.a_log(story.events())
    log.leaves[leaf] = log.leaves[leaf][:32] + bytes(64)
    return log


def test_a_whole_log_holds(verifier: Verifier) -> None:
    said = verifier.files(story.log().folder())
    assert (said.status, said.codes("open")) == (0, {"key.unknown"})
    assert said.codes("holds") == {"checkpoint.signed", "checkpoint.quorum", "leaves.whole"}
    assert verifier.files(story.log().folder(), "--key", story.LOG.vkey()).codes("open") == set()


def test_a_log_in_a_zip_and_one_packed_in_a_folder_hold(verifier: Verifier) -> None:
    files = {f"log-2026/{name}": data for name, data in story.log().folder().items()}
    path = story.write_zip(files, verifier.folder / "log.zip")
    assert verifier.run(path).status == 0


def test_an_empty_log_holds(verifier: Verifier) -> None:
    assert verifier.files(story.ALog().folder()).status == 0


def test_a_log_of_another_deployment_is_named(verifier: Verifier) -> None:
    key = Signer("elders.example/log").vkey()
    said = verifier.files(story.log().folder(), "--key", key)
    assert said.failing == {("key.differs", "key"), ("checkpoint.unsigned", "checkpoint")}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data[:96] + bytes([data[96] ^ 1]) + data[97:], "leaves.form"),
        (lambda data: data[:150] + bytes([data[150] ^ 1]) + data[151:], "leaves.changed"),
        (lambda data: data[96:192] + data[:96] + data[192:], "leaves.changed"),
        (lambda data: data[:-96], "leaves.missing"),
        (lambda data: data[:-1], "leaves.cut"),
        (lambda data: data + data[-96:], "leaves.unsigned"),
        (lambda data: data[:-96] + data[:96], "leaves.back_dated"),
        (lambda _: b"", "leaves.missing"),
    ],
)
def test_a_log_that_was_changed_is_named(
    verifier: Verifier, change: Callable[[bytes], bytes], code: str
) -> None:
    files = story.log().folder()
    files[LEAVES] = change(files[LEAVES])
    said = verifier.files(files)
    assert said.status == 1
    assert (code, LEAVES) in said.failing


@pytest.mark.parametrize("name", ["checkpoint", "key"])
def test_what_is_lost_is_named(verifier: Verifier, name: str) -> None:
    files = story.log().folder()
    del files[name]
    assert (f"{name}.missing", name) in verifier.files(files).failing


def test_an_older_copy_is_the_beginning(verifier: Verifier) -> None:
    older = verifier.put(story.log().folder(128, EARLIER))
    newer = verifier.put(story.log().folder())
    for one, other in [(older, newer), (newer, older)]:
        said = verifier.run(one, "--against", str(other))
        assert (said.status, "copy.grew" in said.codes("holds")) == (0, True)
    same = verifier.run(newer, "--against", str(newer))
    assert "copy.equal" in same.codes("holds")


def test_a_log_that_shrank_is_named(verifier: Verifier) -> None:
    """Witnesses saw the longer one first."""
    longer = verifier.put(story.log().folder(192, EARLIER))
    shorter = verifier.put(story.log().folder(128, LATER))
    said = verifier.run(shorter, "--against", str(longer))
    assert said.failing == {("copy.shrank", LEAVES)}


def test_two_histories_are_named_by_the_first_leaf_that_differs(verifier: Verifier) -> None:
    """law.md EVD-06: whoever kept a copy proves that the log was rewritten."""
    kept = verifier.put(story.log().folder(128))
    said = verifier.files(another_history(70).folder(), "--against", str(kept))
    assert said.failing == {("copy.fork", OTHER + LEAVES)}
    assert "differ from leaf 70 on" in said.text


def test_a_copy_that_was_damaged_is_no_second_history(verifier: Verifier) -> None:
    files = story.log().folder(128)
    files[LEAVES] = files[LEAVES][:-1] + bytes([files[LEAVES][-1] ^ 1])
    said = verifier.files(story.log().folder(), "--against", str(verifier.put(files)))
    assert {("leaves.changed", OTHER + LEAVES), ("copy.differs", OTHER + LEAVES)} <= said.failing


def test_a_checkpoint_that_a_witness_kept(verifier: Verifier) -> None:
    whole, kept = verifier.put(story.log().folder()), verifier.folder / "kept.txt"
    kept.write_text(story.log().checkpoint(100))
    said = verifier.run(whole, "--against", str(kept))
    assert (said.status, "copy.same_history" in said.codes("holds")) == (0, True)
    kept.write_text(another_history(70).checkpoint(100))
    said = verifier.run(whole, "--against", str(kept))
    assert said.failing == {("copy.other_history", f"{OTHER}kept.txt")}
    older = verifier.put(story.log().folder(64))
    kept.write_text(story.log().checkpoint())
    assert "copy.newer" in verifier.run(older, "--against", str(kept)).codes("open")
    kept.write_text(story.log().checkpoint().replace("192", "193"))
    said = verifier.run(whole, "--against", str(kept))
    assert said.failing == {("checkpoint.unsigned", f"{OTHER}kept.txt")}


def test_a_witness_that_signs_in_the_future_does_not_count(verifier: Verifier) -> None:
    files = story.log().folder(times=(story.SEEN[0] + 30 * 86400, story.SEEN[1]))
    assert verifier.files(files).failing == {("checkpoint.no_quorum", "checkpoint")}


def test_a_false_cosignature_is_named(verifier: Verifier) -> None:
    files = story.log().folder()
    lines = story.log().checkpoint(128).splitlines(keepends=True)
    note = files["checkpoint"].decode().splitlines(keepends=True)
    note[-2] = lines[-2]
    files["checkpoint"] = "".join(note).encode()
    assert verifier.files(files).failing == {("checkpoint.cosignature", "checkpoint")}


def put_proof(folder: Path) -> str:
    path = folder / "bewijs.txt"
    path.write_bytes(story.proof_of_report())
    return str(path)


def test_a_proof_of_report_is_kept_in_the_log(verifier: Verifier) -> None:
    """law.md INT-15: it verifies offline with the published key, and so does the log's word."""
    whole, proof = verifier.put(story.log().folder()), put_proof(verifier.folder)
    said = verifier.run(whole, "--proof", proof)
    assert (said.status, "proof-of-report.kept" in said.codes("holds")) == (0, True)


def test_a_log_without_the_report_after_the_promised_day_breaks_its_word(
    verifier: Verifier,
) -> None:
    """law.md INT-15, EVD-06: the missing leaf is itself the proof."""
    proof = put_proof(verifier.folder)
    log = another_history(story.log().places[story.CASE, 0])
    said = verifier.files(log.folder(), "--proof", proof)
    assert said.failing == {("proof-of-report.broken", "bewijs.txt")}
    # Of the second day: nothing shows that the log had come further.
    early = verifier.files(log.folder(128, None), "--proof", proof)
    assert "proof-of-report.not_yet" in early.codes("open")


def test_a_report_that_was_logged_late_breaks_the_word_too(verifier: Verifier) -> None:
    proof = put_proof(verifier.folder)
    log = story.a_log({})
    event = story.events()[story.CASE, 0]
    blinded = story.blinded(story.CASE, 0, event)
    log.leaves[150] = log.leaves[150][:32] + blinded[0] + blinded[2]
    said = verifier.files(log.folder(), "--proof", proof)
    assert said.failing == {("proof-of-report.late", "bewijs.txt")}
