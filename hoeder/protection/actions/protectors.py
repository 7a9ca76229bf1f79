"""Whoever protected a reporter has left: their way in ends, and she chooses somebody else."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.models import Case
from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.protection import caring
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Member, Room
from hoeder.rooms.rules import REPORTER, RoomKind, officers_among


@transaction.atomic
def part_with_protectors(*, by: Actor = SYSTEM) -> int:
    """End the memberships of those who protect nobody any more; return in how many rooms.

    They left, or lost the role. Where nobody is left with her, the level above hears that, and her
    page asks her to choose again. Whoever is cut off from a case was put out already.
    """
    ended = 0
    for room in _rooms_to_look_at():
        gone = [one for one in caring.holders_in(room) if not _still_protects(one)]
        if not gone:
            continue
        case = guards.lock(Case(pk=room.case))
        rooms.end_memberships(room=room, holders=gone, by=by)
        if not caring.has_protector(room):
            told = readers.overseers_above(case)
            notices.tell(holders=told, kind="care.nobody-left", by=by)
        ledger.append(kind="care.protector-gone", case=case.pk, by=by, detail={"gone": len(gone)})
        ended += 1
    return ended


@transaction.atomic
def let_in_protector(*, case: Case, grants: Mapping[str, bytes], by: Receipt) -> Room:
    """Let somebody else protect her, from her own browser: the same room, with a new key.

    They can read what was written there before; whoever left reads nothing from now on.
    """
    case = guards.lock(case)
    room = caring.care_room(case)
    if room is None or by.case != case.pk:
        raise NotAllowed(_("Choose first who protects you: then there is a room."))
    if not grants or REPORTER in grants:
        raise NotValid(_("Nobody would be let in."), kind="holders")
    if grants.keys() <= set(caring.holders_in(room)):
        # The answer to the first try was lost. All of this was done then.
        return room
    for holder in officers_among(grants):
        officer = Officer.objects.active().filter(pk=readers.officer_id(holder)).first()
        if officer is None:
            raise NotAllowed(_("This officer does not have a role that allows this."))
        readers.refuse_unfit(case, officer, RoomKind.CARE)
    if room.needs_new_epoch():
        raise NotNow(
            _("The members of this room have changed. Start a new key and send again."),
            kind="new-epoch-needed",
            extras={"epoch": room.epoch, "stale": True},
        )
    for holder, sealed in grants.items():
        rooms.grant_member(room=room, holder=holder, sealed=sealed, by=by)
    detail = {f"holder_{place}": holder for place, holder in enumerate(sorted(grants), 1)}
    ledger.append(kind="care.protector-chosen", case=case.pk, by=by, detail=detail)
    return room


def _rooms_to_look_at() -> list[Room]:
    """Find the care rooms of which some member cannot sign in, or has no role that protects."""
    held = Member.objects.live().filter(room__kind=RoomKind.CARE).exclude(holder=REPORTER)
    gone = {one for one in set(held.values_list("holder", flat=True)) if not _still_protects(one)}
    return list(Room.objects.filter(pk__in=held.filter(holder__in=gone).values("room")))


def _still_protects(holder: str) -> bool:
    officer = Officer.objects.active().filter(pk=readers.officer_id(holder)).first()
    return officer is not None and (officer.has(Power.PROTECT) or officer.has(Power.OVERSEE))
