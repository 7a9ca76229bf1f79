"""The employer's grounds on the desk: on record for everybody, and weighed for one reporter."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection.models import GroundsMonth, GroundsReview
from hoeder.protection.rules import Weighed
from hoeder.web import grounds as forms
from hoeder.web import shapes
from hoeder.web.interface import operation
from hoeder.web.people import colleagues

CHANGES = ("not-allowed", "not-now")
WRITES = shapes.WRITING


def _month(officer: Officer, month: UUID) -> GroundsMonth:
    return get_object_or_404(GroundsMonth.objects.visible_to(officer), pk=month)


@operation("officer", gives=forms.Months)
def list_grounds(officer: Officer) -> forms.Months:
    """List the months of the register: the same whether or not anybody there reported."""
    return forms.months(GroundsMonth.objects.visible_to(officer), officer)


@operation("officer", takes=forms.SentGrounds, problems=CHANGES)
def open_grounds(officer: Officer, sent: forms.SentGrounds, month: UUID) -> None:
    """Open the room of a month; the decisions themselves are items of it."""
    protection.open_grounds(month=_month(officer, month), sealed=sent.sealed(), by=officer)


@operation("officer", takes=forms.SentStep, problems=WRITES)
def complete_grounds(officer: Officer, sent: forms.SentStep, month: UUID) -> None:
    """Say that every decision of the month is on record."""
    found = _month(officer, month)
    protection.complete_grounds(month=found, item=sent.item.as_item(), by=officer)


@operation("officer", takes=forms.SentStep, problems=WRITES)
def ask_for_grounds(officer: Officer, sent: forms.SentStep, month: UUID) -> None:
    """Ask for more about several decisions of a month."""
    found = _month(officer, month)
    protection.ask_for_more(month=found, item=sent.item.as_item(), by=officer)


@operation("officer", takes=forms.SentStep, problems=WRITES)
def answer_about_grounds(
    officer: Officer, sent: forms.SentStep, month: UUID, question: UUID
) -> None:
    """Answer what was asked. The answer bears its own day."""
    found = _month(officer, month)
    asked = found.questions.filter(pk=question).first()
    if asked is None:
        raise Http404
    protection.answer_question(question=asked, item=sent.item.as_item(), by=officer)


@operation("officer", takes=forms.SentReader, problems=CHANGES)
def let_read_grounds(officer: Officer, sent: forms.SentReader, month: UUID) -> None:
    """Seal the key of a month to somebody whose role came later."""
    found = _month(officer, month)
    to = colleagues(officer).filter(pk=sent.to).first()
    if to is None:
        raise Http404
    protection.let_read(month=found, to=to, sealed=sent.sealed, by=officer)


@operation("officer", gives=forms.Reviews)
def list_weighed(officer: Officer, case: UUID) -> forms.Reviews:
    """List the decisions against the reporter that whoever asks weighs."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    return forms.reviews(GroundsReview.objects.visible_to(officer).filter(case=found))


@operation("officer", takes=forms.SentWeighed, problems=(*WRITES, "declaration-needed"))
def weigh_grounds(officer: Officer, sent: forms.SentWeighed, case: UUID, decision: UUID) -> None:
    """Say to the reporter what the grounds of a decision against her are worth."""
    found = get_object_or_404(GroundsReview.objects.visible_to(officer), pk=decision, case=case)
    protection.weigh(
        review=found, weighed=Weighed(sent.weighed), item=sent.item.as_item(), by=officer
    )
