"""Files, which come in pieces and count once they are whole."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest
from hoeder.rooms import envelope, pieces, rules
from hoeder.rooms.guards import live_member, lock, refuse_old_epoch
from hoeder.rooms.models import Attachment, AttachmentFetch, Piece, Room, today
from hoeder.rooms.pieces import Aside
from hoeder.rooms.rules import Holder


@transaction.atomic
def begin_attachment(
    *, room: Room, attachment: UUID, epoch: int, sealed_size: int, piece_count: int, by: Holder
) -> Attachment:
    """Announce a sealed file that will come in pieces; to announce it twice changes nothing."""
    room, members = lock(room)
    live_member(room, members, by)
    before = Attachment.objects.filter(pk=attachment).first()
    if before is not None:
        if (before.room_id, before.by, before.sealed_size) != (room.pk, by.label, sealed_size):
            raise NotNow(_("Another file has this id already."), kind="attachment-exists")
        return before
    refuse_old_epoch(room, members, epoch)
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
    room, members = lock(Room(pk=attachment.room_id))
    live_member(room, members, by)
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
    room, members = lock(Room(pk=attachment.room_id))
    live_member(room, members, by)
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
