"""Noor's case with its box, and what is done with it: plain functions."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.identities.models import Box
from hoeder.identities.sealing import NewBox
from hoeder.ledger.models import Journal
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt, find_receipt
from hoeder.reports.receiving import SENDER, Submission
from tests import build
from tests.build import CUSTODIANS, Cast
from tests.identities.sealing import a_box, verify_key
from tests.rooms.sealing import a_recipient, hash_of, new_id, sealed


@dataclass
class Reported:
    """A case with its box, and the keys of the reporter's receipt."""

    cast: Cast
    case: Case
    noor: Receipt
    box: Box
    sent: NewBox
    author: Ed25519PrivateKey = field(repr=False)

    def officer(self, name: str) -> Officer:
        """Find somebody of the cast."""
        return self.cast.officers[name]


def the_five(cast: Cast) -> list[Officer]:
    """The custodians of the Kustdienst, in order."""
    return [cast.officers[name] for name in CUSTODIANS.split()]


def a_submission(
    cast: Cast, author: Ed25519PrivateKey, *officers: Officer, **changed: Any
) -> Submission:
    """Seal a report to these officers (Ada if none is named), with a box for the five."""
    newest = cast.ministry.newest_directory() or build.a_published_directory(cast.ministry)
    case, item = changed.get("case", new_id()), sealed()
    seed = UUID(int=case.int ^ 1).hex
    values: dict[str, Any] = {
        "organisation": cast.ministry.pk,
        "channel": cast.channel.pk,
        "directory": newest.version,
        "case": case,
        "lookup": seed * 2,
        "request_key": "11" * 32,
        "author_key": verify_key(author),
        "recipient": a_recipient(),
        "ledger_key": bytes(32),
        "room": new_id(),
        "room_recipient": a_recipient(),
        "grants": {
            holder: sealed()
            for holder in ("reporter", *(one.label for one in officers or (cast.officers["ada"],)))
        },
        "item": new_id(),
        "sealed": item,
        "hash": hash_of(item),
        "box": a_box(
            cast.ministry.pk,
            case,
            author,
            [officer.pk for officer in the_five(cast)],
            cast.officers["externe_autoriteit"].pk,
        ),
        "fingerprint": seed * 2,
    }
    return Submission(**{**values, **changed})


def a_report(cast: Cast, *officers: Officer) -> Reported:
    """Have Noor report to these officers (Ada if none is named)."""
    author = Ed25519PrivateKey.generate()
    submission = a_submission(cast, author, *officers)
    received = cases.receive(submission=submission, by=SENDER)
    noor = find_receipt(submission.lookup)
    assert noor is not None
    assert submission.box is not None
    return Reported(
        cast=cast,
        case=Case.objects.get(pk=received.case),
        noor=noor,
        box=Box.objects.get(case=received.case),
        sent=submission.box,
        author=author,
    )


def changed_share(box: NewBox, place: int, **changes: Any) -> dict[str, Any]:
    """The shares of a box, with one that is other than it was."""
    shares = list(box.shares)
    shares[place] = replace(shares[place], **changes)
    return {"shares": shares}


def events(case: UUID) -> list[str]:
    """List the kinds of events of a case."""
    return list(Journal.objects.filter(chain=case).order_by("n").values_list("kind", flat=True))
