"""A closed case, and days that pass: plain functions."""

from datetime import timedelta

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.cases.rules import Outcome, OutcomeAnswer
from hoeder.clocks.rules import SYSTEM
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.retention import actions as retention
from hoeder.retention.models import Record
from hoeder.retention.rules import DESTROYED, Action, RecordClass
from hoeder.rooms.models import today
from hoeder.rooms.opening import NewItem
from tests.cases.world import DONE
from tests.rooms.sealing import next_item


def next_(case: Case) -> NewItem:
    """Seal the next item of the conversation."""
    return next_item(case.dialogue())


def close(case: Case, noor: Receipt, by: Officer) -> Case:
    """Bring a case to its end, with her yes; the hourly duties see it."""
    cases.acknowledge(case=case, item=next_(case), by=by)
    cases.give_feedback(case=case, item=next_(case), answer=DONE, next_on=None, by=by)
    cases.tell_outcome(case=case, outcome=Outcome.NOT_ESTABLISHED, item=next_(case), by=by)
    cases.answer_outcome(case=case, answer=OutcomeAnswer.AGREES, item=next_(case), by=noor)
    retention.keep_track(by=SYSTEM)
    return Case.objects.get(pk=case.pk)


def named(case: Case, action: Action = Action.DESTROY) -> None:
    """Name the categories of the body's selectielijst."""
    for record in DESTROYED:
        retention.name_category(
            body=case.body, record=record, category="2.1.3", action=action, by=SYSTEM
        )


def pass_days(days: int) -> None:
    """Let so many days pass for what is kept: every day that was noted lies further back."""
    for row in Record.objects.all():
        for name in ("not_before", "destroy_on", "offered_on"):
            day = getattr(row, name)
            if day is not None:
                setattr(row, name, day - timedelta(days=days))
        row.save()


def record(case: Case, kind: RecordClass) -> Record:
    """Find one class of a case."""
    return Record.objects.get(keeping__case=case, record=kind)


def decide(case: Case, one: Officer, other: Officer, *destroy: RecordClass) -> None:
    """Have two people decide what goes; the rest is looked at again in half a year."""
    propose(case, one, *destroy)
    retention.confirm_decision(case=case, item=next_(case), by=other)


def propose(case: Case, by: Officer, *destroy: RecordClass, days: int = 180) -> None:
    """Propose what goes."""
    retention.propose_decision(
        case=case,
        destroy=destroy,
        review_on=today() + timedelta(days=days),
        item=next_(case),
        by=by,
    )


def publish() -> None:
    """Bring what happened into the log."""
    ledger.publish(by=SYSTEM, at_once=True)
