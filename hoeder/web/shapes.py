"""What goes over the line: the forms of requests and answers that audiences share.

Reporter and officer see the same room in the same form. Each class is read, written and published
by `hoeder.web.json`; its docstring is the description in the OpenAPI document.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from hoeder.clocks.models import Clock
from hoeder.clocks.rules import STATUTORY_KINDS, latest_by_law
from hoeder.ledger import reading as ledger
from hoeder.ledger.events import is_reporter
from hoeder.organisations.models import OfficerKey
from hoeder.reports.models import receipt_in
from hoeder.rooms import models as rooms
from hoeder.rooms.actions import Fetched
from hoeder.rooms.envelope import GRANT_CLASSES, LARGEST_ITEM, sealed_size
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import LARGEST_ATTACHMENT, MOST_HOLDERS, REPORTER, Holder, RoomKind
from hoeder.web.json import Base64, Day, Id, Key, Most, Number, Recipient, Text, Whole, form
from hoeder.web.json import Holder as HolderLabel

#: What may stand in the way of writing in a room.
WRITING = ("not-allowed", "not-now", "room-moved-on", "new-epoch-needed")

SealedItem = Annotated[bytes, Base64(LARGEST_ITEM)]
SealedGrant = Annotated[bytes, Base64(sealed_size(max(GRANT_CLASSES)))]
Label = Annotated[str, Text(most=40)]
#: Sequences and epochs begin at 1; the database keeps them in 32 bits.
Place = Annotated[int, Whole(1, 2**31 - 1)]


# What is sent.


@form
class Nothing:
    """An empty object: the request says all by itself."""


@form
class SentItem:
    """A sealed item, and its place behind the newest one (docs/spec/rooms.md)."""

    id: Id
    sequence: Place
    previous: Key
    epoch: Place
    sealed: SealedItem

    def as_item(self) -> NewItem:
        """Give the form that the actions take."""
        return NewItem(self.id, self.sequence, self.previous, self.epoch, self.sealed)

    def as_stored(self) -> "Stored":
        """Say where it lies, once an action has stored it."""
        return Stored(self.sequence, sha256(self.sealed).hexdigest())


@form
class SentGrant:
    """A room key, sealed to one holder."""

    holder: HolderLabel
    sealed: SealedGrant


Grants = Annotated[list[SentGrant], Most(MOST_HOLDERS)]


@form
class SentEpoch:
    """A new key of a room, with a grant for each who stays, and who leaves by this."""

    number: Place
    recipient: Recipient
    grants: Grants
    removed: Annotated[list[HolderLabel], Most(MOST_HOLDERS)]


@form
class SentAttachment:
    """A sealed file that will follow in pieces of 4 194 304 bytes; the last may be shorter."""

    id: Id
    epoch: Place
    sealed_size: Annotated[int, Whole(1, LARGEST_ATTACHMENT)]
    pieces: Annotated[int, Whole(1, 1_024)]


@form
class NewRoom:
    """The id of a new room and the public half of its first key."""

    id: Id
    recipient: Recipient


@form
class After:
    """Behind which item to begin; 0 for the first."""

    after: Annotated[int, Whole(0, 2**31 - 1)] = 0


# What is answered.


@form
class Head:
    """The newest item of a room; 0 and 64 zeros when there is none."""

    sequence: Number
    hash: Key


@form
class Epoch:
    """The public half of one key of a room."""

    number: Number
    recipient: Recipient


@form
class Member:
    """Who is or was in a room. Keys are those that the server knows now: check them elsewhere."""

    holder: HolderLabel
    recipient: Recipient | None
    verify: Key | None
    until: Day | None
    removed_on: Day | None
    #: The highest item that this holder fetched; of the reporter 0 to everybody but her.
    seen: Number


@form
class Grant:
    """A key of the room, sealed to whoever asks."""

    epoch: Number
    by: HolderLabel
    sealed: SealedGrant


@form
class Room:
    """A room as one of its members sees it from outside the seal."""

    id: Id
    kind: Label
    case: Id
    epoch: Number
    stale: bool
    head: Head
    epochs: list[Epoch]
    members: list[Member]
    grants: list[Grant]


@form
class Item:
    """One sealed item."""

    id: Id
    sequence: Number
    epoch: Number
    hash: Key
    by: HolderLabel
    day: Day
    sealed: SealedItem


@form
class Items:
    """Items in order, at most 200 or 8 MiB of them, and the newest item of the room."""

    items: list[Item]
    head: Head


@form
class Stored:
    """Where an item lies now."""

    sequence: Number
    hash: Key


@form
class Missing:
    """The numbers of the pieces that have not arrived."""

    missing: list[Number]


@form
class Piece:
    """One piece that has arrived, and the SHA-256 of its bytes."""

    number: Number
    digest: Key


@form
class Attachment:
    """How far a sealed file has come."""

    sealed_size: Number
    pieces: list[Piece]
    missing: list[Number]


@form
class ShownClock:
    """One statutory or promised date of a case."""

    kind: Label
    #: What of the case it is for; None for the case itself.
    about: Id | None
    due_on: Day
    #: The day on which the law may let it end, where that is later (law.md CLK-08).
    law_on: Day | None
    met_on: Day | None


@form
class Event:
    """One event of a case: its number, its canonical text, and its place in the public log.

    `handle` and `nonce` open that leaf alone (docs/spec/dossier.md §5).
    """

    n: Number
    event: str
    leaf: Number | None
    handle: Key
    nonce: Key


@form
class Journal:
    """The events of a case, in order."""

    events: list[Event]


# From rows to answers.


def rooms_seen_by(visible: rooms.RoomQuerySet, holder: Holder) -> list[Room]:
    """Shape the rooms of one case for one of their members, in six queries however many."""
    found = list(visible.order_by("kind", "pk").prefetch_related("epochs", "members"))
    grants: dict[UUID, list[Grant]] = {room.pk: [] for room in found}
    for grant in rooms.Grant.objects.filter(room__in=found, holder=holder.label):
        grants[grant.room_id].append(Grant(grant.epoch, grant.by, bytes(grant.sealed)))
    keys = _keys_of_members(found)
    return [_room(room, grants[room.pk], keys, holder) for room in found]


#: The public keys of a holder: recipient and verify key.
Keys = tuple[str, str] | None


def _keys_of_members(found: list[rooms.Room]) -> dict[str, Keys]:
    """Find the confirmed public keys of everybody who is or was in these rooms of one case."""
    holders = {member.holder for room in found for member in room.members.all()}
    officers = {UUID(hex=one.removeprefix("officer:")) for one in holders if one != REPORTER}
    rows = OfficerKey.objects.filter(
        officer__in=officers, withdrawn_on=None, confirmed_on__isnull=False
    ).values_list("officer", "recipient", "verify")
    keys: dict[str, Keys] = {f"officer:{one.hex}": (age, verify) for one, age, verify in rows}
    if REPORTER in holders:
        receipt = receipt_in(found[0].case)
        if receipt is not None:
            keys[REPORTER] = (receipt.recipient, receipt.author_key)
    return keys


def _room(room: rooms.Room, grants: list[Grant], keys: dict[str, Keys], holder: Holder) -> Room:
    members = list(room.members.all())
    return Room(
        id=room.pk,
        kind=room.kind,
        case=room.shown_case,
        epoch=room.epoch,
        stale=room.needs_new_epoch(members),
        head=Head(room.head_sequence, room.head_hash),
        epochs=[Epoch(epoch.number, epoch.recipient) for epoch in room.epochs.all()],
        members=[_shown(room, one, keys, holder) for one in members],
        grants=grants,
    )


def _shown(room: rooms.Room, one: rooms.Member, keys: dict[str, Keys], holder: Holder) -> Member:
    shown = member(one, _shown_keys(room, one, keys))
    # When she looked is hers: others know it by the mark that she signed, or not at all.
    hers = one.holder == REPORTER and holder.label != REPORTER
    # Who reviews must not be seen looking, by those about whose decisions it is (law.md RET-06).
    return replace(shown, seen=0) if hers or room.case == room.pk else shown


def _shown_keys(room: rooms.Room, member: rooms.Member, keys: dict[str, Keys]) -> Keys:
    """Give a member's public keys; never a reporter's to whoever keeps a commitment.

    They are the same in all her rooms: two commitments would be seen to be for one person. In each
    she writes with keys of that room alone (docs/spec/commitments.md).
    """
    if room.kind == RoomKind.COMMITMENT and member.holder == REPORTER:
        return None
    return keys.get(member.holder)


def member(member: rooms.Member, keys: Keys = None) -> Member:
    """Shape one membership."""
    recipient, verify = keys or (None, None)
    return Member(
        holder=member.holder,
        recipient=recipient,
        verify=verify,
        until=member.until,
        removed_on=member.removed_on,
        seen=member.seen_sequence,
    )


def items(fetched: Fetched) -> Items:
    """Shape the sealed items of one fetch."""
    shaped = [
        Item(row.pk, row.sequence, row.epoch, row.hash, row.by, row.day, bytes(row.sealed))
        for row in fetched.items
    ]
    return Items(shaped, Head(fetched.head_sequence, fetched.head_hash))


def attachment(row: rooms.Attachment) -> Attachment:
    """Shape how far a file has come."""
    return Attachment(
        sealed_size=row.sealed_size,
        pieces=[Piece(piece.number, piece.digest) for piece in row.stored.all()],
        missing=row.missing(),
    )


def clocks(rows: Iterable[Clock], law: str) -> list[ShownClock]:
    """Shape the dates of a case, soonest first, without those whose cause has gone."""
    shown = (row for row in rows if row.ended_on is None)
    return [
        ShownClock(row.kind, row.about, row.due_on, _law_on(row, law), row.met_on) for row in shown
    ]


def _law_on(row: Clock, law: str) -> date | None:
    if row.kind not in STATUTORY_KINDS:
        return None
    latest = latest_by_law(law, row.due_on)
    return latest if latest > row.due_on else None


def journal(case: UUID) -> Journal:
    """Shape the events of a case."""
    found = ledger.events(case)
    return Journal(
        [Event(one.n, one.text, one.leaf, one.handle.hex(), one.nonce.hex()) for one in found]
    )


#: What a reporter does by merely looking at her page.
_LOOKING = ("items.fetched", "attachment.fetched")


def journal_for_officers(case: UUID) -> Journal:
    """Shape the events of a case for whoever works on it: not when its reporter looked.

    The events stand in the log all the same, and she sees them.
    """
    found = journal(case)
    return Journal([one for one in found.events if not _is_her_look(one)])


def _is_her_look(event: Event) -> bool:
    said = json.loads(event.event)
    return said["kind"] in _LOOKING and is_reporter(said["actor"])


def by_holder(grants: Iterable[SentGrant]) -> dict[str, bytes]:
    """Give grants the form that the actions take."""
    return {grant.holder: grant.sealed for grant in grants}
