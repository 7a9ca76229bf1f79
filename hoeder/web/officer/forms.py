"""What an officer's desk sends and is answered, beside the forms that reporters share."""

from typing import Annotated
from uuid import UUID

from hoeder.cases.answering import Answer, Measure, Reason, Stage
from hoeder.cases.rules import Classification
from hoeder.organisations.wrap import LONGEST
from hoeder.reports.receiving import Submission
from hoeder.web.closings import Closing
from hoeder.web.json import Day, Holder, Id, Key, Most, Number, Recipient, Text, Whole, form
from hoeder.web.meetings import Meeting
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
    by_holder,
)

#: JSON text of docs/spec/keys.md, opaque here.
Wrap = Annotated[str, Text(most=LONGEST)]
Classified = Annotated[str, Text(most=24, pattern="|".join(Classification.values))]
#: More than a handful is a mistake; their lines can still hold hundreds.
MOST_NAMED = 64
#: A room of each kind, and room for kinds to come.
MOST_ROOMS = 64


@form
class SentKeys:
    """The public halves of new keys, and the private ones as the officer's browser wrapped them."""

    recipient: Recipient
    verify: Key
    wrap: Wrap


@form
class SentWrap:
    """The same keys under a new passphrase."""

    wrap: Wrap


@form
class SentAcknowledgement:
    """The sealed item that tells the reporter that the report has arrived."""

    item: SentItem


@form
class SentFeedback:
    """The sealed item that tells what is done and why, and the day of more, if there will be."""

    item: SentItem
    stage: Annotated[str, Text(most=16, pattern="|".join(Stage.values))]
    measure: Annotated[str, Text(most=16, pattern="|".join(Measure.values))]
    reason: Annotated[str, Text(most=24, pattern="|".join(Reason.values))]
    next_on: Day | None

    def as_answer(self) -> Answer:
        """Give what was done and why in their types."""
        return Answer(Stage(self.stage), Measure(self.measure), Reason(self.reason))


@form
class RoomGrant:
    """The key of one room, sealed to the new handler."""

    room: Id
    sealed: SealedGrant


@form
class RoomItem:
    """A sealed item for one room."""

    room: Id
    id: Id
    sequence: Place
    previous: Key
    epoch: Place
    sealed: SealedItem


@form
class SentHandover:
    """Who handles the case from now on, with a key to every room that the sender holds."""

    to: Id
    grants: Annotated[list[RoomGrant], Most(MOST_ROOMS)]
    items: Annotated[list[RoomItem], Most(MOST_ROOMS)]


@form
class SentInvestigation:
    """A room that the reporter cannot read."""

    room: NewRoom
    grants: Grants


@form
class SentMember:
    """Somebody who is let into a room, until a last day or for good."""

    holder: Holder
    until: Day | None
    sealed: SealedGrant


@form
class SentNamed:
    """Who turns out to be named in a case: officers, and places in the lines of reporting."""

    officers: Annotated[list[Id], Most(MOST_NAMED)]
    functions: Annotated[list[Id], Most(MOST_NAMED)]


@form
class SentReclassification:
    """What the case would be called, and the sealed item that tells the reporter why."""

    to: Classified
    item: SentItem


@form
class SentDecision:
    """The sealed item in which a second officer agrees or disagrees."""

    item: SentItem


@form
class PaperReceipt:
    """The public halves of the words that the reporter gets on paper (docs/spec/receipt.md)."""

    lookup: Key
    request_key: Key
    author_key: Key
    recipient: Recipient
    ledger_key: Key


@form
class SealedReport:
    """The sealed report, and the SHA-256 of its bytes."""

    id: Id
    sealed: SealedItem
    hash: Key


@form
class SentRegistration:
    """A report that was told to the sender, sealed to others, with the day of first contact."""

    channel: Id
    directory: Place
    case: Id
    receipt: PaperReceipt
    room: NewRoom
    grants: Grants
    item: SealedReport
    first_contact: Day

    def as_submission(self, organisation: UUID) -> Submission:
        """Give the form that the action takes. The same sealed report is the same report."""
        return Submission(
            organisation=organisation,
            channel=self.channel,
            directory=self.directory,
            case=self.case,
            lookup=self.receipt.lookup,
            request_key=self.receipt.request_key,
            author_key=self.receipt.author_key,
            recipient=self.receipt.recipient,
            ledger_key=bytes.fromhex(self.receipt.ledger_key),
            room=self.room.id,
            room_recipient=self.room.recipient,
            grants=by_holder(self.grants),
            item=self.item.id,
            sealed=self.item.sealed,
            hash=self.item.hash,
            # Whoever was told has no business with her name: her box comes with her possession.
            box=None,
            fingerprint=self.item.hash,
        )


@form
class Registered:
    """The report is handed over. By these days the reporter must have heard."""

    received_on: Day
    acknowledge_by: Day
    feedback_by: Day


@form
class Together:
    """Another case that belongs together with this one, which this officer holds as well."""

    id: Id
    number: Label


@form
class InboxPage:
    """Which page of the inbox, sorted by what is due first."""

    page: Annotated[int, Whole(1, 100_000)] = 1
    order: Annotated[str, Text(most=8, pattern="due")] = "due"


@form
class Self:
    """Who is signed in."""

    id: Id
    name: str
    body: Id
    organisation: Id
    roles: list[Label]


@form
class OwnKey:
    """The newest key of whoever is signed in: `waiting`, `confirmed` or `published`."""

    id: Id
    recipient: Recipient
    verify: Key
    state: Label


@form
class Me:
    """Who is signed in, with which key, and the token that changes need."""

    officer: Self
    key: OwnKey | None
    wrap: Wrap | None
    csrf: Annotated[str, Text(most=128)]


@form
class Due:
    """What is due first in a case."""

    kind: Label
    due_on: Day


@form
class Row:
    """One case in the inbox. `unread` counts items that this officer has not fetched.

    `risk` says in one word how the reporter's protection stands; null until that was looked at.
    """

    id: Id
    number: Label
    status: Label
    received_on: Day
    handler: Id | None
    next: Due | None
    unread: Number
    last_on: Day | None
    risk: Label | None


@form
class Inbox:
    """One page of at most fifty cases."""

    cases: list[Row]
    page: Number
    pages: Number
    total: Number


@form
class Proposal:
    """A reclassification that waits for a second person."""

    to: Label
    by: Id
    on: Day


@form
class Talk:
    """One talk in which this officer advises. It is no case: it has no number and no date."""

    id: Id
    begun_on: Day
    unread: Number
    last_on: Day | None


@form
class Talks:
    """The talks of an adviser, the unread words first, then the newest."""

    talks: list[Talk]


@form
class OpenedTalk:
    """One talk with its room."""

    talk: Talk
    rooms: list[Room]


@form
class CaseDetail:
    """A case with its dates and with the officers who hold it.

    `declared`: whoever asks has declared to be impartial. Before that there are no rooms and no
    officers here. `excluded`: those who were cut off after the report came in.
    `alias` is the name under which whoever asks sees the reporter; others see another one. `box` is
    null only when the report came in before its body had custodians.
    """

    id: Id
    number: Label
    status: Label
    received_on: Day
    handler: Id | None
    next: Due | None
    unread: Number
    last_on: Day | None
    risk: Label | None
    declared: bool
    classification: Label
    proposal: Proposal | None
    excluded: list[Id]
    clocks: list[ShownClock]
    officers: list[Person]
    together: list[Together]
    body: Id
    box: Id | None
    alias: Label
    closing: Closing | None
    meeting: Meeting | None


@form
class OpenedCase:
    """A case and those of its rooms that this officer is in."""

    case: CaseDetail
    rooms: list[Room]
