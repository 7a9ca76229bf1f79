"""Checks that begin the commission's actions."""

from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.organisations.models import Officer
from hoeder.oversight.models import Breach, Escalation, Review
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind


def oversees(row: Escalation | Review | Breach, by: Officer) -> None:
    """Refuse all but impartial members of the commission of its level."""
    if not type(row).objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotAllowed(
            _("Only the commission of that level can do this, by somebody who was not part of it.")
        )


def still_open(review: Review) -> None:
    """Refuse what comes after closing."""
    if review.closed_on is not None:
        raise NotNow(_("This review is closed."), kind="closed")


def room_of(chain: UUID, by: Officer) -> Room | None:
    """Find the room with the reporter and the commission, if she let this officer in."""
    return Room.objects.visible_to(by).filter(case=chain, kind=RoomKind.COMMISSION).first()


def put_reasons(chain: UUID, item: NewItem | None, by: Officer) -> bool:
    """Put sealed reasons in the reporter's room; True where they lay there already.

    Where she let somebody in, they owe her reasons. Where she has not, there is no place for them:
    what was decided then stands without, and she sees that it does.
    """
    room = room_of(chain, by)
    if room is None:
        if item is not None:
            raise NotAllowed(_("You are not a member of this room."))
        return False
    if item is None:
        raise NotValid(
            _("Write to the reporter why: they let you into their room."), kind="reasons-missing"
        )
    return rooms.add_item(room=room, item=item, by=by).repeated
