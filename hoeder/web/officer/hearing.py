"""The person concerned, from the desk: shown a view, heard, informed later, cleared."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Hearing
from hoeder.organisations.models import Officer
from hoeder.web import shapes
from hoeder.web.closings import ClosingOver
from hoeder.web.interface import Operation, operation
from hoeder.web.json import Day, Id, form
from hoeder.web.officer.forms import SentDecision

CREATED = HTTPStatus.CREATED
#: What may stand in the way of a step.
HEARING = (*shapes.WRITING, "declaration-needed")


@form
class ShownHearing:
    """One person concerned, by the days of the steps. Who it is stands in no row."""

    id: Id
    shown_on: Day
    heard_on: Day | None
    cleared_on: Day | None


@form
class Hearings:
    """Everybody concerned; a finding without a hearing that waits; and until when informing waits.

    `may_find`: everybody was heard, or two people said why not.
    """

    hearings: list[ShownHearing]
    unheard: ClosingOver | None
    postponed_until: Day | None
    may_find: bool


@form
class SentPostponement:
    """Until when informing the person concerned is put off, and the sealed reasons."""

    until: Day
    item: shapes.SentItem


@operation("officer", gives=Hearings)
def see_hearings(officer: Officer, case: UUID) -> Hearings:
    """See how far the hearing of the person concerned is."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    waiting = found.waiting_unheard()
    put_off = found.postponements.filter(ended_on=None).first()
    return Hearings(
        hearings=[
            ShownHearing(one.pk, one.shown_on, one.heard_on, one.cleared_on)
            for one in found.hearings.all()
        ],
        unheard=ClosingOver(waiting.proposed_by_id, waiting.proposed_on) if waiting else None,
        postponed_until=put_off.until if put_off else None,
        may_find=found.may_find(),
    )


@operation("officer", takes=SentPostponement, gives=shapes.Stored, status=CREATED, problems=HEARING)
def postpone_informing(officer: Officer, sent: SentPostponement, case: UUID) -> shapes.Stored:
    """Put off informing the person concerned until a day, with reasons."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.postpone_informing(case=found, until=sent.until, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()


def _step(name: str, says: str, action: Callable[..., Case]) -> Operation:
    """Make the route of one step that needs nothing but its sealed item."""

    def view(officer: Officer, sent: SentDecision, case: UUID) -> shapes.Stored:
        found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
        action(case=found, item=sent.item.as_item(), by=officer)
        return sent.item.as_stored()

    return _declared(view, name, says)


def _step_of(name: str, says: str, action: Callable[..., Case]) -> Operation:
    """Make the route of one step with one person concerned."""

    def view(officer: Officer, sent: SentDecision, case: UUID, hearing: UUID) -> shapes.Stored:
        found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
        one = get_object_or_404(Hearing.objects.visible_to(officer), pk=hearing, case=found)
        action(case=found, hearing=one, item=sent.item.as_item(), by=officer)
        return sent.item.as_stored()

    return _declared(view, name, says)


def _declared(view: Callable[..., shapes.Stored], name: str, says: str) -> Operation:
    view.__name__, view.__doc__ = name, says
    declare = operation(
        "officer", takes=SentDecision, gives=shapes.Stored, status=CREATED, problems=HEARING
    )
    return declare(view)


show_view = _step(
    "show_view", "Note that a person concerned was handed the redacted view.", cases.show_view
)
propose_unheard = _step(
    "propose_unheard", "Propose a finding without a hearing, with reasons.", cases.propose_unheard
)
confirm_unheard = _step(
    "confirm_unheard", "Agree, as a second person, to it.", cases.confirm_unheard
)
refuse_unheard = _step(
    "refuse_unheard", "Disagree, or withdraw one's own proposal.", cases.refuse_unheard
)
hear = _step_of("hear", "Note that a person concerned was heard.", cases.hear)
clear = _step_of(
    "clear", "Note that a person got the statement that nothing was established.", cases.clear
)
