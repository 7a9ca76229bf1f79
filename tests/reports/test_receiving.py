import secrets
from hashlib import sha256

import pytest

from hoeder.cases import actions as cases
from hoeder.errors import NotNow, NotValid
from hoeder.reports.models import Receipt, Report, find_receipt
from hoeder.reports.receiving import SENDER
from tests.cases.world import World, a_submission, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def test_a_receipt_is_found_by_its_look_up_id_and_kept_as_a_hash(world: World) -> None:
    submission = a_submission(world)
    cases.receive(submission=submission, by=SENDER)
    receipt = find_receipt(submission.lookup)
    assert receipt is not None
    assert receipt.label == "reporter"
    assert receipt.case == submission.case
    assert receipt.pk == sha256(bytes.fromhex(submission.lookup)).hexdigest()
    assert find_receipt(secrets.token_hex(32)) is None


def test_a_report_sent_twice_is_one_report(world: World) -> None:
    submission = a_submission(world)
    first = cases.receive(submission=submission, by=SENDER)
    again = cases.receive(submission=submission, by=SENDER)
    assert (first.repeated, again.repeated) == (False, True)
    assert first._replace(repeated=True) == again
    assert Report.objects.count() == 1


def test_a_receipt_is_used_for_one_report(world: World) -> None:
    submission = a_submission(world)
    cases.receive(submission=submission, by=SENDER)
    with pytest.raises(NotNow) as refusal:
        cases.receive(submission=a_submission(world, lookup=submission.lookup), by=SENDER)
    assert refusal.value.kind == "receipt-used"
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lookup", "A" * 64),
        ("lookup", ""),
        ("request_key", "0" * 63),
        ("author_key", "0" * 64 + "\n"),
        ("recipient", "age1classic"),
        ("ledger_key", b"short"),
        ("fingerprint", "zz"),
    ],
)
def test_a_receipt_with_a_malformed_key_is_refused(world: World, field: str, value: object) -> None:
    with pytest.raises(NotValid):
        cases.receive(submission=a_submission(world, **{field: value}), by=SENDER)
    assert not Receipt.objects.exists()
