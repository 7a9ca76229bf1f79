"""The rows of a new room, checked and not yet stored.

Two actions open rooms: `rooms.open_room`, and `cases.receive`, which must store a whole report in
few statements. Both begin here, so that a room cannot come to be in two different ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.erasable.fields import mask
from hoeder.erasable.keys import Part
from hoeder.errors import NotValid
from hoeder.ledger.sayings import digest
from hoeder.rooms import envelope
from hoeder.rooms.models import NO_HASH, Epoch, Grant, Item, Member, Room
from hoeder.rooms.rules import PARTS, REPORTER, Holder, RoomKind, may_hold
from hoeder.storing import store


def grants_as_event(
    grants: Mapping[str, bytes], until: Mapping[str, date] | None = None
) -> dict[str, str | int]:
    """Say in the ledger who got a key, until when, and the hash of what was sealed to them."""
    said: dict[str, str | int] = {}
    for place, holder in enumerate(sorted(grants), 1):
        said |= {f"holder_{place}": holder, f"sealed_{place}": digest(grants[holder])}
        if until is not None and holder in until:
            said[f"until_{place}"] = until[holder].isoformat()
    return said


@dataclass(frozen=True, slots=True)
class NewItem:
    """A sealed item as it was sent. `hash` is what the sender computed; it is checked."""

    id: UUID
    sequence: int
    previous: str
    epoch: int
    sealed: bytes
    hash: str | None = None

    def checked_hash(self) -> str:
        """Refuse what is not one whole sealed item; return the hash of its bytes."""
        envelope.check_item(self.sealed)
        computed = sha256(self.sealed).hexdigest()
        if self.hash is not None and self.hash != computed:
            raise NotValid(_("The hash is not that of the sealed item."), kind="hash")
        return computed


Row = dict[str, object]


@dataclass(slots=True)
class NewRoom:
    """The rows of a room that is about to be stored."""

    case: UUID
    part: Part
    room: Row
    epoch: Row
    members: list[Row]
    grants: list[Row]
    items: list[Row] = field(default_factory=list)

    def store(self) -> None:
        """Store all rows; part of the transaction of the action that opens the room."""
        store(Room, [self.room])
        store(Epoch, [self.epoch])
        store(Member, self.members)
        store(Grant, self.grants)
        store(Item, self.items)


def new_room(
    *,
    room: UUID,
    kind: RoomKind,
    case: UUID,
    recipient: str,
    grants: Mapping[str, bytes],
    until: Mapping[str, date] | None = None,
    by: Holder,
    day: date,
) -> NewRoom:
    """Check a new room and lay out its rows: the opener and all members get a grant of epoch 1."""
    envelope.check_recipient(recipient)
    for sealed in grants.values():
        envelope.check_grant(sealed)
    if not may_hold(kind, grants):
        raise NotValid(
            _("A file is the reporter's alone.")
            if kind == RoomKind.FILE
            else _("A room has at least two and at most 64 members."),
            kind="holders",
        )
    if by.label not in grants:
        raise NotValid(_("Whoever opens a room is a member of it."), kind="holders")
    if kind == RoomKind.INVESTIGATION and REPORTER in grants:
        raise NotValid(_("The reporter is not a member of an investigation room."), kind="holders")
    last_days = until or {}
    part = PARTS[kind]
    return NewRoom(
        case=case,
        part=part,
        room={
            "id": room,
            "kind": kind,
            "case": case,
            "epoch": 1,
            "head_sequence": 0,
            "head_hash": NO_HASH,
            "head_on": None,
            "stale": False,
            "erased_on": None,
        },
        epoch={"room_id": room, "number": 1, "recipient": recipient, "started_on": day},
        members=[
            {
                "room_id": room,
                "holder": holder,
                "until": last_days.get(holder),
                "removed_on": None,
                "seen_sequence": 0,
            }
            for holder in grants
        ],
        grants=[
            {
                "room_id": room,
                "epoch": 1,
                "holder": holder,
                "by": by.label,
                "sealed": mask(sealed, case, part),
                "granted_on": day,
            }
            for holder, sealed in grants.items()
        ],
    )


def put_first_item(new: NewRoom, item: NewItem, *, by: Holder, day: date) -> str:
    """Lay out the first item of a room that is about to be stored; return its hash."""
    computed = item.checked_hash()
    if (item.sequence, item.previous, item.epoch) != (1, NO_HASH, 1):
        raise NotValid(_("The first item has number 1 and nothing before it."), kind="item")
    new.items.append(
        {
            "id": item.id,
            "room_id": new.room["id"],
            "sequence": 1,
            "epoch": 1,
            "hash": computed,
            "size": len(item.sealed),
            "sealed": mask(item.sealed, new.case, new.part),
            "by": by.label,
            "day": day,
        }
    )
    new.room |= {"head_sequence": 1, "head_hash": computed, "head_on": day}
    for member in new.members:
        if member["holder"] == by.label:
            member["seen_sequence"] = 1
    return computed
