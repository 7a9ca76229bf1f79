"""A box as a browser sends it, checked from outside and laid out as rows.

`cases.receive` stores the rows together with the report, so that there is no case without its box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from hoeder.erasable.fields import mask
from hoeder.erasable.keys import Part
from hoeder.errors import NotNow, NotValid
from hoeder.identities import statements
from hoeder.identities.models import Box, Share
from hoeder.identities.rules import (
    CONTENT_PLAINTEXT,
    FEWEST_SHARES,
    MOST_SHARES,
    SHARE_PLAINTEXT,
)
from hoeder.ledger.sayings import digest, digest_of
from hoeder.organisations.published import PublishedCustody
from hoeder.rooms import envelope
from hoeder.storing import store


@dataclass(frozen=True, slots=True)
class NewShare:
    """A share of a new box, sealed to one custodian."""

    custodian: UUID
    index: int
    hash: str
    proof_hash: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class NewAuthority:
    """The part of a new box that is sealed to the external authority."""

    officer: UUID
    hash: str
    proof_hash: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class NewBox:
    """A sealed box as it was sent."""

    id: UUID
    recipient: str
    content: bytes
    statement: str
    signature: str
    shares: Sequence[NewShare]
    authority: NewAuthority

    def as_event(self) -> dict[str, str | int]:
        """Say in the ledger which box there is, and what its reporter signed of it."""
        said: dict[str, str | int] = {
            "box": self.id.hex,
            "statement": digest(self.statement),
            "authority": f"officer:{self.authority.officer.hex}",
            "content": digest(self.content),
            "parts": digest_of(self._parts()),
            "signature": self.signature,
            "sealed": digest(self.authority.sealed),
        }
        for share in self.shares:
            said[f"custodian_{share.index}"] = f"officer:{share.custodian.hex}"
            said[f"share_{share.index}"] = digest(share.sealed)
            said[f"proof_{share.index}"] = digest_of([share.hash, share.proof_hash])
        return said

    def _parts(self) -> list[str]:
        """Give what else the row of a box holds, in the order of `identities.records`."""
        return [self.recipient, self.authority.hash, self.authority.proof_hash]


def check_sealed(sealed: bytes, plaintext: int) -> None:
    """Refuse what is not one whole sealed file with exactly so much in it.

    Every part of every box has one length, whatever is in it: length must tell nothing.
    """
    envelope.check_header(sealed)
    if len(sealed) != envelope.sealed_size(plaintext):
        raise NotValid(_("This part of an identity box has another length."), kind="envelope")


def check(box: NewBox, *, organisation: UUID, case: UUID, author: str) -> None:
    """Refuse a box that is not whole, or whose statement is not signed by its author."""
    envelope.check_recipient(box.recipient)
    check_sealed(box.content, CONTENT_PLAINTEXT)
    for sealed in (*(share.sealed for share in box.shares), box.authority.sealed):
        check_sealed(sealed, SHARE_PLAINTEXT)
    _refuse_other_numbers(box.shares)
    expected = statements.box(
        organisation=organisation,
        case=case,
        box=box.id,
        recipient=box.recipient,
        shares=[(share.custodian, share.index, share.hash) for share in box.shares],
        authority=(box.authority.officer, box.authority.hash),
        author=author,
    )
    signed = statements.is_signed(statements.BOX, expected, signature=box.signature, key=author)
    if box.statement != expected or not signed:
        raise NotValid(
            _("The statement of this identity box is not what its author signed."), kind="box"
        )


def _refuse_other_numbers(shares: Sequence[NewShare]) -> None:
    if not FEWEST_SHARES <= len(shares) <= MOST_SHARES:
        raise NotValid(_("An identity box has four or five shares."), kind="box")
    if [share.index for share in shares] != list(range(1, len(shares) + 1)):
        raise NotValid(_("The shares of an identity box are numbered from one."), kind="box")
    if len({share.custodian for share in shares}) != len(shares):
        raise NotValid(_("Nobody has two shares of one identity box."), kind="box")


def refuse_other_custody(box: NewBox | None, custody: PublishedCustody | None) -> None:
    """Refuse a box for others than the directory names.

    There is none where no custody is in force, and none when the reporter left out so many that
    fewer than four remain: she can always report.
    """
    if box is None:
        return
    if custody is None:
        raise _other_directory()
    chosen = {share.custodian for share in box.shares}
    known = {*custody.custodians, *custody.deputies}
    if not chosen <= known or box.authority.officer != custody.authority:
        raise _other_directory()
    if not chosen & custody.outside:
        raise NotValid(
            _("At least one share of an identity box goes to somebody of another body."),
            kind="box",
        )


def _other_directory() -> NotNow:
    return NotNow(
        _(
            "Those who keep the shares of this body have changed. Load the list of officers "
            "again and send once more. Nothing you wrote is lost."
        ),
        kind="directory-changed",
    )


def store_box(box: NewBox, *, case: UUID, body: UUID, author: str, day: date) -> None:
    """Store a checked box in two statements; part of the transaction that stores the report."""
    row: dict[str, object] = {
        "id": box.id,
        "case": case,
        "body_id": body,
        "recipient": box.recipient,
        "content": mask(box.content, case, Part.IDENTITY),
        "version": 1,
        "statement": box.statement,
        "signature": box.signature,
        "author_key": author,
        "authority_id": box.authority.officer,
        "authority_sealed": box.authority.sealed,
        "authority_hash": box.authority.hash,
        "authority_proof_hash": box.authority.proof_hash,
        "made_on": day,
        "frozen_on": None,
        "erased_on": None,
    }
    shares: list[dict[str, object]] = [
        {
            "id": uuid4(),
            "box_id": box.id,
            "custodian_id": share.custodian,
            "index": share.index,
            "hash": share.hash,
            "proof_hash": share.proof_hash,
            "sealed": share.sealed,
            "sealed_on": day,
            "tested_on": None,
            "waiting": False,
            "ended_on": None,
        }
        for share in box.shares
    ]
    store(Box, [row])
    store(Share, shares)
