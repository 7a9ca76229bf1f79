"""What of a closed case is kept, from the desk: find it, call one action, answer."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.retention import actions as retention
from hoeder.retention.models import Hold, Keeping
from hoeder.retention.rules import DESTROYED, RecordClass
from hoeder.rooms.models import Room
from hoeder.web import keeping, shapes
from hoeder.web.interface import Operation, operation
from hoeder.web.json import Day, Id, Most, Text, form
from hoeder.web.officer.forms import SentDecision

CREATED = HTTPStatus.CREATED
#: What may stand in the way of a step.
KEEPING = (*shapes.WRITING, "declaration-needed")
RecordName = Annotated[str, Text(most=16, pattern="|".join(DESTROYED))]


@form
class SentKeeping:
    """Which classes go, when the rest is looked at again, and the sealed reasons."""

    destroy: Annotated[list[RecordName], Most(len(DESTROYED))]
    review_on: Day
    item: shapes.SentItem


@form
class SentHold:
    """The sealed reasons of a step with a legal hold, and the room in which they stand."""

    room: Id
    item: shapes.SentItem


@operation("officer", gives=keeping.Retention)
def see_retention(officer: Officer, case: UUID) -> keeping.Retention:
    """See what of a case is kept, until when, who holds it, and what was destroyed."""
    found = get_object_or_404(Case.objects.visible_to(officer).select_related("body"), pk=case)
    return keeping.shown(found)


@operation("officer", takes=SentKeeping, gives=shapes.Stored, status=CREATED, problems=KEEPING)
def propose_keeping(officer: Officer, sent: SentKeeping, case: UUID) -> shapes.Stored:
    """Propose what goes and until when the rest is kept, with reasons."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    retention.propose_decision(
        case=found,
        destroy={RecordClass(one) for one in sent.destroy},
        review_on=sent.review_on,
        item=sent.item.as_item(),
        by=officer,
    )
    return sent.item.as_stored()


@operation("officer", takes=SentHold, gives=shapes.Stored, status=CREATED, problems=KEEPING)
def hold(officer: Officer, sent: SentHold, case: UUID) -> shapes.Stored:
    """Stop all destroying of a case, with reasons."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    room = get_object_or_404(Room.objects.visible_to(officer), pk=sent.room)
    retention.hold(case=found, room=room, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()


def _step(name: str, says: str, action: Callable[..., Keeping]) -> Operation:
    """Make the route by which a second person answers a proposal."""

    def view(officer: Officer, sent: SentDecision, case: UUID) -> shapes.Stored:
        found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
        action(case=found, item=sent.item.as_item(), by=officer)
        return sent.item.as_stored()

    view.__name__, view.__doc__ = name, says
    declare = operation(
        "officer", takes=SentDecision, gives=shapes.Stored, status=CREATED, problems=KEEPING
    )
    return declare(view)


def _step_of(name: str, says: str, action: Callable[..., Hold]) -> Operation:
    """Make the route of one step with a hold that stands."""

    def view(officer: Officer, sent: SentHold, hold: UUID) -> shapes.Stored:
        found = get_object_or_404(Hold.objects.visible_to(officer), pk=hold)
        room = get_object_or_404(Room.objects.visible_to(officer), pk=sent.room)
        action(hold=found, room=room, item=sent.item.as_item(), by=officer)
        return sent.item.as_stored()

    view.__name__, view.__doc__ = name, says
    declare = operation(
        "officer", takes=SentHold, gives=shapes.Stored, status=CREATED, problems=KEEPING
    )
    return declare(view)


confirm_keeping = _step(
    "confirm_keeping", "Agree, as a second person, to what goes.", retention.confirm_decision
)
refuse_keeping = _step(
    "refuse_keeping", "Disagree, or withdraw one's own proposal.", retention.refuse_decision
)
confirm_hold = _step_of(
    "confirm_hold", "Confirm a legal hold as a second person.", retention.confirm_hold
)
ask_lifting = _step_of(
    "ask_lifting", "Propose to lift a legal hold, with reasons.", retention.ask_lifting
)
keep_holding = _step_of("keep_holding", "Say that a legal hold goes on.", retention.keep_holding)
lift_hold = _step_of("lift_hold", "Lift a legal hold, as a second person.", retention.lift)
