"""Ending a case from the desk: find it, call one action, answer."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.cases.rules import Outcome
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.web import shapes
from hoeder.web.interface import Operation, operation
from hoeder.web.json import Text, form
from hoeder.web.officer.forms import SentDecision

Ending = Annotated[str, Text(most=24, pattern="|".join(Outcome.values))]
CREATED = HTTPStatus.CREATED
#: What may stand in the way of a step.
ENDING = (*shapes.WRITING, "declaration-needed")


@form
class SentOutcome:
    """How the case ends, and the sealed item that tells the reporter why."""

    outcome: Ending
    #: The reasons say how what was promised to restore the reporter goes on, where it is open.
    goes_on: bool
    item: shapes.SentItem


@form
class SentClosingOver:
    """Reasons to close without the reporter's yes; `goes_on` as for an outcome."""

    goes_on: bool
    item: shapes.SentItem


@operation("officer", takes=SentOutcome, gives=shapes.Stored, status=CREATED, problems=ENDING)
def tell_outcome(officer: Officer, sent: SentOutcome, case: UUID) -> shapes.Stored:
    """Tell the reporter how the case ends, and ask what she thinks of it."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    outcome = Outcome(sent.outcome)
    protection.tell_outcome(
        case=found,
        outcome=outcome,
        item=sent.item.as_item(),
        goes_on=sent.goes_on,
        by=officer,
    )
    return sent.item.as_stored()


@operation("officer", takes=SentClosingOver, gives=shapes.Stored, status=CREATED, problems=ENDING)
def propose_closing_over(officer: Officer, sent: SentClosingOver, case: UUID) -> shapes.Stored:
    """Propose to close without the reporter's yes, with reasons for her to read."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    protection.propose_closing_over(
        case=found, item=sent.item.as_item(), goes_on=sent.goes_on, by=officer
    )
    return sent.item.as_stored()


def _step(name: str, says: str, action: Callable[..., Case]) -> Operation:
    """Make the route of one step that needs nothing but its sealed item."""

    def view(officer: Officer, sent: SentDecision, case: UUID) -> shapes.Stored:
        found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
        action(case=found, item=sent.item.as_item(), by=officer)
        return sent.item.as_stored()

    view.__name__, view.__doc__ = name, says
    declare = operation(
        "officer", takes=SentDecision, gives=shapes.Stored, status=CREATED, problems=ENDING
    )
    return declare(view)


withdraw_outcome = _step(
    "withdraw_outcome",
    "Take back an outcome: the handling goes on.",
    cases.withdraw_outcome,
)
confirm_closing_over = _step(
    "confirm_closing_over",
    "Agree, as a second person, to close without the reporter's yes.",
    cases.confirm_closing_over,
)
refuse_closing_over = _step(
    "refuse_closing_over",
    "Disagree, or withdraw one's own proposal: the case stays open.",
    cases.refuse_closing_over,
)
reopen = _step("reopen", "Open a closed case again.", cases.reopen)
