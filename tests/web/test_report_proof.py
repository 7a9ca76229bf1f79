"""Whoever reports gets a signed proof of it, at once and whenever she comes back."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from hoeder.ledger import actions as ledger
from hoeder.ledger import leaves, reading
from hoeder.ledger.checkpoint import KEY_FILE
from hoeder.ledger.models import Journal
from hoeder.ledger.note import read_verifier
from hoeder.ledger.reported import open_proof
from hoeder.organisations.models import Officer
from tests.build import Cast
from tests.ledger.build import SYSTEM
from tests.web.asking import Reporter


@pytest.fixture(autouse=True)
def _log(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    ledger.begin_log(by=SYSTEM)


def test_the_proof_names_the_sealed_report_and_its_event(cast: Cast, ada: Officer) -> None:
    """law.md INT-15: the proof holds the hash of what was sent, and the day."""
    noor = Reporter()
    report = noor.report(cast, ada)
    answer = noor.send("POST", "/api/reports", report)
    log = reading.verifier()
    assert log is not None
    proof = open_proof(answer.json()["proof"], read_verifier(log.text()))
    first = Journal.objects.get(chain=noor.case, n=0)
    sealed = sha256(b64decode(report["item"]["sealed"])).hexdigest()
    assert proof.hash == sealed == json.loads(first.event)["detail"]["item"]
    key = bytes.fromhex(report["receipt"]["ledger_key"])
    assert proof.handle == leaves.handle(key, 0).hex()
    assert proof.day == first.day


def test_the_proof_is_the_same_when_sent_again_and_when_she_comes_back(
    cast: Cast, ada: Officer
) -> None:
    noor = Reporter()
    body = json.dumps(noor.report(cast, ada)).encode()
    headers = {"Content-Type": "application/json"}
    first = noor.send("POST", "/api/reports", body, headers=headers).json()["proof"]
    again = noor.send("POST", "/api/reports", body, headers=headers).json()["proof"]
    ledger.publish(by=SYSTEM, at_once=True)
    assert first == again == noor.get("/api/my/case").json()["proof"]


def test_a_report_is_taken_in_when_its_proof_cannot_be_signed(
    cast: Cast, ada: Officer, tmp_path: Path
) -> None:
    (tmp_path / KEY_FILE).rename(tmp_path / "elsewhere")
    noor = Reporter()
    answer = noor.send("POST", "/api/reports", noor.report(cast, ada))
    assert (answer.status_code, answer.json()["proof"]) == (201, None)
    (tmp_path / "elsewhere").rename(tmp_path / KEY_FILE)
    assert noor.get("/api/my/case").json()["proof"].startswith("hoeder.eu/proof-of-report/v1")


def test_a_case_that_was_forgotten_has_no_proof_any_more(cast: Cast, ada: Officer) -> None:
    noor = Reporter().has_reported(cast, ada)
    ledger.publish(by=SYSTEM, at_once=True)
    assert reading.proof_of_report(noor.case)
    with transaction.atomic():
        ledger.forget_case(case=noor.case, by=SYSTEM)
    assert reading.proof_of_report(noor.case) is None
