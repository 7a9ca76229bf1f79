"""Arranging a meeting from the desk: propose days, offer minutes."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.cases import actions as cases
from hoeder.cases.meeting import HANDLERS_STEPS, MeetingStep
from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.web import shapes
from hoeder.web.interface import operation
from hoeder.web.json import Text, form


@form
class SentArrangement:
    """The handler's step, and the sealed item with the days or the minutes."""

    step: Annotated[str, Text(most=12, pattern="|".join(sorted(HANDLERS_STEPS)))]
    item: shapes.SentItem


@operation(
    "officer",
    takes=SentArrangement,
    gives=shapes.Stored,
    status=HTTPStatus.CREATED,
    problems=(*shapes.WRITING, "declaration-needed"),
)
def arrange_meeting(officer: Officer, sent: SentArrangement, case: UUID) -> shapes.Stored:
    """Propose days for the meeting that the reporter asked for, or offer its minutes to her."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    step = MeetingStep(sent.step)
    cases.arrange_meeting(case=found, step=step, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()
