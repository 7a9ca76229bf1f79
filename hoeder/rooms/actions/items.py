"""What is said in a room."""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.notices import actions as notices
from hoeder.rooms import rules
from hoeder.rooms.guards import live_member, lock, refuse_old_epoch
from hoeder.rooms.models import Item, Room, today
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import Holder


class Stored(NamedTuple):
    """An item that is in the room, and whether it was there before."""

    item: Item
    repeated: bool


class Fetched(NamedTuple):
    """Items in order, and the head of the room at that moment."""

    items: list[Item]
    head_sequence: int
    head_hash: str


@transaction.atomic
def add_item(*, room: Room, item: NewItem, by: Holder) -> Stored:
    """Put a sealed item behind the newest one. The same item sent twice is kept once."""
    room, members = lock(room)
    writer = live_member(room, members, by)
    computed = item.checked_hash()
    before = Item.objects.defer("sealed").filter(pk=item.id).first()
    if before is not None:
        if (before.room_id, before.hash, before.by) != (room.pk, computed, by.label):
            raise NotNow(_("Another item has this id already."), kind="item-exists")
        return Stored(before, repeated=True)
    refuse_old_epoch(room, members, item.epoch)
    if (item.sequence, item.previous) != (room.head_sequence + 1, room.head_hash):
        raise NotNow(
            _("Somebody else wrote in this room first. Fetch what is new and send again."),
            kind="room-moved-on",
            extras={"head": {"sequence": room.head_sequence, "hash": room.head_hash}},
        )
    stored = Item.objects.create(
        id=item.id,
        room=room,
        sequence=item.sequence,
        epoch=item.epoch,
        hash=computed,
        size=len(item.sealed),
        sealed=room.masked(item.sealed),
        by=by.label,
        day=today(),
    )
    room.head_sequence, room.head_hash, room.head_on = item.sequence, computed, stored.day
    room.save(update_fields=["head_sequence", "head_hash", "head_on"])
    writer.seen_sequence = item.sequence
    writer.save(update_fields=["seen_sequence"])
    others = {member.holder for member in members if member.is_live()} - {by.label}
    notices.tell(holders=rules.officers_among(others), kind="room.item", by=by)
    ledger.append(
        kind="item.added",
        case=room.case,
        by=by,
        detail={
            "room": room.pk.hex,
            "sequence": item.sequence,
            "item": computed,
            "id": item.id.hex,
        },
    )
    return Stored(stored, repeated=False)


@transaction.atomic
def fetch_items(*, room: Room, after: int, by: Holder) -> Fetched:
    """Hand out the items behind number `after`, journalled first: at most 200, or 8 MiB.

    An answer without items hands out nothing and leaves no trace; asking again is free.
    """
    room, members = lock(room)
    reader = live_member(room, members, by)
    last = _last_to_hand_out(room, after)
    if last <= after:
        return Fetched([], room.head_sequence, room.head_hash)
    ledger.append(
        kind="items.fetched",
        case=room.case,
        by=by,
        detail={"room": room.pk.hex, "first": after + 1, "last": last},
    )
    if last > reader.seen_sequence:
        reader.seen_sequence = last
        reader.save(update_fields=["seen_sequence"])
    items = list(room.items.filter(sequence__gt=after, sequence__lte=last))
    return Fetched(items, room.head_sequence, room.head_hash)


def _last_to_hand_out(room: Room, after: int) -> int:
    """Find the last item that fits in one answer; the first always does."""
    last, size = after, 0
    sizes = room.items.filter(sequence__gt=after).values_list("sequence", "size")
    for sequence, length in sizes[: rules.MOST_ITEMS_AT_ONCE]:
        size += length
        if size > rules.MOST_BYTES_AT_ONCE and last > after:
            break
        last = sequence
    return last
