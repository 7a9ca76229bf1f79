"""What a reporter says of the outcome of her case."""

from http import HTTPStatus
from typing import Annotated

from django.shortcuts import get_object_or_404

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.cases.rules import OutcomeAnswer
from hoeder.reports.models import Receipt
from hoeder.web import shapes
from hoeder.web.interface import operation
from hoeder.web.json import Text, form


@form
class SentAnswer:
    """Her yes or no, and the sealed item that says it to the handlers."""

    answer: Annotated[str, Text(most=8, pattern="|".join(OutcomeAnswer.values))]
    item: shapes.SentItem


@operation(
    "reporter",
    takes=SentAnswer,
    gives=shapes.Stored,
    status=HTTPStatus.CREATED,
    problems=shapes.WRITING,
)
def answer_outcome(receipt: Receipt, sent: SentAnswer) -> shapes.Stored:
    """Agree or object to the outcome. To agree closes the case; the line stays open."""
    case = get_object_or_404(Case.objects.visible_to(receipt))
    answer = OutcomeAnswer(sent.answer)
    cases.answer_outcome(case=case, answer=answer, item=sent.item.as_item(), by=receipt)
    return sent.item.as_stored()
