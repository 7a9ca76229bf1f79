"""What the handler does in time: acknowledge and answer; and what follows when nobody does."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.answering import Answer
from hoeder.cases.inbox import show_next
from hoeder.cases.models import Case, Feedback
from hoeder.cases.rules import Status
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import (
    FEEDBACK_KINDS,
    ClockKind,
    feedback_due,
    latest_next_feedback,
)
from hoeder.errors import NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.rooms import actions as rooms
from hoeder.rooms.opening import NewItem


@transaction.atomic
def acknowledge(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Tell the reporter that the report has arrived, with a sealed item; become the handler."""
    case = guards.lock(case)
    guards.may_handle(case, by)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        # The answer to the first try was lost. All of this was done then.
        return case
    guards.move(case, Status.ACKNOWLEDGED)
    zone = case.body.time_zone
    on = case.body.today()
    clocks.meet(case=case.pk, kind=ClockKind.ACKNOWLEDGEMENT, on=on, by=by)
    clocks.bring_forward(
        case=case.pk,
        kind=ClockKind.FEEDBACK,
        due_on=feedback_due(case.body.law, case.received_on, on),
        zone=zone,
        by=by,
    )
    case.handler = by
    case.acknowledged_on = on
    show_next(case)
    case.save(update_fields=["status", "handler", "acknowledged_on", "next_kind", "next_due_on"])
    ledger.append(kind="case.acknowledged", case=case.pk, by=by)
    return case


@transaction.atomic
def give_feedback(
    *, case: Case, item: NewItem, answer: Answer, next_on: date | None, by: Officer
) -> Case:
    """Tell the reporter what is done and why, with a sealed item, and when she hears more.

    law.md CLK-05: feedback names an action and its ground, both of closed lists; that measures were
    taken is none. It closes nothing, and while work goes on it says when there is more.
    """
    case = guards.lock(case)
    guards.is_handler(case, by)
    zone = case.body.time_zone
    on = case.body.today()
    if next_on is not None and not on < next_on <= latest_next_feedback(case.body.law, on):
        raise NotValid(_("The next feedback comes within three months from today."), kind="next-on")
    if next_on is None and answer.goes_on():
        raise NotValid(
            _("Work goes on after this. Say on which day there is more."), kind="next-needed"
        )
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    guards.is_closed(case, closed=False)
    guards.move(case, Status.ANSWERED)
    running = case.clocks().running().filter(kind__in=FEEDBACK_KINDS)
    for kind in running.values_list("kind", flat=True):
        clocks.meet(case=case.pk, kind=ClockKind(kind), on=on, by=by)
    if next_on is not None:
        clocks.start(case=case.pk, kind=ClockKind.NEXT_FEEDBACK, due_on=next_on, zone=zone, by=by)
    show_next(case)
    case.save(update_fields=["status", "next_kind", "next_due_on"])
    Feedback.objects.create(
        case=case,
        item=item.id,
        stage=answer.stage,
        measure=answer.measure,
        reason=answer.reason,
        given_on=on,
        next_on=next_on,
    )
    detail: dict[str, str | int] = {
        "stage": str(answer.stage),
        "measure": str(answer.measure),
        "reason": str(answer.reason),
        "item": item.id.hex,
    }
    if next_on is not None:
        detail["next_on"] = next_on.isoformat()
    ledger.append(kind="case.answered", case=case.pk, by=by, detail=detail)
    return case


@transaction.atomic
def sweep_clocks(*, by: Actor, now: datetime | None = None) -> int:
    """Note missed dates, and tell the officers of each case.

    The level above the one in default hears it in one way alone: `oversight.escalate_missed`, in
    the same tick. Who is in default, and so who is above, is known there (law.md CLK-06).
    """
    missed = clocks.sweep(by=by, now=now)
    cases = Case.objects.select_related("body").in_bulk({clock.case for clock in missed})
    notices.tell(holders=readers.officers_of(*cases), kind="clock.missed", by=by)
    for case in cases.values():
        ledger.append(kind="case.default-noted", case=case.pk, by=by)
    return len(missed)
