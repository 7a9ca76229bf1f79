"""What of a closed case is kept, over the line: the same for the reporter and the desk."""

from datetime import date, timedelta

from django.conf import settings

from hoeder.cases.models import Case
from hoeder.retention.models import Category, Hold, Keeping, Record
from hoeder.retention.reading import declared_at
from hoeder.retention.rules import PARTS, RecordClass, has_fixed_term, latest_review, needs_category
from hoeder.web.json import Day, Holder, Id, Number, form
from hoeder.web.shapes import Label


@form
class KeptRecord:
    """One class of records. `not_before`: no earlier day can be decided. `stays`: nobody can.

    With `destroyed_on` it is a declaration of destruction: by `ground` (`law` or `decision`), under
    `category`, `count` rows and files, and `leaf`, its place in the log, once that is published.
    `gone_on` is the day on which the last copy of its key has left the backups; null without a key.
    """

    record: Label
    stays: bool
    not_before: Day
    destroy_on: Day | None
    ground: Label | None
    offered_on: Day | None
    begun_on: Day | None
    destroyed_on: Day | None
    gone_on: Day | None
    category: Label | None
    action: Label | None
    count: Number | None
    leaf: Number | None


@form
class KeepingProposal:
    """What goes and what is looked at again, while a second person decides."""

    by: Id
    on: Day
    destroy: list[Label]
    review_on: Day


@form
class ShownHold:
    """A legal hold that stands. `lift_by` wants to lift it; a second person decides."""

    id: Id
    by: Holder
    since: Day
    review_on: Day
    confirmed_by: Holder | None
    lift_by: Holder | None


@form
class Retention:
    """How the records of a case are kept. `closed_on` is null while nothing is decided about.

    `fixed`: the law itself sets the day. `needs_category`: nothing goes without a category of the
    selection list. `latest_review`: the last day that can be chosen to look again.
    """

    number: Number
    closed_on: Day | None
    review_on: Day | None
    fixed: bool
    needs_category: bool
    latest_review: Day
    records: list[KeptRecord]
    proposal: KeepingProposal | None
    holds: list[ShownHold]


def shown(case: Case) -> Retention:
    """Show how the records of a case are kept."""
    day = case.body.today()
    keeping = Keeping.objects.filter(case=case, suspended_on=None).first()
    law, closed_on = case.body.law, keeping.closed_on if keeping else None
    proposal = keeping.proposal() if keeping else None
    return Retention(
        number=case.number,
        closed_on=closed_on,
        review_on=keeping.review_on if keeping else None,
        fixed=has_fixed_term(law, closed_on or day),
        needs_category=needs_category(law, day),
        latest_review=latest_review(law, day),
        records=_records(case, keeping) if keeping else [],
        proposal=KeepingProposal(
            proposal.proposed_by_id,
            proposal.proposed_on,
            [str(one) for one in RecordClass if one in proposal.classes],
            proposal.review_on,
        )
        if proposal
        else None,
        holds=[
            ShownHold(
                one.pk,
                one.by,
                one.since,
                one.review_on,
                one.confirmed_by or None,
                one.lift_by or None,
            )
            for one in Hold.objects.standing().filter(case=case)
        ],
    )


def _records(case: Case, keeping: Keeping) -> list[KeptRecord]:
    categories = {one.record: one for one in Category.objects.filter(body=case.body_id)}
    leaves = declared_at(case.pk)
    return [
        _record(one, categories.get(one.record), leaves.get(one.record))
        for one in keeping.records_in_order()
    ]


def _record(one: Record, named: Category | None, leaf: int | None) -> KeptRecord:
    return KeptRecord(
        record=one.record,
        stays=one.stays,
        not_before=one.not_before,
        destroy_on=one.destroy_on,
        ground=one.ground or None,
        offered_on=one.offered_on,
        begun_on=one.begun_on,
        destroyed_on=one.destroyed_on,
        gone_on=_gone_on(one),
        category=one.category or (named.category if named else None),
        action=named.action if named else None,
        count=one.count,
        leaf=leaf,
    )


def _gone_on(one: Record) -> date | None:
    if one.destroyed_on is None or one.record not in PARTS:
        return None
    return one.destroyed_on + timedelta(days=settings.ERASURE_BACKUP_DAYS)
