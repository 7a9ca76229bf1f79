"""Identity boxes and sealed letters over the line: the forms that audiences share."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.errors import NotValid
from hoeder.identities import reading
from hoeder.identities.rules import CONTENT_PLAINTEXT, MOST_SHARES, SHARE_PLAINTEXT
from hoeder.identities.sealing import NewAuthority, NewBox, NewShare
from hoeder.rooms.envelope import sealed_size
from hoeder.rooms.rules import MOST_HOLDERS
from hoeder.web.json import (
    Base64,
    Day,
    Holder,
    Id,
    Key,
    Most,
    Number,
    Recipient,
    Signature,
    Text,
    Whole,
    form,
)
from hoeder.web.shapes import Label, SealedGrant

SealedPart = Annotated[bytes, Base64(sealed_size(SHARE_PLAINTEXT))]
SealedContent = Annotated[bytes, Base64(sealed_size(CONTENT_PLAINTEXT))]
#: Canonical JSON, as it was signed.
Statement = Annotated[str, Text(most=8_000)]
#: A name of an authority, or an article of law.
Words = Annotated[str, Text(most=200)]
#: `officer:…` or `function:…` of the directory, or `other`.
Knower = Annotated[str, Text(most=41, pattern="(?:officer|function):[0-9a-f]{32}|other")]
Index = Annotated[int, Whole(1, MOST_SHARES)]


@form
class SentShare:
    """A share of a box, sealed to one custodian, and the hashes by which it is tested."""

    custodian: Id
    index: Index
    hash: Key
    proof_hash: Key
    sealed: SealedPart


@form
class SentAuthority:
    """The part of a box that is sealed to the external authority."""

    officer: Id
    sealed: SealedPart
    hash: Key
    proof_hash: Key


@form
class SentBox:
    """An identity box (docs/spec/identities.md): always the same sizes, whatever is in it."""

    id: Id
    recipient: Recipient
    content: SealedContent
    statement: Statement
    signature: Signature
    shares: Annotated[list[SentShare], Most(MOST_SHARES)]
    authority: SentAuthority

    def as_box(self) -> NewBox:
        """Give the form that the actions take."""
        return NewBox(
            id=self.id,
            recipient=self.recipient,
            content=self.content,
            statement=self.statement,
            signature=self.signature,
            shares=[NewShare(**vars(share)) for share in self.shares],
            authority=NewAuthority(**vars(self.authority)),
        )


@form
class SentLetter:
    """Sealed text about an opening, to one holder."""

    holder: Holder
    sealed: SealedGrant


SentLetters = Annotated[list[SentLetter], Most(MOST_HOLDERS)]


@form
class Reasons:
    """Sealed reasons for whoever should read them; there may be none."""

    letters: SentLetters


@form
class SentConsent:
    """The reporter's signed yes to one opening, and her half sealed to that one person."""

    statement: Statement
    signature: Signature
    half: SealedPart


@form
class SentProof:
    """What lies in a part and nowhere else: who says it has opened the part."""

    proof: Key


@form
class Letter:
    """A sealed letter to whoever asks."""

    kind: Label
    by: Holder
    day: Day
    sealed: SealedGrant


@form
class Signed:
    """A text and the signature over it (docs/spec/identities.md says in which context)."""

    statement: Statement
    signature: Signature


@form
class Opening:
    """One request to show one box to one person, the same whatever lies in the box.

    `need` custodians must approve, `approved` did, and `working` shares can still be opened.
    """

    id: Id
    kind: Label
    case: Id
    box: Id
    body: Id
    to: Id
    requested_by: Id
    purpose: Label | None
    ground: Label | None
    authority_name: Words | None
    legal_basis: Words | None
    state: Label
    requested_on: Day
    opens_on: Day | None
    not_after: Day
    deferred_until: Day | None
    consent: Signed | None
    need: Number
    approved: Number
    working: Number
    letters: list[Letter]


@form
class Openings:
    """Openings in the order in which they were asked."""

    openings: list[Opening]


@form
class CircleRow:
    """That somebody knows. `knower`: `officer:…` or `function:…` of the directory, or `other`."""

    knower: Knower
    how: Label
    ground: Label | None
    since: Day
    opening: Id | None
    declared_by: Holder
    day: Day


@form
class Pledge:
    """An officer's promise of secrecy."""

    officer: Id
    statement: Statement
    signature: Signature
    day: Day


def by_holder(letters: Iterable[SentLetter]) -> dict[str, bytes]:
    """Give letters the form that the actions take; of two to one holder none is guessed away."""
    found = {letter.holder: letter.sealed for letter in letters}
    if len(found) != len(list(letters)):
        raise NotValid(_("Nobody gets two letters of one kind."), kind="letters")
    return found


def opening(seen: reading.Seen) -> Opening:
    """Shape an opening as somebody sees it."""
    one = seen.opening
    return Opening(
        id=one.pk,
        kind=one.kind,
        case=one.box.case,
        box=one.box_id,
        body=one.box.body_id,
        to=one.to_id,
        requested_by=one.requested_by_id,
        purpose=one.purpose or None,
        ground=one.ground or None,
        authority_name=one.authority_name or None,
        legal_basis=one.legal_basis or None,
        state=one.state,
        requested_on=one.requested_on,
        opens_on=one.opens_on,
        not_after=one.not_after,
        deferred_until=one.deferred_until,
        consent=Signed(one.consent, one.consent_signature) if one.consent else None,
        need=seen.need,
        approved=seen.approved,
        working=seen.working,
        letters=[
            Letter(letter.kind, letter.by, letter.day, bytes(letter.sealed))
            for letter in seen.letters
        ],
    )


def openings(seen: Iterable[reading.Seen]) -> Openings:
    """Shape several openings."""
    return Openings([opening(one) for one in seen])


def circle(case: UUID) -> list[CircleRow]:
    """Shape who knows."""
    return [circle_row(row) for row in reading.circle(case)]


def circle_row(row: reading.Known) -> CircleRow:
    """Shape that one person knows."""
    return CircleRow(
        knower=row.knower,
        how=row.how,
        ground=row.ground or None,
        since=row.since,
        opening=row.opening_id,
        declared_by=row.declared_by,
        day=row.day,
    )


def pledges(case: UUID) -> list[Pledge]:
    """Shape who promised secrecy."""
    return [
        Pledge(one.officer_id, one.statement, one.signature, one.day)
        for one in reading.pledges(case)
    ]
