"""What follows from closing a case, and the categories of a body."""

from datetime import date

from django.db import transaction

from hoeder.cases import guards, readers
from hoeder.cases.models import Case
from hoeder.cases.rules import Status
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Body
from hoeder.retention import asking
from hoeder.retention.models import Category, Keeping, Record
from hoeder.retention.rules import (
    STAYS,
    Action,
    Ground,
    RecordClass,
    decision_due,
    earliest,
    latest_by_term,
)

#: One run takes so many cases: its transaction stays short.
AT_ONCE = 200


@transaction.atomic
def keep_track(*, by: Actor) -> int:
    """Begin to look after the records of cases that closed; stop where one was opened again.

    Under a law with a fixed term each class gets its day; under a criterion a decision is owed by
    a clock, and overdue it is with the level above like any other date (law.md REG-02).
    """
    closed = Case.objects.filter(status=Status.CLOSED)
    kept = Keeping.objects.filter(suspended_on=None).values("case")
    again = Keeping.objects.filter(suspended_on=None).exclude(case__status=Status.CLOSED)
    done = 0
    for keeping in again.select_related("case__body")[:AT_ONCE]:
        _suspend(keeping, by)
        done += 1
    for case in closed.exclude(pk__in=kept)[:AT_ONCE]:
        begun = _begin(guards.lock(case), by)
        done += begun is not None
        if begun is not None:
            ledger.append(
                kind="retention.begun",
                case=case.pk,
                by=by,
                detail={"closed_on": begun.closed_on.isoformat(), **asking.days_of(begun)},
            )
    return done


@transaction.atomic
def name_category(
    *, body: Body, record: RecordClass, category: str, action: Action, by: Actor
) -> Category:
    """Name the category of the selectielijst under which a body keeps a class (law.md REG-07)."""
    row, _new = Category.objects.update_or_create(
        body=body, record=record, defaults={"category": category, "action": action}
    )
    ledger.append(
        kind="retention.category-named",
        by=by,
        detail={
            "body": body.pk.hex,
            "record": str(record),
            "category": category,
            "action": str(action),
        },
    )
    return row


def _begin(case: Case, by: Actor) -> Keeping | None:
    closing = case.closing()
    closed_on = closing.closed_on if closing else None
    if case.status != Status.CLOSED or closed_on is None:
        return None
    law = case.body.law
    term = latest_by_term(law, closed_on)
    review_on = decision_due(law, closed_on) if term is None else None
    keeping, _new = Keeping.objects.update_or_create(
        case=case,
        defaults={"closed_on": closed_on, "review_on": review_on, "suspended_on": None},
    )
    keeping.case = case
    for record in RecordClass:
        _lay_out(keeping, record, term)
    if review_on is not None:
        clocks.start(
            case=case.pk,
            kind=ClockKind.REVIEW,
            due_on=review_on,
            zone=case.body.time_zone,
            about=keeping.pk,
            by=by,
        )
        notices.tell(
            holders=readers.officers_in(case.dialogue()), kind="retention.decision-owed", by=by
        )
    return keeping


def _lay_out(keeping: Keeping, record: RecordClass, term: date | None) -> None:
    # What was destroyed before the case was opened again stays destroyed.
    if keeping.records.filter(record=record, begun_on__isnull=False).exists():
        return
    goes = term if record not in STAYS else None
    Record.objects.update_or_create(
        keeping=keeping,
        record=record,
        defaults={
            "not_before": earliest(keeping.case.body.law, record, keeping.closed_on),
            "destroy_on": goes,
            "ground": Ground.LAW if goes else "",
            "offered_on": None,
        },
    )


def _suspend(keeping: Keeping, by: Actor) -> None:
    """Stop while a case is open again. What was begun is finished all the same."""
    case = guards.lock(keeping.case)
    if case.status == Status.CLOSED:
        return
    keeping.suspended_on = case.body.today()
    keeping.save(update_fields=["suspended_on"])
    clocks.end(case=case.pk, kind=ClockKind.REVIEW, about=keeping.pk, by=by)
    keeping.decisions.filter(decided_on=None).delete()
    ledger.append(kind="retention.suspended", case=case.pk, by=by)
