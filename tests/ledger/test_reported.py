"""The proof of report proves that something was reported, to anybody, and nothing more."""

import base64
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hoeder.ledger import checkpoint, leaves
from hoeder.ledger.note import Statement, Verifier, is_origin, open_checkpoint, read_verifier
from hoeder.ledger.reported import HEAD, ProofOfReport, is_word_broken, open_proof
from tests.ledger.build import KEY
from tests.reader.vectors import Vector, all_vectors

ORIGIN = "meldpunt.example/log"
DAY = date(2026, 11, 27)
PROOF = ProofOfReport(ORIGIN, "ab" * 32, leaves.handle(KEY, 0).hex(), DAY)
#: What a proof is held against by whoever has only the note and the key on paper.
ELSEWHERE = {"refused: report", "refused: handle"}


@pytest.fixture
def key(folder: Path) -> checkpoint.LogKey:
    """The key of a log."""
    return checkpoint.load_key(folder, known=None, origin=ORIGIN)


def test_a_proof_verifies_offline_with_the_key_on_paper(key: checkpoint.LogKey) -> None:
    """law.md INT-15: it verifies with the published key alone."""
    on_paper = key.verifier.text()
    assert open_proof(key.sign_proof(PROOF), read_verifier(on_paper)) == PROOF
    assert PROOF.logged_by == datetime(2026, 11, 29, tzinfo=UTC)


def test_the_same_report_gives_the_same_text(key: checkpoint.LogKey) -> None:
    assert key.sign_proof(PROOF) == key.sign_proof(PROOF)


def test_a_proof_holds_no_content_no_name_and_no_hour(key: checkpoint.LogKey) -> None:
    lines = key.sign_proof(PROOF).split("\n")
    assert lines[:6] == [
        HEAD,
        ORIGIN,
        PROOF.hash,
        PROOF.handle,
        "2026-11-27",
        "logged by 2026-11-29T00:00:00Z",
    ]
    assert len(lines) == 9


def test_any_changed_byte_is_refused(key: checkpoint.LogKey) -> None:
    """law.md INT-15: one byte changed in the report, the note or the key breaks it."""
    note = key.sign_proof(PROOF)
    octets = note.encode()
    for at in range(len(octets)):
        changed = octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :]
        with pytest.raises(ValueError, match="."):
            open_proof(changed.decode("latin-1"), key.verifier)
    public = key.verifier.key
    for at in range(len(public)):
        other = public[:at] + bytes([public[at] ^ 1]) + public[at + 1 :]
        with pytest.raises(ValueError, match="signature"):
            open_proof(note, Verifier(ORIGIN, other))


def test_no_proof_passes_for_a_checkpoint_nor_the_reverse(key: checkpoint.LogKey) -> None:
    with pytest.raises(ValueError, match="checkpoint"):
        open_checkpoint(key.sign_proof(PROOF), key.verifier)
    with pytest.raises(ValueError, match="proof of report"):
        open_proof(key.sign(Statement(ORIGIN, 64, bytes(32))), key.verifier)
    assert is_origin("hoeder.eu/log")
    assert not is_origin(HEAD)


@pytest.mark.parametrize(
    "vector",
    [one for one in all_vectors() if one.kind == "report-proof"],
    ids=lambda one: one.name,
)
def test_the_ledger_finds_what_the_vector_says(vector: Vector) -> None:
    try:
        proof = open_proof(vector.octets.decode(), read_verifier(vector["key"]))
    except ValueError:
        assert vector.expect.startswith("refused: ")
        assert vector.expect not in ELSEWHERE
        return
    own = leaves.handle(bytes.fromhex(vector["ledger"]), 0).hex()
    assert (vector.expect == "refused: report") == (proof.hash != vector["hash"])
    assert (vector.expect == "refused: handle") == (proof.handle != own)
    if vector.expect == "success":
        assert proof.day.isoformat() == vector["day"]
        assert f"{proof.logged_by:%Y-%m-%dT%H:%M:%SZ}" == vector["logged_by"]


def test_a_log_past_the_promised_time_without_the_leaf_broke_its_word() -> None:
    mine = leaves.leaf(KEY, 0, b"{}", DAY)
    others = [leaves.dummy(DAY) for _ in range(63)]
    later, earlier = PROOF.logged_by, datetime(2026, 11, 28, 23, 59, 59, tzinfo=UTC)
    assert is_word_broken(PROOF, others, later)
    assert not is_word_broken(PROOF, [*others, mine], later)
    assert not is_word_broken(PROOF, others, earlier)


def test_the_worked_example_of_the_spec_is_the_vector() -> None:
    spec = (Path(__file__).parents[2] / "docs" / "spec" / "ledger.md").read_text(encoding="utf-8")
    text = (Path(__file__).parents[2] / "vectors" / "report-proof" / "good.txt").read_text()
    note = base64.b64decode(text.partition("\n\n")[2].replace("\n", "")).decode()
    assert all(f"    {line}" in spec for line in note.split("\n") if line)
