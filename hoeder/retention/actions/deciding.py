"""Two people decide what is kept, with reasons, and when they look again."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import deciding, guards
from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.organisations.models import Officer
from hoeder.retention import asking
from hoeder.retention.models import Decision, Keeping
from hoeder.retention.rules import (
    DESTROYED,
    Ground,
    RecordClass,
    has_fixed_term,
    latest_by_term,
    latest_review,
    offer_over,
)
from hoeder.rooms.opening import NewItem


@transaction.atomic
def propose_decision(
    *,
    case: Case,
    destroy: Collection[RecordClass],
    review_on: date,
    item: NewItem,
    by: Officer,
) -> Keeping:
    """Propose what goes, and until when the rest is kept; `item` seals why (law.md REG-02)."""
    case, keeping = asking.lock(case)
    guards.holds_dialogue(case, by)
    if not deciding.propose(case, item, by):
        return keeping
    day = case.body.today()
    if not day < review_on <= latest_review(case.body.law, day):
        raise NotValid(
            _("Look again within the time that the law table allows: by %(day)s.")
            % {"day": latest_review(case.body.law, day).isoformat()},
            kind="review-day",
        )
    _refuse_classes(case, keeping, destroy, day)
    deciding.refuse_second(keeping.proposal())
    Decision.objects.create(
        keeping=keeping,
        destroy=",".join(sorted(destroy)),
        review_on=review_on,
        proposed_by=by,
        proposed_on=day,
    )
    deciding.tell_the_others(case, "retention.proposed", by)
    ledger.append(
        kind="retention.proposed",
        case=case.pk,
        by=by,
        detail={"destroy": ",".join(sorted(destroy)), "review_on": review_on.isoformat()},
    )
    return keeping


@transaction.atomic
def confirm_decision(*, case: Case, item: NewItem, by: Officer) -> Keeping:
    """Agree as a second person. What goes is offered to the reporter first, in time."""
    case, keeping = asking.lock(case)
    decision = deciding.confirm(case, lambda _case: keeping.proposal(), item, by)
    if decision is None:
        return keeping
    day = case.body.today()
    _refuse_classes(case, keeping, decision.classes, day)
    for record in keeping.records.filter(record__in=decision.classes, begun_on=None):
        record.destroy_on = max(record.not_before, offer_over(case.body.law, day))
        record.ground = Ground.DECISION
        record.save(update_fields=["destroy_on", "ground"])
    kept = set(DESTROYED) - set(decision.classes)
    # What an earlier decision would have destroyed and this one keeps, is kept: as long as the law
    # lets it be.
    term = latest_by_term(case.body.law, keeping.closed_on)
    keeping.records.filter(record__in=kept, begun_on=None, ground=Ground.DECISION).update(
        destroy_on=term, ground=Ground.LAW if term else "", offered_on=None
    )
    _let_the_conversation_go_last(keeping)
    _look_again(keeping, decision, day, by)
    ledger.append(
        kind="retention.decided",
        case=case.pk,
        by=by,
        detail={
            "destroy": decision.destroy,
            "review_on": decision.review_on.isoformat(),
            **asking.days_of(keeping),
        },
    )
    return keeping


@transaction.atomic
def refuse_decision(*, case: Case, item: NewItem, by: Officer) -> Keeping:
    """Disagree, or take back one's own proposal. The day on which it is owed does not move."""
    case, keeping = asking.lock(case)
    if deciding.refuse(case, lambda _case: keeping.proposal(), item, by) is None:
        return keeping
    ledger.append(kind="retention.refused", case=case.pk, by=by)
    return keeping


def _refuse_classes(
    case: Case, keeping: Keeping, destroy: Collection[RecordClass], day: date
) -> None:
    if has_fixed_term(case.body.law, keeping.closed_on) and not destroy:
        raise NotValid(
            _("The law sets the day here. You can only decide that something goes earlier."),
            kind="fixed-term",
        )
    gone = set(keeping.records.filter(begun_on__isnull=False).values_list("record", flat=True))
    for record in destroy:
        if record not in DESTROYED or record in gone:
            raise NotValid(
                _("“%(record)s” stays, or has gone already.") % {"record": record.label},
                kind="record",
            )
        asking.refuse_without_category(case, record, day)
    left = set(DESTROYED) - gone - {RecordClass.CONTENT}
    going = set(keeping.records.exclude(destroy_on=None).values_list("record", flat=True))
    if RecordClass.CONTENT in destroy and not left <= set(destroy) | going:
        raise NotNow(
            _("The conversation goes last: it says why the rest is kept. Choose the rest as well."),
            kind="content-last",
        )
    if destroy and asking.is_held(case):
        raise NotNow(_("A legal hold stops all destroying of this case."), kind="held")


def _let_the_conversation_go_last(keeping: Keeping) -> None:
    """Name no day on which it cannot go: until then it says why the rest is kept."""
    days = [one.destroy_on for one in keeping.records.all() if one.destroy_on is not None]
    last = keeping.records.filter(record=RecordClass.CONTENT, begun_on=None)
    last.exclude(destroy_on=None).update(destroy_on=max(days, default=None))


def _look_again(keeping: Keeping, decision: Decision, day: date, by: Actor) -> None:
    """Meet the clock of this decision, and start that of the next, while anything is kept."""
    case = keeping.case
    running = Clock.objects.running().filter(case=case.pk, kind=ClockKind.REVIEW, about=keeping.pk)
    if running.exists():
        clocks.meet(case=case.pk, kind=ClockKind.REVIEW, on=day, about=keeping.pk, by=by)
    left = keeping.records.filter(record__in=DESTROYED, destroy_on=None).exists()
    keeping.review_on = decision.review_on if left else None
    keeping.save(update_fields=["review_on"])
    if left:
        clocks.start(
            case=case.pk,
            kind=ClockKind.REVIEW,
            due_on=decision.review_on,
            zone=case.body.time_zone,
            about=keeping.pk,
            by=by,
        )
