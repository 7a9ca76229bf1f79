"""The ledger's code says what its vectors say, and so does the client."""

import base64
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hoeder.ledger import cosignatures, leaves, note, policy, tree

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
FOLDER = VECTORS / "ledger"
ALL = [one for folder in ("ledger", "cosignature", "policy") for one in VECTORS.glob(f"{folder}/*")]

#: Every field that a kind of vector may have. A field that is not here fails the suite.
FIELDS = {
    "leaf": {"key", "n", "day", "event", "handle", "commit", "hash"},
    "inclusion": {"index", "size", "hash", "root", "proof"},
    "consistency": {"older", "newer", "older_root", "newer_root", "proof"},
    "checkpoint": {"key", "origin", "size", "root"},
    "path": {"level", "number", "width", "path"},
    "note": {"cosigners", "now", "counted"},
    "key": {"key", "name", "id", "type"},
    "policy": {"met", "not_met"},
}


def read(path: Path) -> tuple[str, dict[str, str], bytes]:
    """Read a vector: the kind that its name begins with, its fields, its bytes."""
    kind = path.stem.partition("_")[0]
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.removesuffix("\n").split("\n"))
    assert next(iter(fields)) == "expect"
    assert set(fields) - {"expect"} <= FIELDS[kind], "a field that this reader does not know"
    return kind, fields, base64.b64decode(body.replace("\n", ""), validate=True)


def proof_of(fields: dict[str, str]) -> list[bytes]:
    """Read the hashes of a proof."""
    text = fields["proof"]
    return [] if text == "none" else [bytes.fromhex(one) for one in text.split(" ")]


def run_leaf(fields: dict[str, str], octets: bytes) -> str:
    """Take a leaf apart, and write it again from its event."""
    try:
        read_back = leaves.read_leaf(octets)
    except ValueError:
        return "refused: leaf"
    key, n, event = bytes.fromhex(fields["key"]), int(fields["n"]), fields["event"].encode()
    assert read_back.day == date.fromisoformat(fields["day"])
    assert leaves.handle(key, n).hex() == fields["handle"] == read_back.handle.hex()
    assert leaves.commit(key, n, event).hex() == fields["commit"] == read_back.commit.hex()
    assert leaves.leaf(key, n, event, read_back.day) == octets
    assert tree.leaf_hash(octets).hex() == fields["hash"]
    return "success"


def run_inclusion(fields: dict[str, str], octets: bytes) -> str:
    """Follow an inclusion proof."""
    leaf, root = bytes.fromhex(fields["hash"]), bytes.fromhex(fields["root"])
    try:
        found = tree.root_from_inclusion(
            int(fields["index"]), int(fields["size"]), leaf, proof_of(fields)
        )
    except ValueError:
        return "refused: proof"
    return "success" if found == root else "refused: proof"


def run_consistency(fields: dict[str, str], octets: bytes) -> str:
    """Follow a consistency proof."""
    older_root, newer_root = (bytes.fromhex(fields[one]) for one in ("older_root", "newer_root"))
    consistent = tree.is_consistent(
        int(fields["older"]), int(fields["newer"]), older_root, newer_root, proof_of(fields)
    )
    return "success" if consistent else "refused: proof"


def run_checkpoint(fields: dict[str, str], octets: bytes) -> str:
    """Open a checkpoint."""
    verifier = note.read_verifier(fields["key"])
    assert verifier.text() == fields["key"]
    try:
        statement = note.open_checkpoint(octets.decode(), verifier)
    except ValueError as error:
        return "refused: signature" if "signature" in str(error) else "refused: note"
    said = (statement.origin, str(statement.size), statement.root.hex())
    assert said == (fields["origin"], fields["size"], fields["root"])
    return "success"


def run_path(fields: dict[str, str], octets: bytes) -> str:
    """Read and write the path of a tile."""
    place = tree.read_tile_path(fields["path"])
    if place is None:
        return "refused: path"
    level = tree.ENTRIES if fields["level"] == "entries" else int(fields["level"])
    assert place == (level, int(fields["number"]), int(fields["width"]))
    assert tree.tile_path(*place) == fields["path"]
    return "success"


def run_note(fields: dict[str, str], octets: bytes) -> str:
    """Read the cosignatures under a checkpoint, and count those that hold."""
    known = [cosignatures.read_cosigner(one) for one in fields["cosigners"].split(" ")]
    text = octets.decode()
    try:
        counted = cosignatures.checked(text, known, now=int(fields["now"]))
    except ValueError as error:
        return "refused: cosignature" if "does not hold" in str(error) else "refused: note"
    said = [f"{one.name}@{counted[one].time}" for one in known if one in counted]
    assert fields["counted"] == (" ".join(said) or "none")
    assert all(one.line() in text for one in counted.values())
    return "success"


def run_key(fields: dict[str, str], octets: bytes) -> str:
    """Read and write the verifier key of a witness."""
    try:
        read_back = cosignatures.read_cosigner(fields["key"])
    except ValueError:
        return "refused: key"
    assert read_back.text() == fields["key"]
    assert read_back.name == fields["name"]
    assert (read_back.key_id.hex(), read_back.algorithm.hex()) == (fields["id"], fields["type"])
    return "success"


def run_policy(fields: dict[str, str], octets: bytes) -> str:
    """Read a policy, and ask it who is enough."""
    try:
        read_back = policy.read_policy(octets.decode())
    except ValueError:
        return "refused: policy"
    for field, expected in (("met", True), ("not_met", False)):
        for names in fields[field].split(" | ") if field in fields else []:
            assert read_back.is_met(names.split(" ")) is expected, names
    return "success"


RUN: dict[str, Callable[[dict[str, str], bytes], str]] = {
    "leaf": run_leaf,
    "inclusion": run_inclusion,
    "consistency": run_consistency,
    "checkpoint": run_checkpoint,
    "path": run_path,
    "note": run_note,
    "key": run_key,
    "policy": run_policy,
}


@pytest.mark.parametrize("path", sorted(ALL), ids=lambda path: path.stem)
def test_the_ledger_finds_what_the_vector_says(path: Path) -> None:
    kind, fields, octets = read(path)
    assert RUN[kind](fields, octets) == fields["expect"]


def test_the_worked_example_of_the_spec_is_the_vector() -> None:
    spec = (FOLDER.parents[1] / "docs" / "spec" / "ledger.md").read_text(encoding="utf-8")
    _, fields, _ = read(FOLDER / "leaf_report.txt")
    for name in ["event", "handle", "commit", "hash"]:
        assert fields[name] in spec
    _, fields, octets = read(FOLDER / "checkpoint_64.txt")
    assert fields["key"] in spec
    assert all(line in spec for line in octets.decode().split("\n"))
