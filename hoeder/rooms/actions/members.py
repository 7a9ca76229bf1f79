"""Who is in a room, and with which key."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.rooms import envelope, rules
from hoeder.rooms.guards import live_member, lock, refuse_file
from hoeder.rooms.models import Epoch, Grant, Member, Room, today
from hoeder.rooms.opening import grants_as_event, new_room
from hoeder.rooms.rules import REPORTER, Holder, RoomKind


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
def grant_member(
    *, room: Room, holder: str, sealed: bytes, until: date | None = None, by: Holder
) -> Member:
    """Make somebody a member, or give a member with new keys a new grant, until that day.

    This checks that the giver is a member. Who may become one is decided in `hoeder.cases`.
    """
    room, members = lock(room)
    live_member(room, members, by)
    refuse_file(room)
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
    room, members = lock(room)
    live_member(room, members, by)
    refuse_file(room)
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
    room, members = lock(room)
    member = live_member(room, members, by)
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
    room, members = lock(room)
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
