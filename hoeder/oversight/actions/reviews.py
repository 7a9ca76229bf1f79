"""Reviewing how a reporter was treated."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.oversight import guards
from hoeder.oversight.models import Escalation, Review
from hoeder.oversight.rules import Cause, Finding, Party, Subject
from hoeder.rooms.opening import NewItem


@transaction.atomic
def open_review(*, escalation: Escalation, by: Officer) -> Review:
    """Look into how this reporter was treated; where a review is open, it is that one.

    It gives no content: what the commission reads is what the reporter's own browser hands over.
    """
    escalation = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    guards.oversees(escalation, by)
    before = Review.objects.open().filter(chain=escalation.chain).first()
    if before is not None:
        return before
    if escalation.closed_on is not None:
        raise NotNow(_("This was closed already."), kind="closed")
    if escalation.cause == Cause.GROUNDS or escalation.duty == ClockKind.PROCEDURE:
        raise NotNow(
            _("This is about no reporter, but about everybody there. Speak to the body."),
            kind="no-reporter",
        )
    row = Review(
        chain=escalation.chain,
        case=escalation.case,
        body=escalation.body,
        level=escalation.level,
        opened_on=escalation.body.today(),
        opened_by=by.label,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Review.objects.open().get(chain=escalation.chain)
    ledger.append(
        kind="review.opened",
        case=row.chain,
        by=by,
        detail={
            "review": row.pk.hex,
            "body": row.body_id.hex,
            "level": row.level_id.hex if row.level_id else "none",
        },
    )
    return row


@transaction.atomic
def note_heard(*, review: Review, party: Party, by: Officer) -> Review:
    """Note that a side was heard. It is asked for before anything is found, and never needed."""
    review = _lock(review)
    guards.oversees(review, by)
    guards.still_open(review)
    name = f"{party}_heard_on"
    if getattr(review, name) is None:
        setattr(review, name, review.body.today())
        review.save(update_fields=[name])
        ledger.append(
            kind="review.heard",
            case=review.chain,
            by=by,
            detail={"review": review.pk.hex, "party": str(party)},
        )
    return review


@transaction.atomic
def find(
    *, review: Review, subject: Subject, finding: Finding, item: NewItem | None, by: Officer
) -> Review:
    """Find on protection or on care; one says nothing about the other. Reasons are sealed.

    A finding can be changed until the review is closed; the ledger keeps each.
    """
    review = _lock(review)
    guards.oversees(review, by)
    guards.still_open(review)
    if finding == Finding.NOT_YET:
        raise NotValid(_("Choose first what was found."), kind="finding")
    if guards.put_reasons(review.chain, item, by):
        return review
    setattr(review, subject, finding)
    setattr(review, f"{subject}_on", review.body.today())
    review.save(update_fields=[subject, f"{subject}_on"])
    ledger.append(
        kind="review.found",
        case=review.chain,
        by=by,
        detail={
            "review": review.pk.hex,
            "subject": str(subject),
            "finding": str(finding),
            "reasons": int(item is not None),
        },
    )
    return review


@transaction.atomic
def close_review(*, review: Review, by: Officer) -> Review:
    """Close a review with both findings. Recommendations go on until they are done."""
    review = _lock(review)
    guards.oversees(review, by)
    guards.still_open(review)
    if Finding.NOT_YET in {review.protection, review.care}:
        raise NotNow(_("Find on protection and on care first."), kind="findings-missing")
    review.closed_on, review.closed_by = review.body.today(), by.label
    review.save(update_fields=["closed_on", "closed_by"])
    Escalation.objects.open().filter(chain=review.chain).update(
        closed_on=review.closed_on, closed_by=by.label
    )
    ledger.append(kind="review.closed", case=review.chain, by=by, detail={"review": review.pk.hex})
    return review


def _lock(review: Review) -> Review:
    return Review.objects.select_for_update(of=("self",)).select_related("body").get(pk=review.pk)
