"""Everything that changes rooms, and every hand-over of what is in them."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.rooms import envelope, pieces, rules
from hoeder.rooms.models import (
    Attachment,
    AttachmentFetch,
    Epoch,
    Grant,
    Item,
    Member,
    Piece,
    Room,
    cases_of,
    today,
)
from hoeder.rooms.opening import NewItem, grants_as_event, new_room
from hoeder.rooms.pieces import Aside
from hoeder.rooms.rules import REPORTER, Holder, RoomKind


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
def open_room(
    *,
    room: UUID,
    kind: RoomKind,
    case: UUID,
    recipient: str,
    grants: Mapping[str, bytes],
    until: Mapping[str, date] | None = None,
    by: Holder,
) -> Room:
    """Open a room with its first epoch, its members and a grant for each of them."""
    new = new_room(
        room=room,
        kind=kind,
        case=case,
        recipient=recipient,
        grants=grants,
        until=until,
        by=by,
        day=today(),
    )
    try:
        new.store()
    except IntegrityError as error:
        raise NotNow(_("This room exists already."), kind="room-exists") from error
    notices.tell(holders=rules.officers_among(set(grants) - {by.label}), kind="room.opened", by=by)
    detail: dict[str, str | int] = {
        "room": room.hex,
        "kind": str(kind),
        "recipient": digest(recipient),
        **grants_as_event(grants, until),
    }
    ledger.append(kind="room.opened", case=case, by=by, detail=detail)
    return Room.objects.get(pk=room)


@transaction.atomic
def add_item(*, room: Room, item: NewItem, by: Holder) -> Stored:
    """Put a sealed item behind the newest one. The same item sent twice is kept once."""
    room, members = _lock(room)
    writer = _live_member(room, members, by)
    computed = item.checked_hash()
    before = Item.objects.defer("sealed").filter(pk=item.id).first()
    if before is not None:
        if (before.room_id, before.hash, before.by) != (room.pk, computed, by.label):
            raise NotNow(_("Another item has this id already."), kind="item-exists")
        return Stored(before, repeated=True)
    _refuse_old_epoch(room, members, item.epoch)
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
    room, members = _lock(room)
    reader = _live_member(room, members, by)
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


@transaction.atomic
def grant_member(
    *, room: Room, holder: str, sealed: bytes, until: date | None = None, by: Holder
) -> Member:
    """Make somebody a member, or give a member with new keys a new grant, until that day.

    This checks that the giver is a member. Who may become one is decided in `hoeder.cases`.
    """
    room, members = _lock(room)
    _live_member(room, members, by)
    _refuse_file(room)
    envelope.check_grant(sealed)
    if holder == REPORTER:
        raise NotAllowed(_("Nobody can add the reporter: she is there from the start, or not."))
    if rules.is_over(until, today()):
        raise NotValid(_("The last day of a membership cannot be past."), kind="until")
    if len(members) >= rules.MOST_HOLDERS:
        raise NotNow(_("This room is full."), kind="room-full")
    member, _new = Member.objects.update_or_create(
        room=room, holder=holder, defaults={"until": until, "removed_on": None}
    )
    Grant.objects.update_or_create(
        room=room,
        holder=holder,
        epoch=room.epoch,
        by=by.label,
        defaults={"sealed": room.masked(sealed), "granted_on": today()},
    )
    notices.tell(holders=[holder], kind="room.granted", by=by)
    detail: dict[str, str | int] = {
        "room": room.pk.hex,
        "holder": holder,
        "epoch": room.epoch,
        "sealed": digest(sealed),
    }
    if until is not None:
        detail["until"] = until.isoformat()
    ledger.append(kind="member.granted", case=room.case, by=by, detail=detail)
    return member


@transaction.atomic
def start_epoch(
    *,
    room: Room,
    number: int,
    recipient: str,
    grants: Mapping[str, bytes],
    removed: Collection[str] = (),
    by: Holder,
) -> Epoch:
    """Start a new key for those who remain; end the memberships of `removed` and of the lapsed.

    Whether an officer may remove somebody is decided in `hoeder.cases`.
    """
    room, members = _lock(room)
    _live_member(room, members, by)
    _refuse_file(room)
    if number != room.epoch + 1:
        raise NotNow(
            _("Somebody else started a new key first. Fetch the room again."),
            kind="epoch-moved-on",
            extras={"epoch": room.epoch},
        )
    _refuse_removal(members, set(removed), by)
    remaining = {member.holder for member in members if member.is_live()} - set(removed)
    _refuse_other_grants(remaining, grants)
    if removed:
        _refuse_too_few(remaining)
    envelope.check_recipient(recipient)
    for sealed in grants.values():
        envelope.check_grant(sealed)
    Member.objects.filter(room=room, removed_on=None).exclude(holder__in=remaining).update(
        removed_on=today()
    )
    epoch = Epoch.objects.create(room=room, number=number, recipient=recipient)
    Grant.objects.bulk_create(
        Grant(room=room, epoch=number, holder=holder, by=by.label, sealed=room.masked(sealed))
        for holder, sealed in grants.items()
    )
    room.epoch, room.stale = number, False
    room.save(update_fields=["epoch", "stale"])
    detail: dict[str, str | int] = {
        "room": room.pk.hex,
        "epoch": number,
        "recipient": digest(recipient),
        **grants_as_event(grants),
    }
    detail |= {f"removed_{place}": holder for place, holder in enumerate(sorted(removed), 1)}
    ledger.append(kind="epoch.started", case=room.case, by=by, detail=detail)
    return epoch


@transaction.atomic
def leave(*, room: Room, by: Holder) -> None:
    """End one's own membership at once; the next writer must start a new key."""
    room, members = _lock(room)
    member = _live_member(room, members, by)
    others = {one.holder for one in members if one.is_live()} - {by.label}
    if by.label == REPORTER:
        raise NotAllowed(_("The reporter's line stays open."))
    if not rules.officers_among(others):
        raise NotNow(
            _("You are the only officer in this room. Hand the case over to somebody first."),
            kind="last-officer",
        )
    member.removed_on = today()
    member.save(update_fields=["removed_on"])
    room.stale = True
    room.save(update_fields=["stale"])
    notices.tell(holders=rules.officers_among(others), kind="room.left", by=by)
    ledger.append(kind="member.left", case=room.case, by=by, detail={"room": room.pk.hex})


@transaction.atomic
def end_memberships(*, room: Room, holders: Collection[str], by: Holder) -> list[str]:
    """End memberships at once, also the last officer's; the next writer must start a new key.

    Whose may be ended, and by whom, is decided in `hoeder.cases`. The reporter's line stays open.
    """
    room, members = _lock(room)
    ended = sorted({member.holder for member in members} & set(holders) - {REPORTER})
    if not ended:
        return []
    Member.objects.filter(room=room, holder__in=ended).update(removed_on=today())
    room.stale = True
    room.save(update_fields=["stale"])
    detail = {"room": room.pk.hex}
    detail |= {f"holder_{place}": holder for place, holder in enumerate(ended, 1)}
    ledger.append(kind="member.ended", case=room.case, by=by, detail=detail)
    return ended


@transaction.atomic
def begin_attachment(
    *, room: Room, attachment: UUID, epoch: int, sealed_size: int, piece_count: int, by: Holder
) -> Attachment:
    """Announce a sealed file that will come in pieces; to announce it twice changes nothing."""
    room, members = _lock(room)
    _live_member(room, members, by)
    before = Attachment.objects.filter(pk=attachment).first()
    if before is not None:
        if (before.room_id, before.by, before.sealed_size) != (room.pk, by.label, sealed_size):
            raise NotNow(_("Another file has this id already."), kind="attachment-exists")
        return before
    _refuse_old_epoch(room, members, epoch)
    if not envelope.SMALLEST <= sealed_size <= rules.LARGEST_ATTACHMENT:
        raise NotValid(_("A sealed file holds at most 4 GiB, and something."), kind="size")
    if piece_count != rules.pieces_of(sealed_size):
        raise NotValid(_("The number of pieces does not go with the size."), kind="size")
    if room.attachments.count() >= rules.MOST_ATTACHMENTS:
        raise NotNow(_("This room holds as many files as it can."), kind="room-full")
    begun = Attachment.objects.create(
        id=attachment,
        room=room,
        epoch=epoch,
        by=by.label,
        sealed_size=sealed_size,
        pieces=piece_count,
    )
    ledger.append(
        kind="attachment.begun",
        case=room.case,
        by=by,
        detail={
            "room": room.pk.hex,
            "attachment": attachment.hex,
            "pieces": piece_count,
            "size": sealed_size,
        },
    )
    return begun


@transaction.atomic
def store_piece(*, attachment: Attachment, number: int, piece: Aside, by: Holder) -> bool:
    """Keep one piece of a file, once, and tell whether the file is whole now.

    It is on the disk already (`pieces.aside`) and is moved to its place here. Only the last piece
    is written in the ledger: the file then counts, and not before.
    """
    room, members = _lock(Room(pk=attachment.room_id))
    _live_member(room, members, by)
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if attachment.by != by.label:
        raise NotAllowed(_("Only whoever began this file can go on with it."))
    before = Piece.objects.filter(attachment=attachment, number=number).first()
    if before is not None:
        if before.digest != piece.digest:
            raise NotNow(_("Another piece has this number already."), kind="piece-exists")
        return attachment.complete
    if number < 0 or piece.size != (rules.size_of_piece(attachment.sealed_size, number) or -1):
        raise NotValid(_("This piece does not have the length that was announced."), kind="size")
    if number == 0:
        envelope.check_header(piece.start)
    pieces.put(attachment.pk, number, piece)
    Piece.objects.create(attachment=attachment, number=number, digest=piece.digest, size=piece.size)
    attachment.touched_on = today()
    attachment.complete = attachment.stored.count() == attachment.pieces
    attachment.save(update_fields=["touched_on", "complete"])
    if attachment.complete:
        ledger.append(
            kind="attachment.stored",
            case=room.case,
            by=by,
            detail={
                "room": room.pk.hex,
                "attachment": attachment.pk.hex,
                "digest": _digest_of_pieces(attachment),
            },
        )
    return attachment.complete


@transaction.atomic
def fetch_piece(*, attachment: Attachment, number: int, by: Holder) -> bytes:
    """Hand out one piece of a whole file.

    The ledger gets one row per file, holder and day, before the first piece is handed out. A row
    for each piece would say nothing more: one piece alone opens nothing.
    """
    room, members = _lock(Room(pk=attachment.room_id))
    _live_member(room, members, by)
    attachment = Attachment.objects.get(pk=attachment.pk)
    if not attachment.complete:
        raise NotNow(_("This file has not arrived completely."), kind="attachment-incomplete")
    if not 0 <= number < attachment.pieces:
        raise NotValid(_("This file has no piece with that number."), kind="piece")
    _fetch, first_today = AttachmentFetch.objects.get_or_create(
        attachment=attachment, holder=by.label, day=today()
    )
    if first_today:
        ledger.append(
            kind="attachment.fetched",
            case=room.case,
            by=by,
            detail={"room": room.pk.hex, "attachment": attachment.pk.hex},
        )
    return pieces.read(attachment.pk, number)


@transaction.atomic
def forget_unfinished(*, by: Actor) -> int:
    """Remove files whose upload nobody went on with for a week; tell how many there were."""
    long_ago = today() - timedelta(days=rules.UNFINISHED_DAYS)
    unfinished = list(
        Attachment.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("room")
        .filter(complete=False, touched_on__lt=long_ago)
        .order_by("touched_on")[:500]
    )
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in unfinished]).delete()
    for attachment in unfinished:
        # After the commit: a crash before it would leave rows that promise bytes.
        transaction.on_commit(partial(pieces.forget, attachment.pk))
        ledger.append(
            kind="attachment.given-up",
            case=attachment.room.case,
            by=by,
            detail={"room": attachment.room_id.hex, "attachment": attachment.pk.hex},
        )
    return len(unfinished)


def _digest_of_pieces(attachment: Attachment) -> str:
    """Name all pieces at once: the SHA-256 of their digests, one below the other."""
    digests = attachment.stored.order_by("number").values_list("digest", flat=True)
    return digest("\n".join(digests))


def _lock(room: Room) -> tuple[Room, list[Member]]:
    """Lock a room, so that its head, epoch and members stay as they are until the commit."""
    locked = Room.objects.select_for_update().get(pk=room.pk)
    if locked.erased_on is not None:
        raise NotNow(_("This was erased. Nothing can be added to it."), kind="erased")
    return locked, list(Member.objects.filter(room=locked, removed_on=None))


def _live_member(room: Room, members: list[Member], by: Holder) -> Member:
    # Every reporter has the same label: compare the cases of the receipt as well.
    stranger = by.label == REPORTER and room.case not in cases_of(by)
    for member in members:
        if member.holder == by.label and member.is_live() and not stranger:
            return member
    raise NotAllowed(_("You are not a member of this room."))


def _refuse_file(room: Room) -> None:
    if room.kind == RoomKind.FILE:
        raise NotAllowed(_("A file is the reporter's alone."))


def _refuse_old_epoch(room: Room, members: list[Member], epoch: int) -> None:
    if epoch != room.epoch or room.needs_new_epoch(members):
        raise NotNow(
            _("The members of this room have changed. Start a new key and send again."),
            kind="new-epoch-needed",
            extras={"epoch": room.epoch, "stale": room.needs_new_epoch(members)},
        )


def _refuse_removal(members: list[Member], removed: set[str], by: Holder) -> None:
    if not removed:
        return
    if by.label == REPORTER or REPORTER in removed or by.label in removed:
        raise NotAllowed(_("You cannot remove this member."))
    if not removed <= {member.holder for member in members}:
        raise NotNow(_("Whom you want to remove is not a member."), kind="no-member")


def _refuse_other_grants(remaining: set[str], grants: Mapping[str, bytes]) -> None:
    if set(grants) != remaining:
        raise NotNow(
            _("The members of this room have changed. Fetch the room again."),
            kind="members-changed",
            extras={"holders": sorted(remaining)},
        )


def _refuse_too_few(remaining: set[str]) -> None:
    # Only a removal can wait. Where memberships have ended already, a new key for the few who are
    # left comes first; the reporter may be the only one, until she lets in the level above.
    if rules.few_holders(remaining) or not rules.officers_among(remaining):
        raise NotNow(
            _("A room needs at least two members. Add somebody first."), kind="too-few-members"
        )


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
