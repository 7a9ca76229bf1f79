"""A reporter's own protection: the risk, the plan, how she is, and who protects her."""

from http import HTTPStatus

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.protection import actions as protection
from hoeder.protection.rules import Answer, Way
from hoeder.reports.models import Receipt
from hoeder.web import care as shapes
from hoeder.web.interface import operation
from hoeder.web.reporter.forms import SentMembers
from hoeder.web.shapes import Stored, by_holder

CREATED = HTTPStatus.CREATED


def _own(receipt: Receipt) -> Case:
    return get_object_or_404(Case.objects.visible_to(receipt).select_related("body"))


@operation("reporter", gives=shapes.Care)
def my_care(receipt: Receipt) -> shapes.Care:
    """See how her protection stands, whose turn it is, and when she is asked how she is."""
    return shapes.care(_own(receipt), receipt)


@operation(
    "reporter",
    takes=SentMembers,
    problems=("not-allowed", "not-now", "new-epoch-needed"),
)
def let_in_protector(receipt: Receipt, sent: SentMembers) -> None:
    """Let somebody else protect her, in the same room, when whoever did is gone."""
    protection.let_in_protector(case=_own(receipt), grants=by_holder(sent.grants), by=receipt)


@operation(
    "reporter",
    takes=shapes.SentCareItem,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def assess(receipt: Receipt, sent: shapes.SentCareItem) -> Stored:
    """Say what she fears, whether it has begun, who could do it, and how grave it is."""
    protection.assess(case=_own(receipt), item=sent.item.as_item(), by=receipt)
    return sent.item.as_stored()


@operation(
    "reporter",
    takes=shapes.SentPlanAnswer,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def answer_plan(receipt: Receipt, sent: shapes.SentPlanAnswer) -> Stored:
    """Approve or refuse the plan that lies before her."""
    protection.answer_plan(
        case=_own(receipt),
        plan=sent.plan,
        approved=sent.approved,
        item=sent.item.as_item(),
        by=receipt,
    )
    return sent.item.as_stored()


@operation(
    "reporter",
    takes=shapes.SentCareItem,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def decline_plan(receipt: Receipt, sent: shapes.SentCareItem) -> Stored:
    """Document that she wants no plan. She can ask for one later."""
    protection.decline_plan(case=_own(receipt), item=sent.item.as_item(), by=receipt)
    return sent.item.as_stored()


@operation("reporter", takes=shapes.SentWay, problems=shapes.CHANGES)
def choose_way(receipt: Receipt, sent: shapes.SentWay) -> None:
    """Choose how she is asked how she is: on her page, by whoever protects her, or not at all."""
    protection.choose_way(
        case=_own(receipt),
        way=Way(sent.way),
        item=None if sent.item is None else sent.item.as_item(),
        by=receipt,
    )


@operation(
    "reporter",
    takes=shapes.SentAnswer,
    gives=Stored,
    status=CREATED,
    problems=shapes.CHANGES,
)
def answer_check_in(receipt: Receipt, sent: shapes.SentAnswer) -> Stored:
    """Say how she is, asked or unasked."""
    protection.answer_check_in(
        case=_own(receipt), answer=Answer(sent.answer), item=sent.item.as_item(), by=receipt
    )
    return sent.item.as_stored()
