"""Closing a case: the reporter hears the outcome first, and closing over her takes two people."""

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import deciding, guards, readers
from hoeder.cases.inbox import show_next
from hoeder.cases.models import Case, Closing, ClosingOver
from hoeder.cases.rules import FINDINGS, Outcome, OutcomeAnswer, Status, may_move
from hoeder.clocks import actions as clocks
from hoeder.clocks.closing import outcome_answer_due
from hoeder.clocks.rules import FEEDBACK_KINDS, ClockKind
from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.opening import NewItem


@transaction.atomic
def tell_outcome(*, case: Case, outcome: Outcome, item: NewItem, by: Officer) -> Case:
    """Tell the reporter how her case ends, with sealed reasons, and ask what she thinks of it.

    Feedback was given before: the outcome comes after it and takes the place of a further one.
    """
    case = guards.lock(case)
    guards.is_handler(case, by)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    _refuse_closing(case)
    if outcome in FINDINGS and not case.may_find():
        raise NotNow(
            _("Hear the person concerned first, or say with a second person why that cannot be."),
            kind="hearing-needed",
        )
    day = case.body.today()
    closing = Closing.objects.create(
        case=case,
        outcome=outcome,
        told_by=by,
        told_on=day,
        answer_by=outcome_answer_due(case.body.law, day),
    )
    running = case.clocks().running().filter(kind__in=FEEDBACK_KINDS)
    for kind in running.values_list("kind", flat=True):
        clocks.meet(case=case.pk, kind=ClockKind(kind), on=day, by=by)
    show_next(case)
    case.save(update_fields=["next_kind", "next_due_on"])
    ledger.append(
        kind="case.outcome-told",
        case=case.pk,
        by=by,
        detail={"outcome": str(outcome), "answer_by": closing.answer_by.isoformat()},
    )
    return case


@transaction.atomic
def answer_outcome(*, case: Case, answer: OutcomeAnswer, item: NewItem, by: Receipt) -> Case:
    """Say yes or no to an outcome. Her yes closes the case; until it is closed she may change.

    `item` seals what she says with it; it may be nothing but her answer.
    """
    case = guards.lock(case)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    closing = _open_closing(case)
    closing.answer, closing.answered_on = answer, case.body.today()
    closing.save(update_fields=["answer", "answered_on"])
    holders = readers.officers_in(case.dialogue())
    notices.tell(holders=holders, kind="case.outcome-answered", by=by)
    ledger.append(kind="case.outcome-answered", case=case.pk, by=by, detail={"answer": str(answer)})
    if answer == OutcomeAnswer.AGREES:
        _withdraw_over(closing)
        _close(case, closing, by=by)
    return case


@transaction.atomic
def withdraw_outcome(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Take back an outcome, with words to the reporter: the handling goes on."""
    case = guards.lock(case)
    guards.is_handler(case, by)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    closing = _open_closing(case)
    _withdraw_over(closing)
    closing.ended_on = case.body.today()
    closing.save(update_fields=["ended_on"])
    ledger.append(kind="case.outcome-withdrawn", case=case.pk, by=by)
    return case


@transaction.atomic
def propose_closing_over(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Propose to close over her objection or silence. `item` seals why, for her to read."""
    case = guards.lock(case)
    guards.is_handler(case, by)
    if not deciding.propose(case, item, by):
        return case
    closing = _open_closing(case)
    if closing.waits_for_her():
        raise NotNow(
            _("The reporter can still answer, until %(day)s. Wait for that.")
            % {"day": closing.answer_by.isoformat()},
            kind="answer-waits",
        )
    deciding.refuse_second(closing.over())
    ClosingOver.objects.create(closing=closing, proposed_by=by, proposed_on=case.body.today())
    deciding.tell_the_others(case, "case.closing-over-proposed", by)
    # Outcomes are counted over all cases: their number would tell how many there are.
    veiled = {"closing": str(closing.pk)}
    ledger.append(kind="case.closing-over-proposed", case=case.pk, by=by, veiled=veiled)
    return case


@transaction.atomic
def confirm_closing_over(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Agree, as a second officer, to close without her yes. The level above hears of it."""
    case = guards.lock(case)
    over = deciding.confirm(case, _waiting_over, item, by)
    if over is None:
        return case
    _close(case, over.closing, by=by)
    notices.tell(holders=readers.overseers_above(case), kind="case.closed-over", by=by)
    ledger.append(
        kind="case.closed-over",
        case=case.pk,
        by=by,
        detail={"answer": over.closing.answer or "silent"},
    )
    return case


@transaction.atomic
def refuse_closing_over(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Disagree, or withdraw one's own proposal: the case stays open."""
    case = guards.lock(case)
    if deciding.refuse(case, _waiting_over, item, by) is None:
        return case
    ledger.append(kind="case.closing-over-refused", case=case.pk, by=by)
    return case


@transaction.atomic
def reopen(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Open a closed case again, as its handler, with words to the reporter."""
    case = guards.lock(case)
    guards.is_handler(case, by)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    guards.is_closed(case, closed=True)
    guards.move(case, Status.ANSWERED)
    case.save(update_fields=["status"])
    case.closings.filter(ended_on=None).update(ended_on=case.body.today())
    ledger.append(kind="case.reopened", case=case.pk, by=by)
    return case


def _refuse_closing(case: Case) -> None:
    """Refuse to end a case that has not come so far, or whose outcome was told already."""
    if not may_move(Status(case.status), Status.CLOSED):
        raise NotNow(
            _("Give the reporter feedback first: what was done, and why."),
            kind="case-moved-on",
            extras={"status": case.status},
        )
    if case.closing() is not None:
        raise NotNow(_("The reporter has heard an outcome already."), kind="outcome-told")


def _open_closing(case: Case) -> Closing:
    closing = case.closing()
    if closing is None or closing.closed_on is not None:
        raise NotNow(_("No outcome waits for an answer here."), kind="no-outcome")
    return closing


def _waiting_over(case: Case) -> ClosingOver | None:
    closing = case.closing()
    return None if closing is None else closing.over()


def _withdraw_over(closing: Closing) -> None:
    """End a proposal to close over her: its cause has gone. Nobody decided it but its proposer."""
    over = closing.over()
    if over is not None:
        over.decided_by, over.decided_on = over.proposed_by, closing.case.body.today()
        over.save(update_fields=["decided_by", "decided_on"])


def _close(case: Case, closing: Closing, *, by: Actor) -> None:
    """Close the case. Rooms, members, keys, the plan and its check-ins stay as they are."""
    guards.move(case, Status.CLOSED)
    case.save(update_fields=["status"])
    closing.closed_on = case.body.today()
    closing.save(update_fields=["closed_on"])
    ledger.append(kind="case.closed", case=case.pk, by=by, detail={"outcome": closing.outcome})
