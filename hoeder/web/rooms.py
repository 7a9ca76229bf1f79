"""The routes of rooms, the same for a reporter and for an officer.

Membership is the rule for content: whoever is a live member of a room may do all of this, and for
anybody else the room does not exist. An officer declares to be impartial before the first key or
item is handed out (`guards.may_read`). The server hands out ciphertext and writes that it did.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.errors import NotAllowed
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms import pieces
from hoeder.rooms.models import Attachment, Epoch, Room
from hoeder.web import shapes
from hoeder.web.interface import Audience, Repeated, operation, route

#: Who can be in a room.
Visitor = Officer | Receipt


def see_room(visitor: Visitor, room: UUID) -> shapes.Room:
    """See a room: its key, its members, and the grants to whoever asks."""
    found = Room.objects.visible_to(visitor).filter(pk=room)
    one = get_object_or_404(Room.objects.visible_to(visitor), pk=room)
    guards.may_read(one.shown_case, visitor)
    return shapes.rooms_seen_by(found, visitor)[0]


def fetch_items(visitor: Visitor, asked: shapes.After, room: UUID) -> shapes.Items:
    """Fetch sealed items. Each fetch stands in the journal before it is answered."""
    found = get_object_or_404(Room.objects.visible_to(visitor), pk=room)
    guards.may_read(found.shown_case, visitor)
    return shapes.items(rooms.fetch_items(room=found, after=asked.after, by=visitor))


def add_item(visitor: Visitor, sent: shapes.SentItem, room: UUID) -> shapes.Stored | Repeated:
    """Put a sealed item behind the newest one. The same item again changes nothing."""
    found = get_object_or_404(Room.objects.visible_to(visitor), pk=room)
    stored = rooms.add_item(room=found, item=sent.as_item(), by=visitor)
    answer = shapes.Stored(stored.item.sequence, stored.item.hash)
    return Repeated(answer) if stored.repeated else answer


def begin_attachment(visitor: Visitor, sent: shapes.SentAttachment, room: UUID) -> shapes.Missing:
    """Announce a sealed file. Announcing it again says which pieces have not arrived."""
    found = get_object_or_404(Room.objects.visible_to(visitor), pk=room)
    begun = rooms.begin_attachment(
        room=found,
        attachment=sent.id,
        epoch=sent.epoch,
        sealed_size=sent.sealed_size,
        piece_count=sent.pieces,
        by=visitor,
    )
    return shapes.Missing(begun.missing())


def see_attachment(visitor: Visitor, room: UUID, attachment: UUID) -> shapes.Attachment:
    """See how far a sealed file has come."""
    found = get_object_or_404(Attachment.objects.visible_to(visitor), pk=attachment, room=room)
    return shapes.attachment(found)


def store_piece(visitor: Visitor, sent: bytes, room: UUID, attachment: UUID, number: int) -> None:
    """Send one piece of a sealed file. The same piece again changes nothing."""
    found = get_object_or_404(Attachment.objects.visible_to(visitor), pk=attachment, room=room)
    with pieces.aside(attachment, number, sent) as piece:
        rooms.store_piece(attachment=found, number=number, piece=piece, by=visitor)


def fetch_piece(visitor: Visitor, room: UUID, attachment: UUID, number: int) -> bytes:
    """Fetch one piece of a sealed file that has arrived completely."""
    found = get_object_or_404(Attachment.objects.visible_to(visitor), pk=attachment, room=room)
    guards.may_read(found.room.shown_case, visitor)
    return rooms.fetch_piece(attachment=found, number=number, by=visitor)


#: `cases.start_epoch` for officers, whose removals it checks; `rooms.start_epoch` for reporters.
Start = Callable[..., Epoch]


def routes(base: str, audience: Audience, start: Start) -> list[URLPattern]:
    """Make the routes of rooms below `base` for one audience."""

    def start_epoch(visitor: Visitor, sent: shapes.SentEpoch, room: UUID) -> shapes.Epoch:
        """Give a room a new key, sealed to all who stay. Only a handler can make others leave."""
        found = get_object_or_404(Room.objects.visible_to(visitor), pk=room)
        # Nobody is let into a room that is no case's, so nobody is removed from it.
        of_a_case = Case.objects.filter(pk=found.shown_case).exists()
        if not of_a_case and sent.removed:
            raise NotAllowed(_("Nobody can be removed from this room."))
        act = start if of_a_case else rooms.start_epoch
        epoch = act(
            room=found,
            number=sent.number,
            recipient=sent.recipient,
            grants=shapes.by_holder(sent.grants),
            removed=sent.removed,
            by=visitor,
        )
        return shapes.Epoch(epoch.number, epoch.recipient)

    writes = partial(operation, audience, status=HTTPStatus.CREATED, problems=shapes.WRITING)
    see = operation(audience, gives=shapes.Room, problems=("declaration-needed",))(see_room)
    fetch = operation(
        audience, gives=shapes.Items, asks=shapes.After, problems=("declaration-needed",)
    )(fetch_items)
    add = writes(takes=shapes.SentItem, gives=shapes.Stored)(add_item)
    epoch = writes(takes=shapes.SentEpoch, gives=shapes.Epoch)(start_epoch)
    begin = writes(takes=shapes.SentAttachment, gives=shapes.Missing)(begin_attachment)
    see_file = operation(audience, gives=shapes.Attachment)(see_attachment)
    put = operation(audience, takes=bytes, problems=("not-allowed", "not-now"))(store_piece)
    get = operation(audience, gives=bytes, problems=("not-now", "declaration-needed"))(fetch_piece)
    one = f"{base}/<hex:room>"
    file = f"{one}/attachments/<hex:attachment>"
    return [
        path(one, route(GET=see)),
        path(f"{one}/items", route(GET=fetch, POST=add)),
        path(f"{one}/epochs", route(POST=epoch)),
        path(f"{one}/attachments", route(POST=begin)),
        path(file, route(GET=see_file)),
        path(f"{file}/pieces/<number:number>", route(GET=get, PUT=put)),
    ]
