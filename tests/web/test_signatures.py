"""Which signed requests of a reporter are believed, and which are not (docs/spec/api.md)."""

import json
import time
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import RequestFactory

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.web.requests import NOBODY, NotProven, read_signature
from tests.build import Cast
from tests.web.asking import Reporter, an_item, kind_of, room_of

VECTORS = Path(__file__).parents[2] / "vectors" / "request"


@pytest.fixture
def noor(cast: Cast, ada: Officer, ruth: Officer) -> Reporter:
    """Noor, who has reported to Ada and Ruth."""
    return Reporter().has_reported(cast, ada, ruth)


def test_an_unknown_receipt_and_a_wrong_signature_are_one_answer(noor: Reporter) -> None:
    stranger, forger = Reporter(), Reporter()
    forger.lookup = noor.lookup
    unknown = stranger.get("/api/my/case")
    wrong = forger.get("/api/my/case")
    assert (unknown.status_code, kind_of(unknown)) == (401, "unknown-receipt")
    assert unknown.content == wrong.content
    assert unknown.headers["WWW-Authenticate"] == wrong.headers["WWW-Authenticate"]


@pytest.mark.parametrize("off", [-301, 301, -1_000_000])
def test_a_request_of_another_time_is_refused_with_our_time(noor: Reporter, off: int) -> None:
    answer = noor.send("GET", "/api/my/case", created=int(time.time()) + off)
    assert (answer.status_code, kind_of(answer)) == (401, "clock")
    assert answer.headers["Date"]


@pytest.mark.parametrize("off", [-290, 290])
def test_a_clock_that_is_a_little_off_is_no_trouble(noor: Reporter, off: int) -> None:
    assert noor.send("GET", "/api/my/case", created=int(time.time()) + off).status_code == 200


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Signature-Input", ""),
        ("Signature-Input", 'hoeder=("@method");created=1;keyid="00";alg="ed25519"'),
        ("Signature-Input", "hoeder=()" * 1000),
        ("Signature", ""),
        ("Signature", "hoeder=:AAAA:"),
        ("Signature", "sig1=:" + "A" * 86 + "==:"),
    ],
)
def test_only_one_form_of_signature_is_read(noor: Reporter, header: str, value: str) -> None:
    answer = noor.send("GET", "/api/my/case", headers={header: value})
    assert (answer.status_code, kind_of(answer)) == (401, "signature-needed")


def test_an_altered_body_query_path_or_method_is_refused(noor: Reporter) -> None:
    room = room_of(noor)
    path = f"/api/my/rooms/{room['id']}/items"
    headers = noor.sign("GET", path, b"", query="after=0")
    ask = noor.client.get
    assert ask(f"{path}?after=0", headers=headers).status_code == 200
    assert kind_of(ask(f"{path}?after=1", headers=headers)) == "unknown-receipt"
    assert kind_of(ask("/api/my/case", headers=headers)) == "unknown-receipt"
    body = json.dumps(an_item(room)).encode()
    signed = noor.sign("POST", path, body)
    sent = noor.client.generic("POST", path, body + b" ", "application/json", headers=signed)
    assert (sent.status_code, kind_of(sent)) == (400, "digest")
    posted = noor.client.generic("POST", path, body, "application/json", headers=headers)
    assert kind_of(posted) == "digest"


def test_a_report_signed_with_another_key_is_refused(cast: Cast, ada: Officer) -> None:
    reporter, other = Reporter(), Reporter()
    body = reporter.report(cast, ada)
    body["receipt"]["request_key"] = other.key.public_key().public_bytes_raw().hex()
    assert kind_of(reporter.send("POST", "/api/reports", body)) == "unknown-receipt"
    body = reporter.report(cast, ada)
    body["receipt"]["lookup"] = other.lookup
    assert kind_of(reporter.send("POST", "/api/reports", body)) == "unknown-receipt"
    assert not Case.objects.exists()


@pytest.mark.parametrize("vector", sorted(VECTORS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_server_verifies_what_the_vectors_sign(
    vector: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, _gap, encoded = vector.read_text().partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    body = b64decode(encoded)
    monkeypatch.setattr("time.time", lambda: int(said["created"]) + 1)
    request = RequestFactory().generic(
        said["method"],
        said["path"] + (f"?{said['query']}" if said.get("query") else ""),
        body,
        headers={name: said[name] for name in ("content-digest", "signature-input", "signature")},
    )
    signed = read_signature(request, body)
    assert signed.lookup == said["keyid"]
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(said["seed"]))
    signed.prove(key.public_key().public_bytes_raw().hex())
    with pytest.raises(NotProven):
        signed.prove(None)


def test_nobody_is_a_key_made_from_a_sentence() -> None:
    assert sha256(b"Nobody holds this key. 0").digest() == NOBODY
