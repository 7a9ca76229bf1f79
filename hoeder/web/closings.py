"""How a case ends, as it goes over the line: the same for the reporter and for the desk."""

from hoeder.cases.models import Case
from hoeder.web.json import Day, Id, form
from hoeder.web.shapes import Label


@form
class ClosingOver:
    """Who wants to close the case without the reporter's yes, while a second person decides."""

    by: Id
    on: Day


@form
class Closing:
    """An outcome that the reporter was told, and her answer: `agrees`, `objects` or none yet.

    `answer_by` is the last day on which her silence is not yet an answer. `waits` says that only
    she can close the case today.
    """

    outcome: Label
    told_on: Day
    answer_by: Day
    answer: Label | None
    answered_on: Day | None
    waits: bool
    over: ClosingOver | None
    closed_on: Day | None


def shown(case: Case) -> Closing | None:
    """Show the outcome that counts, or None while there is none."""
    closing = case.closing()
    if closing is None:
        return None
    over = closing.over()
    return Closing(
        outcome=closing.outcome,
        told_on=closing.told_on,
        answer_by=closing.answer_by,
        answer=closing.answer or None,
        answered_on=closing.answered_on,
        waits=closing.waits_for_her(),
        over=ClosingOver(over.proposed_by_id, over.proposed_on) if over else None,
        closed_on=closing.closed_on,
    )
