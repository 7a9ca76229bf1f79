"""The protection of a reporter, for those who protect her and those who handle her case."""

from http import HTTPStatus
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection.models import SupportOffer
from hoeder.protection.rules import Answer
from hoeder.web import care as shapes
from hoeder.web.interface import operation
from hoeder.web.shapes import Stored

CREATED = HTTPStatus.CREATED


def _held(officer: Officer, case: UUID) -> Case:
    return get_object_or_404(Case.objects.visible_to(officer).select_related("body"), pk=case)


@operation("officer", gives=shapes.Care)
def see_care(officer: Officer, case: UUID) -> shapes.Care:
    """See how a protection stands: its state for a handler, all for who protects the reporter."""
    return shapes.care(_held(officer, case), officer)


@operation(
    "officer",
    takes=shapes.SentCareItem,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def assess(officer: Officer, sent: shapes.SentCareItem, case: UUID) -> Stored:
    """Put a risk assessment into the care room, after talking with the reporter."""
    protection.assess(case=_held(officer, case), item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()


@operation(
    "officer",
    takes=shapes.SentCareItem,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def propose_plan(officer: Officer, sent: shapes.SentCareItem, case: UUID) -> Stored:
    """Put a protection plan before the reporter."""
    protection.propose_plan(case=_held(officer, case), item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()


@operation(
    "officer",
    takes=shapes.SentCareItem,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def go_on_without(officer: Officer, sent: shapes.SentCareItem, case: UUID) -> Stored:
    """Go on without a plan that nobody made or answered, with reasons that the reporter reads."""
    protection.go_on_without(case=_held(officer, case), item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()


@operation(
    "officer",
    takes=shapes.SentAnswer,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def note_check_in(officer: Officer, sent: shapes.SentAnswer, case: UUID) -> Stored:
    """Write down how the reporter is, where she chose to be reached so."""
    protection.answer_check_in(
        case=_held(officer, case),
        answer=Answer(sent.answer),
        item=sent.item.as_item(),
        by=officer,
    )
    return sent.item.as_stored()


@operation(
    "officer",
    takes=shapes.SentCareItem,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def offer_support(officer: Officer, sent: shapes.SentCareItem, case: UUID, offer: UUID) -> Stored:
    """Offer support to the reporter, in words that are sealed to her."""
    found = get_object_or_404(
        SupportOffer.objects.visible_to(officer).select_related("case"),
        pk=offer,
        case=_held(officer, case),
    )
    protection.offer_support(offer=found, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()
