"""What a holder may see of a case: its rooms with their members, keys, and the holder's grants."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hoeder.cases.readers import officer_id
from hoeder.organisations.models import Officer, OfficerKey
from hoeder.reports.models import Receipt
from hoeder.rooms.models import Epoch, Grant, Member, Room
from hoeder.rooms.rules import REPORTER, officers_among


@dataclass(frozen=True, slots=True)
class SeenMember:
    """A member, past ones too, with the public keys that belong to the label."""

    holder: str
    recipient: str | None
    verify: str | None
    until: date | None
    removed_on: date | None


@dataclass(frozen=True, slots=True)
class SeenRoom:
    """A room as one of its members sees it. `grants` are those to this member alone."""

    room: Room
    stale: bool
    epochs: list[Epoch]
    members: list[SeenMember]
    grants: list[Grant]


def rooms_of(case: UUID, holder: Officer | Receipt) -> list[SeenRoom]:
    """List the rooms of a case that this holder is in, in six queries whatever their number."""
    rooms = list(
        Room.objects.visible_to(holder)
        .filter(case=case)
        .order_by("kind")
        .prefetch_related("epochs", "members")
    )
    grants = list(Grant.objects.filter(room__in=rooms, holder=holder.label))
    keys = _keys(case, {member.holder for room in rooms for member in room.members.all()})
    return [
        SeenRoom(
            room=room,
            stale=room.needs_new_epoch(room.members.all()),
            epochs=list(room.epochs.all()),
            members=[_seen(member, keys) for member in room.members.all()],
            grants=[grant for grant in grants if grant.room_id == room.pk],
        )
        for room in rooms
    ]


def room_of(room: UUID, holder: Officer | Receipt) -> SeenRoom | None:
    """Give one room as this holder sees it, or None when it is not theirs to see."""
    found = Room.objects.visible_to(holder).filter(pk=room).first()
    if found is None:
        return None
    return next(seen for seen in rooms_of(found.case, holder) if seen.room.pk == room)


def _seen(member: Member, keys: dict[str, tuple[str, str]]) -> SeenMember:
    recipient, verify = keys.get(member.holder, (None, None))
    return SeenMember(member.holder, recipient, verify, member.until, member.removed_on)


def _keys(case: UUID, holders: set[str]) -> dict[str, tuple[str, str]]:
    """Find each holder's newest confirmed keys; withdrawn ones where there is no other.

    Somebody who left may have no key any more, and still be the author of what they wrote.
    """
    found: dict[str, tuple[str, str]] = {}
    officers = [officer_id(holder) for holder in officers_among(holders)]
    for key in OfficerKey.objects.filter(officer__in=officers, confirmed_on__isnull=False).order_by(
        "number"
    ):
        found[f"officer:{key.officer_id.hex}"] = (key.recipient, key.verify)
    if REPORTER in holders:
        receipt = Receipt.objects.filter(case=case).first()
        if receipt is not None:
            found[REPORTER] = (receipt.recipient, receipt.author_key)
    return found
