"""An independent reader finds in every vector what the client finds (docs/spec/)."""

import hashlib
import json
from collections.abc import Callable

import pytest

from tests.reader import age, canonical, envelope, receipt, rooms
from tests.reader.problems import Refused
from tests.reader.vectors import FIELDS, FOLDER, Vector, all_vectors, parse


def _trusted(vector: Vector) -> set[str] | None:
    return None if vector["trusted"] == "any" else set(vector["trusted"].split())


def _place(vector: Vector) -> dict[str, object]:
    return {name: vector[name] for name in ("organisation", "case", "room")}


def _attachment(vector: Vector) -> None:
    manifest = json.loads(vector["manifest"])
    content = envelope.open_attachment(vector.octets, manifest, vector["identity"])
    assert hashlib.sha256(content).hexdigest() == vector["content"]


def _canonical(vector: Vector) -> None:
    try:
        value = canonical.read(vector.octets)
    except ValueError as error:
        raise Refused("refused") from error
    assert canonical.write(value).encode() == vector.octets


def _directory(vector: Vector) -> None:
    rooms.open_directory(vector.octets, vector["signature"], vector["root"], int(vector["minimum"]))


def _envelope(vector: Vector) -> None:
    expected = {
        **_place(vector),
        "epoch": int(vector["epoch"]),
        "sequence": int(vector["sequence"]),
        "previous": vector["previous"],
    }
    opened = envelope.open_item(vector.octets, vector["identity"], expected, _trusted(vector))
    assert canonical.write(opened.header) == vector["header"]
    assert canonical.write(opened.body) == vector["body"]
    if "hash" in vector.fields:
        assert hashlib.sha256(vector.octets).hexdigest() == vector["hash"]


def _fingerprint(vector: Vector) -> None:
    made = rooms.fingerprint(vector["recipient"], vector["verify"])
    assert made == vector["fingerprint"]


def _grant(vector: Vector) -> None:
    opened = envelope.open_grant(
        vector.octets, vector["identity"], _place(vector), vector["to"], _trusted(vector)
    )
    epochs = opened.body["epochs"]
    recipients = [age.recipient_of(one["identity"]) for one in epochs]
    assert opened.header["author"] == vector["author"]
    assert canonical.write(epochs) == vector["epochs"]
    assert " ".join(recipients) == vector["recipients"]


def _padding(vector: Vector) -> None:
    length = int(vector["length"])
    if "padme" in vector.fields:
        assert envelope.padme(length) == int(vector["padme"])
    else:
        assert envelope.size_class(length) == int(vector["class"])


def _plaintext(vector: Vector) -> None:
    header, body = json.loads(vector["header"]), json.loads(vector["body"])
    assert envelope.encode(header, body, bytes.fromhex(vector["seed"])) == vector.octets
    assert envelope.decode(vector.octets).body == body


def _receipt(vector: Vector) -> None:
    if "typed" in vector.fields:
        receipt.read([int(index) for index in vector["typed"].split()])
        return
    indices = [int(index) for index in vector["indices"].split()]
    assert receipt.checksum(indices) == int(vector["checksum"])
    keys = receipt.derive(indices, bytes.fromhex(vector["deployment"]))
    for name, value in vars(keys).items():
        assert value == vector[name], name


def _recipient(vector: Vector) -> None:
    age.check_recipient(vector["recipient"])


def _request(vector: Vector) -> None:
    made = rooms.sign_request(
        vector["method"],
        vector["path"],
        vector["query"],
        vector.octets,
        int(vector["created"]),
        vector["keyid"],
        bytes.fromhex(vector["seed"]),
    )
    for name, value in made.items():
        assert value == vector[name], name


def _words(vector: Vector) -> None:
    indices = [int(index) for index in vector["indices"].split()]
    path = FOLDER.parent / "client" / "words" / f"{vector['language']}.txt"
    words = path.read_text().split()
    assert len(words) == 7776
    assert " ".join(words[i] for i in [*indices, receipt.checksum(indices)]) == vector["words"]


def _wrap(vector: Vector) -> None:
    officer = rooms.unwrap(vector["wrap"], vector["passphrase"], vector["officer"])
    assert officer.identity == vector["identity"]
    assert officer.author == vector["author"]


RUN: dict[str, Callable[[Vector], None]] = {
    "attachment": _attachment,
    "canonical": _canonical,
    "directory": _directory,
    "envelope": _envelope,
    "fingerprint": _fingerprint,
    "grant": _grant,
    "padding": _padding,
    "plaintext": _plaintext,
    "receipt": _receipt,
    "recipient": _recipient,
    "request": _request,
    "words": _words,
    "wrap": _wrap,
}


@pytest.mark.parametrize("vector", all_vectors(), ids=lambda one: f"{one.kind}/{one.name}")
def test_the_reader_finds_what_the_vector_says(vector: Vector) -> None:
    try:
        RUN[vector.kind](vector)
        found = "success"
    except Refused as refusal:
        found = str(refusal)
    assert found == vector.expect


def test_every_folder_of_vectors_is_run() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    # The ledger's vectors are run by the tests of the ledger.
    assert folders - {"ledger"} == set(RUN) == set(FIELDS)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("expect: success\nlenght: 1\n", "unknown field"),
        ("length: 1\nexpect: success\n", "not first"),
        ("expect: a\nexpect: b\n", "malformed"),
        ("expect: a\nlength\n", "malformed"),
    ],
)
def test_a_vector_with_something_unknown_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse("padding", "a.txt", text)
