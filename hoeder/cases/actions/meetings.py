"""A meeting on request: the reporter asks, the handler proposes days and offers the minutes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.inbox import show_next
from hoeder.cases.meeting import (
    ABOUT_MINUTES,
    HANDLERS_STEPS,
    OVER,
    REPORTERS_STEPS,
    STEPS,
    MeetingState,
    MeetingStep,
    Term,
)
from hoeder.cases.models import Case, Meeting
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind, due_after, meeting_warning
from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.opening import NewItem


@transaction.atomic
def ask_to_meet(*, case: Case, item: NewItem, by: Receipt) -> Meeting:
    """Ask for a meeting (law.md INT-02): a clock starts. `item` seals where, when and with whom.

    She needs no name for it, and no reason. Also after closing: the line stays open.
    """
    case = guards.lock(case)
    last = case.meeting()
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated and last is not None:
        return last
    if last is not None and last.state not in OVER:
        raise NotNow(_("You asked for a meeting already."), kind="meeting-asked")
    meeting = Meeting.objects.create(
        case=case,
        number=1 if last is None else last.number + 1,
        asked_on=case.body.today(),
        changed_on=case.body.today(),
    )
    _turn(meeting, Term.STARTS, by)
    holders = readers.officers_in(case.dialogue())
    notices.tell(holders=holders, kind="case.meeting-asked", by=by)
    ledger.append(
        kind="case.meeting-asked", case=case.pk, by=by, detail={"meeting": meeting.pk.hex}
    )
    return meeting


@transaction.atomic
def warn_of_meetings(*, by: Actor, now: datetime | None = None) -> int:
    """Recall requests to meet that nobody answered, a few days before their term (law.md INT-02).

    Each once, to the officers of its case; afterwards the missed date goes to the level above.
    """
    now = now or timezone.now()
    soon = clocks.warn(kind=ClockKind.MEETING, days=meeting_warning(now.date()), by=by, now=now)
    found = {clock.case for clock in soon}
    notices.tell(holders=readers.officers_of(*found), kind="case.meeting-due-soon", by=by)
    for case in found:
        ledger.append(kind="case.meeting-recalled", case=case, by=by)
    return len(soon)


@transaction.atomic
def answer_meeting(
    *, case: Case, step: MeetingStep, minutes: str, item: NewItem, by: Receipt
) -> Meeting:
    """Take a reporter's step: pick a day, refuse all, correct the minutes or agree to them.

    Dir. art. 18(4): the minutes become agreed by her mark alone, on the version that `minutes`
    names. That she does not agree can be recorded and changes nothing else.
    """
    case = guards.lock(case)
    meeting = _asked(case)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return meeting
    if step not in REPORTERS_STEPS:
        raise NotValid(_("This step is the handler's."), kind="step")
    if step in ABOUT_MINUTES and minutes != meeting.minutes:
        raise NotNow(
            _("There are newer minutes than the ones you read. Read those first."),
            kind="minutes-moved-on",
        )
    _step(meeting, step, by)
    ledger.append(
        kind="case.meeting-answered",
        case=case.pk,
        by=by,
        detail={"meeting": meeting.pk.hex, "step": str(step)},
    )
    return meeting


@transaction.atomic
def arrange_meeting(*, case: Case, step: MeetingStep, item: NewItem, by: Officer) -> Meeting:
    """Take a handler's step: propose days, or offer minutes for the reporter to check.

    Proposing meets the clock. Minutes that are offered again wait for her again.
    """
    case = guards.lock(case)
    guards.may_handle(case, by)
    meeting = _asked(case)
    stored = rooms.add_item(room=case.dialogue(), item=item, by=by)
    if stored.repeated:
        return meeting
    if step not in HANDLERS_STEPS:
        raise NotValid(_("This step is the reporter's."), kind="step")
    if step == MeetingStep.MINUTES:
        meeting.minutes = stored.item.hash
    _step(meeting, step, by)
    ledger.append(
        kind="case.meeting-arranged",
        case=case.pk,
        by=by,
        detail={"meeting": meeting.pk.hex, "step": str(step), "minutes": meeting.minutes},
    )
    return meeting


def _asked(case: Case) -> Meeting:
    meeting = case.meeting()
    if meeting is None:
        raise NotNow(_("Nobody asked for a meeting."), kind="no-meeting")
    # The locked row, so that what is due next is written to it.
    meeting.case = case
    return meeting


def _step(meeting: Meeting, step: MeetingStep, by: Actor) -> None:
    move = STEPS[step]
    if meeting.state not in move.before:
        raise NotNow(
            _("This cannot follow: the meeting is at “%(state)s”.")
            % {"state": MeetingState(meeting.state).label},
            kind="meeting-moved-on",
            extras={"state": meeting.state},
        )
    meeting.state, meeting.changed_on = move.after, meeting.case.body.today()
    meeting.save(update_fields=["state", "changed_on", "minutes"])
    _turn(meeting, move.term, by)


def _turn(meeting: Meeting, term: Term, by: Actor) -> None:
    """Start, meet or end the clock of the request; the inbox shows what is due next."""
    case, kind, about = meeting.case, ClockKind.MEETING, meeting.pk
    day = case.body.today()
    if term == Term.STARTS:
        due = due_after(case.body.law, kind, day)
        zone = case.body.time_zone
        clocks.start(case=case.pk, kind=kind, due_on=due, zone=zone, by=by, about=about)
    elif term == Term.ENDS:
        clocks.end(case=case.pk, kind=kind, by=by, about=about)
    elif term == Term.MEETS and case.clocks().running().filter(kind=kind, about=about).exists():
        clocks.meet(case=case.pk, kind=kind, on=day, by=by, about=about)
    show_next(case)
    case.save(update_fields=["next_kind", "next_due_on"])
