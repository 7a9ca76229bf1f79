"""The reporter goes to the commission, and sees what became of it."""

from http import HTTPStatus

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.organisations.models import Body, Unit
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Breach, Escalation, Review
from hoeder.oversight.rules import Cause
from hoeder.protection.models import Elsewhere
from hoeder.reports.models import Receipt
from hoeder.web import oversight as shapes
from hoeder.web.interface import operation
from hoeder.web.json import Id, form


@form
class SentPress:
    """One press. The unit is said only where the reporter chose to say it."""

    unit: Id | None


def body_of(receipt: Receipt) -> Body:
    """Find the body of her case, or of her alarm without one."""
    elsewhere = Elsewhere.objects.visible_to(receipt).select_related("body").first()
    if elsewhere is not None:
        return elsewhere.body
    return get_object_or_404(Case.objects.visible_to(receipt).select_related("body")).body


@operation(
    "reporter",
    takes=SentPress,
    gives=shapes.Escalation,
    status=HTTPStatus.CREATED,
    problems=("not-now",),
)
def go_to_commission(receipt: Receipt, sent: SentPress) -> shapes.Escalation:
    """Bring one's case to the level above, in any state, also closed (law.md EXT-06)."""
    body = body_of(receipt)
    unit = None
    if sent.unit is not None:
        unit = get_object_or_404(Unit.objects.visible_to(body), pk=sent.unit)
    row = oversight.escalate(
        chain=receipt.case, body=body, cause=Cause.ASKED, unit=unit, by=receipt
    )
    return shapes.escalation(row)


@operation("reporter", gives=shapes.Oversight)
def my_oversight(receipt: Receipt) -> shapes.Oversight:
    """See what came to the level above, what was found, and what was recommended."""
    return shapes.Oversight(
        [
            shapes.escalation(row)
            for row in Escalation.objects.visible_to(receipt).select_related("case")
        ],
        [
            shapes.review(row)
            for row in Review.objects.visible_to(receipt)
            .select_related("case")
            .prefetch_related("recommendations")
        ],
        [shapes.breach(row) for row in Breach.objects.visible_to(receipt).select_related("case")],
    )
