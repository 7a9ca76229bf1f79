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
from hoeder.reports.models import lookup_hash
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


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever sends a report: a reporter without a receipt that the server knows, yet."""

    label: str = "reporter"


SENDER: Final = Sender()


def new_receipt(submission: Submission) -> dict[str, object]:
    """Check the public halves of a receipt, and its box; lay out the row of `Receipt`."""
    keys = (
        submission.lookup,
        submission.request_key,
        submission.author_key,
        submission.fingerprint,
    )
    if not all(_HEX_32.fullmatch(key) for key in keys) or len(submission.ledger_key) != 32:
        raise NotValid(_("The keys of the receipt must be 32 bytes each."), kind="receipt")
    envelope.check_recipient(submission.recipient)
    if submission.box is not None:
        sealing.check(
            submission.box,
            organisation=submission.organisation,
            case=submission.case,
            author=submission.author_key,
        )
    return {
        "lookup": lookup_hash(submission.lookup),
        "request_key": submission.request_key,
        "author_key": submission.author_key,
        "recipient": submission.recipient,
        "case": submission.case,
    }


def new_report(submission: Submission, *, received_on: date) -> dict[str, object]:
    """Lay out the row of `Report`, which says that something came in."""
    return {
        "receipt_id": lookup_hash(submission.lookup),
        "channel_id": submission.channel,
        "directory": submission.directory,
        "received_on": received_on,
        "fingerprint": submission.fingerprint,
    }
