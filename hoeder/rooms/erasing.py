"""Destroying what is in rooms, as part of the action that decides it."""

from uuid import UUID

from hoeder.erasable.keys import Part
from hoeder.rooms import pieces
from hoeder.rooms.models import Attachment, Grant, Item, Room, today
from hoeder.rooms.rules import PARTS


def rooms_of(case: UUID, part: Part) -> list[Room]:
    """Find the rooms of one part of a case."""
    kinds = [kind for kind, of in PARTS.items() if of == part]
    return list(Room.objects.filter(case=case, kind__in=kinds))


def forget_files(case: UUID, part: Part) -> None:
    """Remove the bytes of attachments; again, there is nothing left to remove.

    Before the rows go: a crash in between leaves rows whose destruction goes on, never bytes that
    no row names.
    """
    for attachment in Attachment.objects.filter(room__in=rooms_of(case, part)):
        pieces.forget(attachment.pk)


def erase(case: UUID, part: Part) -> int:
    """Delete items, grants and attachments; return how many items and files there were.

    Who was in the rooms, and the hash of the last item, stay: the log speaks of them.
    """
    rooms = rooms_of(case, part)
    _rows, each = Attachment.objects.filter(room__in=rooms).delete()
    files = each.get(Attachment._meta.label, 0)
    Grant.objects.filter(room__in=rooms).delete()
    items, _each = Item.objects.filter(room__in=rooms).delete()
    Room.objects.filter(pk__in=[room.pk for room in rooms]).update(erased_on=today())
    return files + items
