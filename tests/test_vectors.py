"""An independent reader finds in every vector what the client finds (docs/spec/)."""

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.reader import (
    age,
    canonical,
    commitments,
    envelope,
    erasure,
    file,
    identities,
    receipt,
    report_proof,
    rooms,
)
from tests.reader.problems import Refused
from tests.reader.vectors import FIELDS, FOLDER, Vector, all_vectors, parse


def _trusted(vector: Vector) -> set[str] | None:
    return None if vector["trusted"] == "any" else set(vector["trusted"].split())


def _place(vector: Vector) -> dict[str, object]:
    return {name: vector[name] for name in ("organisation", "case", "room")}


def _at(vector: Vector) -> dict[str, Any]:
    names = ("organisation", "case", "box", "opening")
    return {name: vector[name] for name in names if name in vector.fields}


def _approval(vector: Vector) -> None:
    approval = identities.Approval(
        vector["custodian"], int(vector["index"]), vector["verify"], vector.octets
    )
    record = identities.open_approval(approval, vector["identity"], _at(vector), vector["hash"])
    assert (record["q"], record["o"]) == (vector["q"], vector["o"])


def _attachment(vector: Vector) -> None:
    manifest = json.loads(vector["manifest"])
    content = envelope.open_attachment(vector.octets, manifest, vector["identity"])
    assert hashlib.sha256(content).hexdigest() == vector["content"]


def _box(vector: Vector) -> None:
    approvals = [
        identities.Approval(
            one["custodian"], one["index"], one["verify"], base64.b64decode(one["sealed"])
        )
        for one in json.loads(vector["approvals"])
    ]
    handed = identities.Handed(
        statement=vector["statement"],
        signature=vector["signature"],
        content=vector.octets,
        version=int(vector["version"]),
        kind=vector["half"],
        half=base64.b64decode(vector["sealed_half"]),
        approvals=approvals,
    )
    opened = identities.open_box(handed, vector["identity"], _at(vector))
    assert canonical.write(opened) == vector["opened"]


def _canonical(vector: Vector) -> None:
    try:
        value = canonical.read(vector.octets)
    except ValueError as error:
        raise Refused("refused") from error
    assert canonical.write(value).encode() == vector.octets


def _consent(vector: Vector) -> None:
    to = {name: vector[name] for name in ("officer", "recipient", "verify")}
    terms = {"to": to, "purpose": vector["purpose"], "author": vector["author"]}
    expected = {**_at(vector), **terms}
    identities.check_consent(vector["statement"], vector["signature"], expected, vector["today"])
    if vector.octets:
        half = identities.open_half(vector.octets, vector["identity"], expected)
        assert half["half"] == vector["half"]


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


def _erasure(vector: Vector) -> None:
    destroyed = [tuple(one.split("/")) for one in vector["destroyed"].split()]
    nodes = {"": bytes.fromhex(vector["root"])}
    for case, part in destroyed:
        nodes = erasure.take_out(nodes, erasure.path_of(case, part))
    path = erasure.path_of(vector["case"], vector["part"])
    assert f"{int(path, 2):022x}" == vector["index"]
    key = erasure.key(nodes, path)
    if key is None:
        raise Refused("destroyed")
    assert key.hex() == vector["key"]
    content = erasure.unmask(vector.octets, bytes.fromhex(vector["name"]), path, key)
    assert hashlib.sha256(content).hexdigest() == vector["content"]
    text = erasure.write(vector["name"], erasure.take_out(nodes, path))
    assert hashlib.sha256(text.encode()).hexdigest() == vector["after"]


def _file(vector: Vector) -> None:
    value = canonical.read(vector.octets)
    if "totals" in vector.fields:
        items = [(one["sequence"], one["hash"], one["kind"], one["body"]) for one in value]
        assert file.totals(items) == json.loads(vector["totals"])
        return
    file.read_body(vector["kind"], value)


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


def _join(vector: Vector) -> None:
    indices = [int(index) for index in vector["indices"].split()]
    assert identities.join_id(indices, bytes.fromhex(vector["deployment"])) == vector["id"]
    assert " ".join(_list(vector["language"])[i] for i in indices) == vector["words"]


def _letter(vector: Vector) -> None:
    names = ("kind", "to", "from", "author")
    expected = {**_at(vector), **{name: vector[name] for name in names}}
    fields = identities.open_letter(vector.octets, vector["identity"], expected)
    assert canonical.write(fields) == vector["fields"]


def _override(vector: Vector) -> None:
    box = identities.read_box(vector["statement"], vector["signature"], _at(vector))
    half = identities.open_half_of_authority(vector.octets, vector["identity"], box)
    assert box["authority"]["id"] == vector["authority"]
    assert (half["b"], half["proof"]) == (vector["b"], vector["proof"])


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


def _acceptance(vector: Vector) -> None:
    names = ("organisation", "commitment", "owner", "kind", "due_on", "text")
    accepted = commitments.read_acceptance(
        vector["statement"],
        vector["signature"],
        vector["verify"],
        {name: vector[name] for name in names},
    )
    assert accepted["day"] == vector["day"]


def _promise(vector: Vector) -> None:
    indices = [int(index) for index in vector["indices"].split()]
    keys = receipt.promise(indices, bytes.fromhex(vector["deployment"]), vector["room"])
    assert {name: vector[name] for name in keys} == keys


def _pledge(vector: Vector) -> None:
    expected = {name: vector[name] for name in ("organisation", "case", "officer")}
    pledge = identities.read_pledge(
        vector["statement"], vector["signature"], vector["verify"], expected
    )
    assert pledge["text"] == vector["text"]


def _receipt(vector: Vector) -> None:
    if "typed" in vector.fields:
        receipt.read([int(index) for index in vector["typed"].split()])
        return
    indices = [int(index) for index in vector["indices"].split()]
    assert receipt.checksum(indices) == int(vector["checksum"])
    keys = receipt.derive(indices, bytes.fromhex(vector["deployment"]))
    # The first vectors are older than the purposes `box` and `file`.
    for name in vars(keys).keys() & vector.fields.keys():
        assert vars(keys)[name] == vector[name], name
    assert vars(keys).keys() - vector.fields.keys() <= {"box", "file"}


def _recipient(vector: Vector) -> None:
    age.check_recipient(vector["recipient"])


def _record(vector: Vector) -> None:
    record = identities.RECORDS[vector["context"]]
    value = json.loads(vector["json"])
    assert identities.decode_record(record, vector.octets) == value
    assert identities.encode_record(record, value, bytes.fromhex(vector["seed"])) == vector.octets


def _report_proof(vector: Vector) -> None:
    ledger = bytes.fromhex(vector["ledger"])
    day, until = report_proof.read(
        vector.octets.decode(), vector["origin"], vector["key"], vector["hash"], ledger
    )
    assert (day, until) == (vector["day"], vector["logged_by"])


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


def _shamir(vector: Vector) -> None:
    shares = [bytes.fromhex(share) for share in vector["shares"].split()]
    assert identities.combine(shares).hex() == vector["secret"]


def _share(vector: Vector) -> None:
    box = identities.read_box(vector["statement"], vector["signature"], _at(vector))
    share = identities.open_share(vector.octets, vector["identity"], box, vector["custodian"])
    assert share["index"] == int(vector["index"])
    for name in ("q", "o", "proof"):
        assert share[name] == vector[name]


def _list(language: str) -> list[str]:
    words = (FOLDER.parent / "client" / "words" / f"{language}.txt").read_text().split()
    assert len(words) == 7776
    return words


def _words(vector: Vector) -> None:
    indices = [int(index) for index in vector["indices"].split()]
    words = _list(vector["language"])
    assert " ".join(words[i] for i in [*indices, receipt.checksum(indices)]) == vector["words"]


def _wrap(vector: Vector) -> None:
    officer = rooms.unwrap(vector["wrap"], vector["passphrase"], vector["officer"])
    assert officer.identity == vector["identity"]
    assert officer.author == vector["author"]


RUN: dict[str, Callable[[Vector], None]] = {
    "acceptance": _acceptance,
    "approval": _approval,
    "attachment": _attachment,
    "box": _box,
    "canonical": _canonical,
    "consent": _consent,
    "directory": _directory,
    "envelope": _envelope,
    "erasure": _erasure,
    "file": _file,
    "fingerprint": _fingerprint,
    "grant": _grant,
    "join": _join,
    "letter": _letter,
    "override": _override,
    "padding": _padding,
    "plaintext": _plaintext,
    "pledge": _pledge,
    "promise": _promise,
    "receipt": _receipt,
    "recipient": _recipient,
    "record": _record,
    "report-proof": _report_proof,
    "request": _request,
    "shamir": _shamir,
    "share": _share,
    "words": _words,
    "wrap": _wrap,
}


@pytest.mark.parametrize("vector", all_vectors(*RUN), ids=lambda one: f"{one.kind}/{one.name}")
def test_the_reader_finds_what_the_vector_says(vector: Vector) -> None:
    try:
        RUN[vector.kind](vector)
        found = "success"
    except Refused as refusal:
        found = str(refusal)
    assert found == vector.expect


def test_every_folder_of_vectors_is_run() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    # Vectors of ledger and dossier are run by the tests of those.
    assert folders - {"ledger", "cosignature", "policy", "dossier"} == set(RUN)
    assert set(FIELDS) == {*RUN, "dossier"}


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
