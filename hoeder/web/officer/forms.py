"""What an officer's desk sends and is answered, beside the forms that reporters share."""

from dataclasses import dataclass
from typing import Annotated

from hoeder.organisations.wrap import LONGEST
from hoeder.web.json import Day, Holder, Id, Key, Most, Number, Recipient, Text, Whole
from hoeder.web.people import Person
from hoeder.web.shapes import (
    Grants,
    Label,
    NewRoom,
    Place,
    Room,
    SealedGrant,
    SealedItem,
    SentItem,
    ShownClock,
)

#: JSON text of docs/spec/keys.md, opaque here.
Wrap = Annotated[str, Text(most=LONGEST)]
#: A room of each kind, and room for kinds to come.
MOST_ROOMS = 64


@dataclass(frozen=True)
class SentKeys:
    """The public halves of new keys, and the private ones as the officer's browser wrapped them."""

    recipient: Recipient
    verify: Key
    wrap: Wrap


@dataclass(frozen=True)
class SentWrap:
    """The same keys under a new passphrase."""

    wrap: Wrap


@dataclass(frozen=True)
class SentAcknowledgement:
    """The sealed item that tells the reporter that the report has arrived."""

    item: SentItem


@dataclass(frozen=True)
class SentFeedback:
    """The sealed item that tells what is done and why, and the day of more, if there will be."""

    item: SentItem
    next_on: Day | None


@dataclass(frozen=True)
class RoomGrant:
    """The key of one room, sealed to the new handler."""

    room: Id
    sealed: SealedGrant


@dataclass(frozen=True)
class RoomItem:
    """A sealed item for one room."""

    room: Id
    id: Id
    sequence: Place
    previous: Key
    epoch: Place
    sealed: SealedItem


@dataclass(frozen=True)
class SentHandover:
    """Who handles the case from now on, with a key to every room that the sender holds."""

    to: Id
    grants: Annotated[list[RoomGrant], Most(MOST_ROOMS)]
    items: Annotated[list[RoomItem], Most(MOST_ROOMS)]


@dataclass(frozen=True)
class SentInvestigation:
    """A room that the reporter cannot read."""

    room: NewRoom
    grants: Grants


@dataclass(frozen=True)
class SentMember:
    """Somebody who is let into a room, until a last day or for good."""

    holder: Holder
    until: Day | None
    sealed: SealedGrant


@dataclass(frozen=True)
class InboxPage:
    """Which page of the inbox, sorted by what is due first."""

    page: Annotated[int, Whole(1, 100_000)] = 1
    order: Annotated[str, Text(most=8, pattern="due")] = "due"


@dataclass(frozen=True)
class Self:
    """Who is signed in."""

    id: Id
    name: str
    body: Id
    organisation: Id
    roles: list[Label]


@dataclass(frozen=True)
class OwnKey:
    """The newest key of whoever is signed in: `waiting`, `confirmed` or `published`."""

    id: Id
    recipient: Recipient
    verify: Key
    state: Label


@dataclass(frozen=True)
class Me:
    """Who is signed in, with which key, and the token that changes need."""

    officer: Self
    key: OwnKey | None
    wrap: Wrap | None
    csrf: Annotated[str, Text(most=128)]


@dataclass(frozen=True)
class Due:
    """What is due first in a case."""

    kind: Label
    due_on: Day


@dataclass(frozen=True)
class Row:
    """One case in the inbox. `unread` counts items that this officer has not fetched."""

    id: Id
    number: Label
    status: Label
    received_on: Day
    handler: Id | None
    next: Due | None
    unread: Number
    last_on: Day | None


@dataclass(frozen=True)
class Inbox:
    """One page of at most fifty cases."""

    cases: list[Row]
    page: Number
    pages: Number
    total: Number


@dataclass(frozen=True)
class CaseDetail:
    """A case with its dates and with the officers who hold it.

    `alias` is the name under which whoever asks sees the reporter; others see another one.
    """

    id: Id
    number: Label
    status: Label
    received_on: Day
    handler: Id | None
    next: Due | None
    unread: Number
    last_on: Day | None
    clocks: list[ShownClock]
    officers: list[Person]
    alias: Label


@dataclass(frozen=True)
class OpenedCase:
    """A case and those of its rooms that this officer is in."""

    case: CaseDetail
    rooms: list[Room]
