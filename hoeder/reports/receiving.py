"""What a reporter's browser sends, checked and laid out as rows that are not yet stored.

`cases.receive` stores them together with the room, so that all of a report is there or none of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.errors import NotValid
from hoeder.identities import sealing
from hoeder.identities.sealing import NewBox
from hoeder.ledger.sayings import digest_of, plain
from hoeder.reports.models import Receipt, lookup_hash
from hoeder.rooms import envelope

_HEX_32: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Submission:
    """A sealed report as it was sent (POST /api/reports, docs/spec/api.md)."""

    organisation: UUID
    channel: UUID
    directory: int
    case: UUID
    lookup: str
    request_key: str
    author_key: str
    recipient: str
    ledger_key: bytes
    room: UUID
    room_recipient: str
    #: Holder label → sealed grant; `reporter` is among them.
    grants: Mapping[str, bytes]
    item: UUID
    sealed: bytes
    hash: str
    #: Who she is, or that she does not say; None only where the body has no custody in force.
    box: NewBox | None
    #: SHA-256 of the body of the request, in hex (its Content-Digest).
    fingerprint: str
    #: What the server knows a join code by, or None.
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A sealed question to a confidential adviser (POST /api/advice, docs/spec/api.md)."""

    organisation: UUID
    #: The id that the case will have if she ever reports: a receipt has one from the start.
    case: UUID
    talk: UUID
    lookup: str
    request_key: str
    author_key: str
    recipient: str
    #: Blinds the leaves of the talk; another key than that of the case.
    ledger_key: bytes
    room: UUID
    room_recipient: str
    #: Holder label → sealed grant: `reporter` and one adviser.
    grants: Mapping[str, bytes]
    item: UUID
    sealed: bytes
    hash: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """A sealed account to the commission by somebody who reported elsewhere (POST /api/alarms)."""

    organisation: UUID
    #: The body whose commission is told.
    body: UUID
    #: Under which id the incident and the room stand; there is no case.
    chain: UUID
    lookup: str
    request_key: str
    author_key: str
    recipient: str
    ledger_key: bytes
    room: UUID
    room_recipient: str
    #: Holder label → sealed grant: `reporter` and members of the commission.
    grants: Mapping[str, bytes]
    item: UUID
    sealed: bytes
    hash: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class NewFile:
    """A reporter's own file (POST /api/my/file): a room to which only she has the key."""

    #: Under which id it stands: no case, and no talk.
    file: UUID
    #: Blinds the leaves of the file; another key than that of the case.
    ledger_key: bytes
    room: UUID
    room_recipient: str
    #: Holder label → sealed grant: `reporter` and nobody else.
    grants: Mapping[str, bytes]
    item: UUID
    sealed: bytes
    hash: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """The public halves of a receipt that takes the place of one on paper."""

    lookup: str
    request_key: str
    author_key: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever sends a report: a reporter without a receipt that the server knows, yet."""

    label: str = "reporter"


SENDER: Final = Sender()


def new_receipt(submission: Submission) -> dict[str, object]:
    """Check the public halves of a receipt, and its box; lay out the row of `Receipt`."""
    row = new_receipt_of(submission, case=submission.case, talk=None)
    if submission.box is not None:
        sealing.check(
            submission.box,
            organisation=submission.organisation,
            case=submission.case,
            author=submission.author_key,
        )
    return row


def new_receipt_of(
    sent: Submission | Question | Alarm, *, case: UUID, talk: UUID | None
) -> dict[str, object]:
    """Check what was sent of a receipt and lay out its row, for a case or for a talk."""
    if not _HEX_32.fullmatch(sent.fingerprint) or len(sent.ledger_key) != 32:
        raise NotValid(_("The keys of the receipt must be 32 bytes each."), kind="receipt")
    check_keys(sent)
    return {
        "lookup": lookup_hash(sent.lookup),
        "request_key": sent.request_key,
        "author_key": sent.author_key,
        "recipient": sent.recipient,
        "case": case,
        "talk": talk,
        "file": None,
    }


#: What a row of `Receipt` ties together. Her file is opened later, and names the same.
TIED: Final = ("lookup", "request_key", "author_key", "recipient", "case", "talk")


def tied(receipt: Receipt | Mapping[str, object]) -> dict[str, str]:
    """Give what the first event of her case, of her talk and of her file each say of her receipt.

    Veiled, since no journal may tie the three together: they are alike in none of them.
    """
    row = receipt if isinstance(receipt, Mapping) else vars(receipt)
    return {"receipt": digest_of(plain(row[name]) for name in TIED)}


def check_keys(sent: Submission | Question | Alarm | Renewal) -> None:
    """Refuse public keys that are not of their form."""
    keys = (sent.lookup, sent.request_key, sent.author_key)
    if not all(_HEX_32.fullmatch(key) for key in keys):
        raise NotValid(_("The keys of the receipt must be 32 bytes each."), kind="receipt")
    envelope.check_recipient(sent.recipient)


def waits_for_report(submission: Submission) -> Receipt | None:
    """Find the receipt that asked advice and has not reported yet; it stays locked.

    It is the same receipt when all its keys are. Whoever advised cannot be a reader.
    """
    found = (
        Receipt.objects.select_for_update(of=("self",))
        .filter(
            pk=lookup_hash(submission.lookup),
            request_key=submission.request_key,
            author_key=submission.author_key,
            recipient=submission.recipient,
            case=submission.case,
            advice__isnull=False,
            report__isnull=True,
        )
        .first()
    )
    if found is not None and found.advice.adviser.label in submission.grants:
        raise NotValid(
            _("Whoever advised you cannot receive your report. Leave this person out."),
            kind="holders",
        )
    return found


def new_report(submission: Submission, *, received_on: date) -> dict[str, object]:
    """Lay out the row of `Report`, which says that something came in."""
    return {
        "receipt_id": lookup_hash(submission.lookup),
        "channel_id": submission.channel,
        "directory": submission.directory,
        "received_on": received_on,
        "fingerprint": submission.fingerprint,
    }
