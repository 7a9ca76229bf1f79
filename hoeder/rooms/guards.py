"""What everything that changes a room asks first: who is in it, and whether it stands still."""

from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow
from hoeder.rooms.models import Member, Room, cases_of
from hoeder.rooms.rules import REPORTER, Holder, RoomKind


def lock(room: Room) -> tuple[Room, list[Member]]:
    """Lock a room, so that its head, epoch and members stay as they are until the commit."""
    locked = Room.objects.select_for_update().get(pk=room.pk)
    if locked.erased_on is not None:
        raise NotNow(_("This was erased. Nothing can be added to it."), kind="erased")
    return locked, list(Member.objects.filter(room=locked, removed_on=None))


def live_member(room: Room, members: list[Member], by: Holder) -> Member:
    """Find the membership of whoever acts, or refuse.

    Every reporter has the same label, so the cases of the receipt are compared as well.
    """
    stranger = by.label == REPORTER and room.case not in cases_of(by)
    for member in members:
        if member.holder == by.label and member.is_live() and not stranger:
            return member
    raise NotAllowed(_("You are not a member of this room."))


def refuse_file(room: Room) -> None:
    """Refuse what officers do with rooms where the room is her own file."""
    if room.kind == RoomKind.FILE:
        raise NotAllowed(_("A file is the reporter's alone."))


def refuse_old_epoch(room: Room, members: list[Member], epoch: int) -> None:
    """Refuse what was sealed to a key that somebody holds who is no member any more."""
    if epoch != room.epoch or room.needs_new_epoch(members):
        raise NotNow(
            _("The members of this room have changed. Start a new key and send again."),
            kind="new-epoch-needed",
            extras={"epoch": room.epoch, "stale": room.needs_new_epoch(members)},
        )
