"""What the commission recommends, and whether it was done."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind, due_after
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.notices import actions as notices
from hoeder.organisations.models import Appointment, Body, Officer
from hoeder.organisations.rules import Role
from hoeder.oversight import guards
from hoeder.oversight.models import Recommendation, Review
from hoeder.oversight.rules import NEVER_OWNERS, Measure
from hoeder.rooms.opening import NewItem


@transaction.atomic
def recommend(
    *,
    recommendation: UUID,
    review: Review,
    owner_body: Body,
    owner_role: Role,
    measure: Measure,
    due_on: date,
    item: NewItem | None,
    by: Officer,
) -> Recommendation:
    """Ask a body for something by a day; a clock runs, and what is not done is on the board."""
    review = Review.objects.select_for_update(of=("self",)).select_related("body").get(pk=review.pk)
    guards.oversees(review, by)
    guards.still_open(review)
    before = review.recommendations.filter(pk=recommendation).first()
    if before is not None:
        return before
    zone = review.body.time_zone
    on = review.body.today()
    if not on < due_on <= due_after(review.body.law, ClockKind.REVIEW, on):
        raise NotValid(_("Choose a day after today, within a year."), kind="due-on")
    bodies = {review.body_id, *review.body.bodies_above()}
    if owner_role in NEVER_OWNERS or owner_body.pk not in bodies:
        raise NotValid(_("Choose who must do it, of this body or above it."), kind="owner")
    guards.put_reasons(review.chain, item, by)
    row = Recommendation.objects.create(
        pk=recommendation,
        review=review,
        owner_body=owner_body,
        owner_role=owner_role,
        measure=measure,
        due_on=due_on,
        made_on=on,
        made_by=by.label,
    )
    clocks.start(
        case=review.chain, kind=ClockKind.REVIEW, due_on=due_on, zone=zone, about=row.pk, by=by
    )
    notices.tell(holders=_owners(row), kind="recommendation.made", by=by)
    ledger.append(
        kind="recommendation.made",
        case=review.chain,
        by=by,
        detail={
            "recommendation": row.pk.hex,
            "review": review.pk.hex,
            "body": owner_body.pk.hex,
            "measure": str(measure),
            "owner": str(owner_role),
            "due_on": due_on.isoformat(),
        },
    )
    return row


@transaction.atomic
def say_done(*, recommendation: Recommendation, by: Officer) -> Recommendation:
    """Say, as its owner, that it is done. It counts once the commission has looked."""
    row = _lock(recommendation)
    if not Recommendation.objects.owned_by(by).filter(pk=row.pk).exists():
        raise NotAllowed(_("Only whoever must do this can say that it is done."))
    if row.said_done_on is not None:
        return row
    row.said_done_on, row.said_done_by = row.review.body.today(), by.label
    row.save(update_fields=["said_done_on", "said_done_by"])
    ledger.append(
        kind="recommendation.said-done",
        case=row.review.chain,
        by=by,
        detail={"recommendation": row.pk.hex},
    )
    return row


@transaction.atomic
def confirm_done(*, recommendation: Recommendation, by: Officer) -> Recommendation:
    """Agree, as the commission, that it was done; its clock ends."""
    row = _lock(recommendation)
    guards.oversees(row.review, by)
    if row.done_on is not None:
        raise NotNow(_("This was done already."), kind="closed")
    row.done_on = row.review.body.today()
    row.save(update_fields=["done_on"])
    running = Clock.objects.running().filter(
        case=row.review.chain, kind=ClockKind.REVIEW, about=row.pk
    )
    if running.exists():
        clocks.meet(
            case=row.review.chain, kind=ClockKind.REVIEW, on=row.done_on, about=row.pk, by=by
        )
    ledger.append(
        kind="recommendation.done",
        case=row.review.chain,
        by=by,
        detail={"recommendation": row.pk.hex},
    )
    return row


def _lock(recommendation: Recommendation) -> Recommendation:
    return (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("review__body")
        .get(pk=recommendation.pk)
    )


def _owners(row: Recommendation) -> set[str]:
    """Find who must do it, without those who are named in the case: they learn nothing."""
    held = Appointment.objects.filter(
        Appointment.holds_today(),
        role=row.owner_role,
        body=row.owner_body,
        officer__is_active=True,
    )
    holders = Officer.objects.filter(pk__in=held.values("officer"))
    mine = Recommendation.objects.filter(pk=row.pk)
    return {one.label for one in holders if mine.owned_by(one).exists()}
