"""A reporter asks to meet, picks a day, and has the last word on the minutes."""

from http import HTTPStatus
from typing import Annotated

from django.shortcuts import get_object_or_404

from hoeder.cases import actions as cases
from hoeder.cases.meeting import REPORTERS_STEPS, MeetingStep
from hoeder.cases.models import Case
from hoeder.reports.models import Receipt
from hoeder.web import shapes
from hoeder.web.interface import operation
from hoeder.web.json import Key, Text, form


@form
class SentWish:
    """A sealed item with where, when, how and with whom she would like to meet."""

    item: shapes.SentItem


@form
class SentMeetingStep:
    """Her step, and the sealed item that says it. `minutes`: the hash of those it is about."""

    step: Annotated[str, Text(most=12, pattern="|".join(sorted(REPORTERS_STEPS)))]
    minutes: Key | None
    item: shapes.SentItem


@operation(
    "reporter",
    takes=SentWish,
    gives=shapes.Stored,
    status=HTTPStatus.CREATED,
    problems=shapes.WRITING,
)
def ask_to_meet(receipt: Receipt, sent: SentWish) -> shapes.Stored:
    """Ask for a meeting, by voice or in person. A clock starts."""
    case = get_object_or_404(Case.objects.visible_to(receipt))
    cases.ask_to_meet(case=case, item=sent.item.as_item(), by=receipt)
    return sent.item.as_stored()


@operation(
    "reporter",
    takes=SentMeetingStep,
    gives=shapes.Stored,
    status=HTTPStatus.CREATED,
    problems=shapes.WRITING,
)
def answer_meeting(receipt: Receipt, sent: SentMeetingStep) -> shapes.Stored:
    """Pick a day or refuse all; check, correct or agree to the minutes."""
    case = get_object_or_404(Case.objects.visible_to(receipt))
    cases.answer_meeting(
        case=case,
        step=MeetingStep(sent.step),
        minutes=sent.minutes or "",
        item=sent.item.as_item(),
        by=receipt,
    )
    return sent.item.as_stored()
