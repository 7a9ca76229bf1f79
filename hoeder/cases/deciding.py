"""What all decisions have in common that take a second person (see `models/decisions.py`)."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.models import Case, TwoPersons
from hoeder.errors import NotAllowed, NotNow
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind

Decision = TypeVar("Decision", bound=TwoPersons)

#: Finds what waits for a second person in a case that is locked.
Waiting = Callable[[Case], Decision | None]


def propose(case: Case, item: NewItem, by: Officer) -> bool:
    """Write the sealed reasons of the handler; False when that was done before."""
    return not rooms.add_item(room=case.dialogue(), item=item, by=by).repeated


def tell_the_others(case: Case, kind: str, by: Officer) -> None:
    """Tell the other officers of the dialogue that a second person is asked for."""
    others = set(readers.officers_in(case.dialogue())) - {by.label}
    notices.tell(holders=others, kind=kind, by=by)


def confirm(
    case: Case,
    waiting: Waiting[Decision],
    item: NewItem,
    by: Officer,
    room: Room | None = None,
) -> Decision | None:
    """Have a second officer of the dialogue say yes; None when that was done before.

    A member of the commission above whom the handler let into the dialogue is such an officer.
    Their words stand in the dialogue, or in the `room` where the reasons do.
    """
    guards.holds_dialogue(case, by)
    readers.refuse_unfit(case, by, RoomKind.DIALOGUE)
    if rooms.add_item(room=room or case.dialogue(), item=item, by=by).repeated:
        return None
    decision = _waiting(waiting(case))
    if decision.proposed_by_id == by.pk:
        raise NotAllowed(_("A second person confirms this, not whoever proposed it."))
    _decide(decision, confirmed=True, on=case.body.today(), by=by)
    return decision


def refuse(
    case: Case,
    waiting: Waiting[Decision],
    item: NewItem,
    by: Officer,
    room: Room | None = None,
) -> Decision | None:
    """Have an officer of the dialogue say no, or take back what they proposed themselves."""
    guards.holds_dialogue(case, by)
    if rooms.add_item(room=room or case.dialogue(), item=item, by=by).repeated:
        return None
    decision = _waiting(waiting(case))
    _decide(decision, confirmed=False, on=case.body.today(), by=by)
    return decision


def refuse_second(waiting: TwoPersons | None) -> None:
    """Refuse a proposal while another one waits."""
    if waiting is not None:
        raise NotNow(_("This waits for a second person already."), kind="proposal-waits")


def _waiting(decision: Decision | None) -> Decision:
    if decision is None:
        raise NotNow(_("Nothing waits for a second person."), kind="no-proposal")
    return decision


def _decide(decision: TwoPersons, *, confirmed: bool, on: date, by: Officer) -> None:
    decision.decided_by, decision.decided_on, decision.confirmed = by, on, confirmed
    decision.save(update_fields=["decided_by", "decided_on", "confirmed"])
