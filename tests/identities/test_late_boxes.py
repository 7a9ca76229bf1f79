"""A report without a box gets one by its reporter's own hand, once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hoeder.cases import actions as cases
from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.identities import actions as identities
from hoeder.identities.models import Box, Share
from hoeder.identities.sealing import NewBox
from hoeder.organisations.models import Custody
from hoeder.reports.models import Receipt, find_receipt
from hoeder.reports.receiving import SENDER
from tests import build
from tests.build import Cast
from tests.identities.sealing import a_box, signed
from tests.identities.world import Reported, a_submission, changed_share, the_five

AUTHOR = Ed25519PrivateKey.generate()
Late = tuple[Receipt, NewBox]


@pytest.fixture
def late(cast: Cast) -> Late:
    """A report that came in without a box, and the box that its reporter makes afterwards."""
    sent = a_submission(cast, AUTHOR)
    assert sent.box is not None
    cases.receive(submission=replace(sent, box=None), by=SENDER)
    noor = find_receipt(sent.lookup)
    assert noor is not None
    return noor, sent.box


def make(cast: Cast, late: Late, box: NewBox | None = None, **changed: Any) -> object:
    noor, own = late
    wanted: dict[str, Any] = {
        "case": noor.case,
        "body": cast.coast_guard,
        "box": box or own,
        "author": noor.author_key,
        "by": noor,
    }
    return identities.make_box(**{**wanted, **changed})


def test_she_makes_it_and_its_shares_are_there(cast: Cast, late: Late) -> None:
    make(cast, late)
    box = Box.objects.get(case=late[0].case)
    assert (box.pk, box.version) == (late[1].id, 1)
    assert [share.custodian for share in box.shares_in_use()] == the_five(cast)


def test_the_very_same_box_again_is_one_box(cast: Cast, late: Late) -> None:
    make(cast, late)
    make(cast, late)
    assert (Box.objects.count(), Share.objects.count()) == (1, 5)


def test_there_is_no_second_box(cast: Cast, late: Late) -> None:
    noor, _box = late
    make(cast, late)
    five = [officer.pk for officer in the_five(cast)]
    authority = cast.officers["externe_autoriteit"].pk
    with pytest.raises(NotNow) as refused:
        make(cast, late, a_box(cast.ministry.pk, noor.case, AUTHOR, five, authority))
    assert refused.value.kind == "box-made"
    assert Share.objects.count() == 5


def test_nobody_else_makes_it(cast: Cast, late: Late, report: Reported) -> None:
    for other in (report.noor, report.officer("ada")):
        with pytest.raises(NotAllowed):
            make(cast, late, by=other)
    assert not Box.objects.filter(case=late[0].case).exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda box, _cast: replace(box, signature="00" * 64),
        lambda box, _cast: replace(box, shares=box.shares[:3]),
        lambda box, _cast: replace(box, content=box.content[:-1]),
    ],
    ids=["signature", "three shares", "content cut off"],
)
def test_it_is_checked_as_one_that_comes_with_a_report(
    cast: Cast, late: Late, change: Callable[[NewBox, Cast], NewBox]
) -> None:
    with pytest.raises(NotValid):
        make(cast, late, change(late[1], cast))
    assert not Box.objects.exists()


def test_its_shares_are_for_custodians_only(cast: Cast, late: Late) -> None:
    noor, box = late
    other = replace(box, **changed_share(box, 0, custodian=cast.officers["ada"].pk))
    with pytest.raises(NotNow) as refused:
        make(cast, late, signed(other, cast.ministry.pk, noor.case, AUTHOR))
    assert refused.value.kind == "directory-changed"


def test_there_is_none_without_custody(cast: Cast, late: Late) -> None:
    Custody.objects.update(ready_on=None)
    build.a_published_directory(cast.ministry)
    with pytest.raises(NotNow) as refused:
        make(cast, late)
    assert refused.value.kind == "directory-changed"


def test_whoever_was_cut_off_from_the_case_gets_no_share(cast: Cast, late: Late) -> None:
    wim = cast.officers["wim"]
    identities.shut_out(case=late[0].case, officers=[wim], by=SYSTEM)
    with pytest.raises(NotAllowed):
        make(cast, late)
    assert not Box.objects.exists()


def test_a_box_id_is_used_once(cast: Cast, late: Late, report: Reported) -> None:
    noor, box = late
    taken = signed(replace(box, id=report.box.pk), cast.ministry.pk, noor.case, AUTHOR)
    with pytest.raises(NotNow) as refused:
        make(cast, late, taken)
    assert refused.value.kind == "id-taken"
