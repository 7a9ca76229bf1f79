"""When the procedure of each body for reports was reviewed, and putting that on record."""

from http import HTTPStatus
from typing import Annotated

from django.shortcuts import get_object_or_404

from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power
from hoeder.oversight import actions as oversight
from hoeder.oversight.procedures import Standing, standing, standings
from hoeder.oversight.rules import LONGEST_CHANGES
from hoeder.web.interface import operation
from hoeder.web.json import Day, Id, Text, form


@form
class Procedure:
    """The last review of one body's procedure, and by which day the next is due."""

    body: Id
    #: Null while none is on record; so is what came of it.
    reviewed_on: Day | None
    changes: Annotated[str, Text(most=LONGEST_CHANGES)] | None
    #: Null in the first hour of a body.
    due_on: Day | None
    overdue: bool
    #: Whether this officer is who puts it on record.
    mine: bool


@form
class Procedures:
    """The procedures that this officer must see to, or oversees, the first that is due on top."""

    procedures: list[Procedure]


@form
class SentProcedureReview:
    """When it was reviewed, and what was changed or why nothing. It names no case and nobody."""

    id: Id
    body: Id
    reviewed_on: Day
    #: At most 2000 characters; what is longer is refused with a sentence of its own.
    changes: Annotated[str, Text(most=20_000)]


@operation("officer", gives=Procedures)
def list_procedures(officer: Officer) -> Procedures:
    """See when the procedure of each body was last reviewed, and when it is due again."""
    return Procedures([_shown(one) for one in standings(officer)])


@operation(
    "officer",
    takes=SentProcedureReview,
    gives=Procedure,
    status=HTTPStatus.CREATED,
    problems=("not-allowed", "not-now"),
)
def record_review(officer: Officer, sent: SentProcedureReview) -> Procedure:
    """Put on record that the procedure of one's own body was reviewed. It stays as it is."""
    found = get_object_or_404(
        Body.objects.visible_to(officer, Power.REVIEW_PROCEDURE), pk=sent.body
    )
    oversight.record_procedure_review(
        review=sent.id,
        body=found,
        reviewed_on=sent.reviewed_on,
        changes=sent.changes,
        by=officer,
    )
    return _shown(standing(officer, found))


def _shown(one: Standing) -> Procedure:
    return Procedure(
        one.body.pk,
        one.last.reviewed_on if one.last else None,
        one.last.changes if one.last else None,
        one.due_on,
        one.overdue,
        one.mine,
    )
