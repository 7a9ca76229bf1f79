"""A reporter's own file: hers alone, and opened with nothing but her receipt."""

from http import HTTPStatus
from typing import Annotated

from django.shortcuts import get_object_or_404

from hoeder.protection import actions as protection
from hoeder.protection.models import GroundsReview
from hoeder.protection.rules import DetrimentForm
from hoeder.reports import actions as reports
from hoeder.reports.models import Receipt
from hoeder.reports.receiving import NewFile
from hoeder.rooms.models import Room
from hoeder.web import grounds, shapes
from hoeder.web.interface import Repeated, operation
from hoeder.web.json import Id, Key, Text, form
from hoeder.web.reporter.forms import FirstItem


@form
class SentFile:
    """A new file: a room with one holder and its first item.

    `file` is the id under which it stands, which is no case; `ledger_key` blinds its leaves in the
    public log and opens nothing.
    """

    file: Id
    ledger_key: Key
    room: shapes.NewRoom
    grants: shapes.Grants
    item: FirstItem

    def as_new(self) -> NewFile:
        """Give the form that the action takes."""
        return NewFile(
            file=self.file,
            ledger_key=bytes.fromhex(self.ledger_key),
            room=self.room.id,
            room_recipient=self.room.recipient,
            grants=shapes.by_holder(self.grants),
            item=self.item.id,
            sealed=self.item.sealed,
            hash=self.item.hash,
        )


@form
class SentDetriment:
    """A copy of something in her file, sealed in a room that she has with others.

    `form` is null, and `colleagues` and `weigh` are false, unless she agreed that this is known.
    """

    room: Id
    item: shapes.SentItem
    form: Annotated[str, Text(most=32, pattern="|".join(DetrimentForm.values))] | None
    colleagues: bool
    weigh: bool


@operation("reporter", gives=grounds.Reviews)
def my_weighed(receipt: Receipt) -> grounds.Reviews:
    """See which decisions against her are weighed, and what that came to."""
    return grounds.reviews(GroundsReview.objects.visible_to(receipt))


def _mine(receipt: Receipt) -> Room:
    return get_object_or_404(Room.objects.visible_to(receipt), case=receipt.file, kind="file")


@operation("reporter", gives=shapes.Room)
def my_file(receipt: Receipt) -> shapes.Room:
    """See one's own file from outside the seal."""
    room = _mine(receipt)
    return shapes.rooms_seen_by(Room.objects.visible_to(receipt).filter(pk=room.pk), receipt)[0]


@operation(
    "reporter",
    takes=SentFile,
    gives=shapes.Room,
    status=HTTPStatus.CREATED,
    problems=("not-now",),
)
def open_file(receipt: Receipt, sent: SentFile) -> shapes.Room:
    """Open one's own file, to which nobody else ever gets a key. Sent again, it is the same one."""
    room = reports.open_file(receipt=receipt, new=sent.as_new(), by=receipt)
    receipt.refresh_from_db()
    return shapes.rooms_seen_by(Room.objects.visible_to(receipt).filter(pk=room.pk), receipt)[0]


@operation("reporter", gives=shapes.Journal)
def my_file_journal(receipt: Receipt) -> shapes.Journal:
    """Read every event of the file: the texts that the public log commits to."""
    return shapes.journal(_mine(receipt).case)


@operation(
    "reporter",
    takes=SentDetriment,
    gives=shapes.Stored,
    status=HTTPStatus.CREATED,
    problems=shapes.WRITING,
)
def share_detriment(receipt: Receipt, sent: SentDetriment) -> shapes.Stored | Repeated:
    """Share a copy of what was done to her. Nothing of it is readable here."""
    room = get_object_or_404(Room.objects.visible_to(receipt), pk=sent.room)
    stored = protection.share_detriment(
        room=room,
        item=sent.item.as_item(),
        form=DetrimentForm(sent.form) if sent.form else None,
        colleagues=sent.colleagues,
        weigh=sent.weigh,
        by=receipt,
    )
    answer = shapes.Stored(stored.item.sequence, stored.item.hash)
    return Repeated(answer) if stored.repeated else answer
