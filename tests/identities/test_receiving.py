"""A report comes with its box or not at all, and nothing shows what is in it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.errors import NotNow, NotValid
from hoeder.identities.models import Box, Share
from hoeder.identities.sealing import NewBox
from hoeder.ledger.models import Journal
from hoeder.organisations.models import Custody, Officer
from hoeder.organisations.rules import Role
from hoeder.reports.receiving import SENDER, Submission
from tests import build
from tests.build import Cast
from tests.identities.sealing import a_box, signed
from tests.identities.world import Reported, a_submission, changed_share, the_five
from tests.rooms.sealing import a_recipient, new_id, part, sealed

AUTHOR = Ed25519PrivateKey.generate()


def receive(submission: Submission) -> None:
    cases.receive(submission=submission, by=SENDER)


def with_box(cast: Cast, change: Callable[[NewBox], NewBox], *, sign: bool = True) -> Submission:
    """A report whose box was changed, and signed anew unless said otherwise."""
    sent = a_submission(cast, AUTHOR)
    assert sent.box is not None
    box = change(sent.box)
    if sign:
        box = signed(box, sent.organisation, sent.case, AUTHOR)
    return replace(sent, box=box)


def test_a_box_is_stored_with_the_report_and_named_in_the_ledger(report: Reported) -> None:
    box = report.box
    assert (box.body, box.version) == (report.cast.coast_guard, 1)
    assert report.sent is not None
    assert bytes(box.content) == report.sent.content
    assert [share.custodian for share in box.shares_in_use()] == the_five(report.cast)
    event = json.loads(Journal.objects.get(kind="case.received").event)["detail"]
    assert event["box"] == box.pk.hex
    assert event["custodian_5"] == report.officer("eva").label


def test_a_box_costs_two_statements(cast: Cast) -> None:
    receive(a_submission(cast, AUTHOR))
    submission = a_submission(cast, AUTHOR)
    with CaptureQueriesContext(connection) as queries:
        receive(submission)
    sent = [one["sql"] for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(sent) <= 18, sent


def test_a_box_for_four_is_taken(cast: Cast) -> None:
    four = [officer.pk for officer in the_five(cast)[:4]]
    sent = a_submission(cast, AUTHOR)
    authority = cast.officers["externe_autoriteit"].pk
    receive(replace(sent, box=a_box(cast.ministry.pk, sent.case, AUTHOR, four, authority)))
    assert Share.objects.count() == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda box: replace(box, recipient="age1pq1x"),
        lambda box: replace(box, content=sealed()[:-1]),
        lambda box: replace(box, content=sealed(16 * 1024)),
        lambda box: replace(box, **changed_share(box, 2, sealed=part() + b"x")),
        lambda box: replace(box, **changed_share(box, 2, sealed=sealed())),
        lambda box: replace(box, **changed_share(box, 2, index=4)),
        lambda box: replace(
            box, **changed_share(box, 2, custodian=box.shares[0].custodian)
        ),
        lambda box: replace(box, shares=box.shares[:3]),
        lambda box: replace(box, shares=[*box.shares, replace(box.shares[0], index=6)]),
        lambda box: replace(box, authority=replace(box.authority, sealed=sealed())),
    ],
    ids=[
        "recipient", "content cut off", "content of another class", "share too long",
        "share of another class", "number twice", "custodian twice", "three shares",
        "six shares", "authority of another class",
    ],
)  # fmt: skip
def test_a_box_of_another_form_is_refused(cast: Cast, change: Callable[[NewBox], NewBox]) -> None:
    with pytest.raises(NotValid):
        receive(with_box(cast, change))
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda box: replace(box, recipient=a_recipient()),
        lambda box: replace(box, id=new_id()),
        lambda box: replace(box, **changed_share(box, 1, hash="ab" * 32)),
        lambda box: replace(box, authority=replace(box.authority, hash="ab" * 32)),
        lambda box: replace(box, signature="00" * 64),
        lambda box: replace(box, statement=box.statement.replace('"need":3', '"need":2')),
    ],
    ids=["key", "id", "hash of a share", "hash of the authority's", "signature", "need"],
)
def test_a_box_that_its_author_did_not_sign_is_refused(
    cast: Cast, change: Callable[[NewBox], NewBox]
) -> None:
    with pytest.raises(NotValid) as refused:
        receive(with_box(cast, change, sign=False))
    assert refused.value.kind == "box"
    assert not Case.objects.exists()


def test_a_box_signed_by_another_author_is_refused(cast: Cast) -> None:
    sent = a_submission(cast, AUTHOR)
    assert sent.box is not None
    eve = Ed25519PrivateKey.generate()
    with pytest.raises(NotValid):
        receive(replace(sent, box=signed(sent.box, sent.organisation, sent.case, eve)))


@pytest.mark.parametrize("who", ["ada", "van_dalen", "mira"])
def test_nobody_but_a_custodian_of_the_directory_gets_a_share(cast: Cast, who: str) -> None:
    other = cast.officers[who].pk
    with pytest.raises(NotNow) as refused:
        receive(with_box(cast, lambda box: replace(box, **changed_share(box, 0, custodian=other))))
    assert refused.value.kind == "directory-changed"


def test_another_authority_is_refused(cast: Cast, mira: Officer) -> None:
    def change(box: NewBox) -> NewBox:
        return replace(box, authority=replace(box.authority, officer=mira.pk))

    with pytest.raises(NotNow):
        receive(with_box(cast, change))


def test_who_leaves_out_too_many_custodians_reports_without_a_box(cast: Cast) -> None:
    receive(a_submission(cast, AUTHOR, box=None))
    assert Case.objects.count() == 1
    assert not Box.objects.exists()


def test_a_box_is_refused_where_there_is_no_custody(cast: Cast) -> None:
    """Four custodians are no custody, nor are five of the body itself: the directory has none."""
    Custody.objects.update(ready_on=None)
    with pytest.raises(NotNow):
        receive(a_submission(cast, AUTHOR))
    receive(a_submission(cast, AUTHOR, box=None))
    assert not Box.objects.exists()


def test_shares_within_the_body_alone_are_refused(cast: Cast) -> None:
    """The directory has somebody from outside, and the reporter's browser left them out."""
    inside = [build.an_officer(f"lotte{n}", cast.coast_guard, Role.CUSTODIAN) for n in range(3)]
    ruth, wim, sanne, *_ = the_five(cast)
    authority = cast.officers["externe_autoriteit"]
    build.a_custody(cast.coast_guard, ruth, wim, sanne, *inside[:2], authority=authority)
    Custody.objects.order_by("number")[1].places.create(officer=inside[2], number=6)
    sent = a_submission(cast, AUTHOR)
    five = [officer.pk for officer in (ruth, wim, *inside)]
    with pytest.raises(NotValid, match="another body"):
        receive(replace(sent, box=a_box(cast.ministry.pk, sent.case, AUTHOR, five, authority.pk)))


def test_without_the_ledger_there_is_no_box(cast: Cast, break_ledger: Callable[[], None]) -> None:
    submission = a_submission(cast, AUTHOR)
    break_ledger()
    with pytest.raises(RuntimeError):
        receive(submission)
    assert not Box.objects.exists()
    assert not Share.objects.exists()


def test_sent_twice_it_is_one_box(cast: Cast) -> None:
    submission = a_submission(cast, AUTHOR)
    receive(submission)
    receive(submission)
    assert Box.objects.count() == 1


def test_a_box_id_is_used_once(report: Reported, cast: Cast) -> None:
    other: dict[str, Any] = {"id": report.box.pk}
    with pytest.raises(NotNow) as refused:
        receive(with_box(cast, lambda box: replace(box, **other)))
    assert refused.value.kind == "id-taken"
