"""What a reporter sends and is answered, beside the forms that officers share."""

from typing import Annotated

from hoeder.reports.receiving import Question, Submission
from hoeder.web.boxes import SentBox
from hoeder.web.closings import Closing
from hoeder.web.json import Day, Id, Key, Most, Recipient, Signature, Text, form
from hoeder.web.meetings import Meeting
from hoeder.web.shapes import (
    Grants,
    Label,
    NewRoom,
    Place,
    Room,
    SealedItem,
    SentEpoch,
    SentItem,
    ShownClock,
    by_holder,
)

#: Characters of the largest directory that anybody will have: some two kilobytes for each officer.
MOST_DIRECTORY = 64 * 1024 * 1024


@form
class PublicReceipt:
    """What the server may know of a receipt (docs/spec/receipt.md): ids and public keys.

    `ledger_key` blinds the leaves of this case in the public log and opens nothing.
    """

    lookup: Key
    request_key: Key
    author_key: Key
    recipient: Recipient
    ledger_key: Key


@form
class FirstItem:
    """The sealed report, and the SHA-256 of its bytes."""

    id: Id
    sealed: SealedItem
    hash: Key


@form
class SentReport:
    """A whole sealed report: it is stored as one, or not at all."""

    organisation: Id
    channel: Id
    directory: Place
    case: Id
    receipt: PublicReceipt
    room: NewRoom
    grants: Grants
    item: FirstItem
    box: SentBox | None
    #: What the server knows a join code by, when she reports together with somebody.
    joint: Key | None

    def as_submission(self, fingerprint: str) -> Submission:
        """Give the form that the action takes; `fingerprint` is the body's SHA-256."""
        return Submission(
            organisation=self.organisation,
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
            box=None if self.box is None else self.box.as_box(),
            fingerprint=fingerprint,
            joint=self.joint,
        )


@form
class JoinCode:
    """What the server knows a join code by: 32 bytes that follow from its four words."""

    joint: Key


@form
class Joinable:
    """What a join code opens: the channel, and the officers to whom the report may be sealed."""

    channel: Id
    readers: list[Id]


@form
class NewReceipt:
    """The public halves of a receipt that takes the place of one on paper."""

    lookup: Key
    request_key: Key
    author_key: Key
    recipient: Recipient


@form
class SentPossession:
    """New words in the place of those on paper, with an item that names the new keys."""

    receipt: NewReceipt
    item: SentItem
    epoch: SentEpoch


@form
class SentQuestion:
    """A sealed question to one confidential adviser. It is not a report.

    `case` is the id that her case will have if she reports with the same receipt; `talk` stands in
    its place until then, and for the adviser for good. `ledger_key` is that of the talk.
    """

    organisation: Id
    case: Id
    talk: Id
    receipt: PublicReceipt
    room: NewRoom
    grants: Grants
    item: FirstItem

    def as_question(self, fingerprint: str) -> Question:
        """Give the form that the action takes; `fingerprint` is the body's SHA-256."""
        return Question(
            organisation=self.organisation,
            case=self.case,
            talk=self.talk,
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
            fingerprint=fingerprint,
        )


@form
class BegunTalk:
    """The question is stored. Nothing is owed by a date."""

    talk: Id


@form
class MyTalk:
    """A talk with a confidential adviser, as the reporter sees it."""

    talk: Id
    #: The id for the report that she may make of it.
    case: Id
    organisation: Id
    adviser: Id
    begun_on: Day
    reported: bool
    rooms: list[Room]


@form
class Accepted:
    """The report is stored. By these days the body must have answered."""

    case: Id
    received_on: Day
    acknowledge_by: Day
    feedback_by: Day
    #: The proof of report (docs/spec/ledger.md §10); null when it could not be signed now.
    proof: str | None


@form
class SentWords:
    """A sealed item that says all of a step."""

    item: SentItem


@form
class SentMembers:
    """The key of the dialogue, sealed to readers of the level above."""

    grants: Grants


@form
class MyCase:
    """The reporter's case as she sees it.

    `proposed`: what an officer wants to call it instead. `excluded`: who was cut off later.
    """

    id: Id
    organisation: Id
    body: Id
    status: Label
    classification: Label
    proposed: Label | None
    excluded: list[Id]
    received_on: Day
    clocks: Annotated[list[ShownClock], Most(1_000)]
    closing: Closing | None
    meeting: Meeting | None


@form
class MyLedger:
    """Which log the events of this case are published in: its name and its public key."""

    origin: str
    key: str


@form
class Mine:
    """Everything that a receipt opens, from outside the seal."""

    case: MyCase
    #: The words stand on paper that somebody else printed: they must be replaced first.
    on_paper: bool
    ledger: MyLedger | None
    #: The proof of report (docs/spec/ledger.md §10); null when it could not be signed now.
    proof: str | None
    rooms: list[Room]


@form
class SignedDirectory:
    """The directory as the organisation's root key signed it (docs/spec/rooms.md §5)."""

    document: Annotated[str, Text(most=MOST_DIRECTORY)]
    signature: Signature
