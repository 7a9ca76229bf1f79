"""When something is due: pure functions over the law tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.clocks.counting import (
    add_months,
    add_working_days,
    end_of_day,
    legal_day,
    on_or_after,
)
from hoeder.clocks.law.lookup import NoLawError, between, find
from hoeder.clocks.law.table import Parameter, Row, Unit

__all__ = ["NoLawError", "Parameter", "add_months", "end_of_day", "find", "legal_day"]


class ClockKind(models.TextChoices):
    """What is due."""

    ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement of receipt")
    FEEDBACK = "feedback", _("feedback")
    NEXT_FEEDBACK = "next_feedback", _("further feedback")
    BREACH_MEASURES = "breach_measures", _("measures after a name got out")
    BREACH_NOTICE = "breach_notice", _("notification of the data protection authority")
    MEETING = "meeting", _("a proposal for a meeting")
    EMERGENCY = "emergency", _("decision in an emergency")
    ANSWER = "answer", _("answer to a commitment")
    PROMISE = "promise", _("what was promised")
    CHECK_IN = "check_in", _("check-in")
    DUTY = "duty", _("a task of the employer")
    REVIEW = "review", _("review")
    PROCEDURE = "procedure", _("review of the procedure")


#: What telling the reporter what is done meets.
FEEDBACK_KINDS: Final = (ClockKind.FEEDBACK, ClockKind.NEXT_FEEDBACK)
#: What the handlers of a case owe; an inbox counts these alone.
HANDLER_KINDS: Final = (ClockKind.ACKNOWLEDGEMENT, *FEEDBACK_KINDS, ClockKind.MEETING)
#: What the commission and the data protection officer owe after an alarm; no handler can meet them.
BREACH_KINDS: Final = (ClockKind.BREACH_MEASURES, ClockKind.BREACH_NOTICE)
#: What every officer of a case sees. Check-ins, promises and duties are seen where they are owed.
DESK_KINDS: Final = (*HANDLER_KINDS, *BREACH_KINDS)
#: Terms of the law in days or months: one that ends on a holiday may by law end later.
STATUTORY_KINDS: Final = (ClockKind.ACKNOWLEDGEMENT, ClockKind.FEEDBACK)

#: The row of the tables that each kind takes its term from. A promise has a day of its own.
PARAMETERS: Final = {
    ClockKind.ACKNOWLEDGEMENT: Parameter.ACKNOWLEDGEMENT,
    ClockKind.FEEDBACK: Parameter.FEEDBACK,
    ClockKind.NEXT_FEEDBACK: Parameter.NEXT_FEEDBACK,
    ClockKind.BREACH_MEASURES: Parameter.BREACH_MEASURES,
    ClockKind.BREACH_NOTICE: Parameter.BREACH_NOTICE,
    ClockKind.MEETING: Parameter.MEETING,
    ClockKind.EMERGENCY: Parameter.EMERGENCY,
    ClockKind.ANSWER: Parameter.ANSWER,
    ClockKind.DUTY: Parameter.DUTY,
    ClockKind.REVIEW: Parameter.REVIEW,
    ClockKind.PROCEDURE: Parameter.PROCEDURE_REVIEW,
}


def term(law: str, kind: ClockKind, day: date) -> Row:
    """Find the one row that counts for something that began on that day."""
    return find(law, PARAMETERS[kind], day)


def acknowledgement_due(law: str, received_on: date) -> date:
    """Tell by which day receipt must be acknowledged; the day of receipt is not counted.

    law.md CLK-01, CLK-04.
    """
    return due_after(law, ClockKind.ACKNOWLEDGEMENT, received_on)


def feedback_due(law: str, received_on: date, acknowledged_on: date | None) -> date:
    """Tell by which day feedback must be given (law.md CLK-02).

    The term runs from the acknowledgement, or from the day on which it was due if that is earlier:
    a late acknowledgement never makes it longer.
    """
    last = acknowledgement_due(law, received_on)
    return _feedback(law, Parameter.FEEDBACK, received_on, last, acknowledged_on)


def external_acknowledgement_due(law: str, received_on: date) -> date:
    """Tell by which day an external authority acknowledges (Directive art. 11(2)(b), CLK-07)."""
    parameter = Parameter.EXTERNAL_ACKNOWLEDGEMENT
    return _earliest(law, parameter, received_on, lambda row: _after(row, received_on, law))


def external_feedback_due(
    law: str, received_on: date, acknowledged_on: date | None, *, extended: bool = False
) -> date:
    """Tell by which day an external authority gives feedback (Directive art. 11(2)(d), CLK-07).

    Extended only in duly justified cases, and then six months in all, not six more.
    """
    last = external_acknowledgement_due(law, received_on)
    longest = Parameter.EXTERNAL_FEEDBACK_EXTENDED
    parameter = longest if extended else Parameter.EXTERNAL_FEEDBACK
    return _feedback(law, parameter, received_on, last, acknowledged_on)


def due_after(law: str, kind: ClockKind, start: date) -> date:
    """Tell by which day something is due whose term counts days or months from `start`."""
    return _earliest(law, PARAMETERS[kind], start, lambda row: _after(row, start, law))


def hours_due(law: str, kind: ClockKind, start: datetime, zone: str) -> datetime:
    """Tell by which moment something is due that the law counts in hours from `start`.

    Hours run on through weekends and holidays: Regulation (EEC, Euratom) No 1182/71, art. 3(3).
    """
    return start + timedelta(hours=term(law, kind, legal_day(start, zone)).hours)


def check_ins_due(law: str, start: date) -> tuple[date, ...]:
    """Tell on which days a reporter is asked how she is, counted from the day of receipt."""
    weeks = find(law, Parameter.CHECK_IN_WEEKS, start).amounts
    months = find(law, Parameter.CHECK_IN_MONTHS, start).amounts
    return (
        *(start + timedelta(weeks=number) for number in weeks),
        *(add_months(start, number) for number in months),
    )


def latest_next_feedback(law: str, today: date) -> date:
    """Tell the last day that may be promised for further feedback."""
    return due_after(law, ClockKind.NEXT_FEEDBACK, today)


def day_after(law: str, parameter: Parameter, start: date) -> date:
    """Tell on which day a term of the tables ends that no clock runs for."""
    return _after(find(law, parameter, start), start, law)


def meeting_warning(today: date) -> int:
    """Tell how many days before the end of its term an unanswered request to meet is recalled."""
    return find("eu", Parameter.MEETING_WARNING, today).days


def procedure_warning(today: date) -> int:
    """Tell how many days before the end of its term a review of the procedure is recalled."""
    return find("eu", Parameter.PROCEDURE_WARNING, today).days


def earliest_start(law: str, parameter: Parameter, today: date) -> date:
    """Tell the first day that lies no further back than the tables allow."""
    return today - timedelta(days=find(law, parameter, today).days)


def latest_by_law(law: str, due_on: date) -> date:
    """Tell on which day a term in days or months ends where the law moves weekends and holidays.

    law.md CLK-08: clocks and alerts keep to `due_on`; this later day is only shown beside it.
    """
    try:
        moves = find(law, Parameter.ENDS_ON_WORKING_DAY, due_on).amount
    except NoLawError:
        return due_on
    return on_or_after(due_on, law) if moves else due_on


def may_extend(law: str, day: date) -> bool:
    """Tell whether the term of an internal report may be made longer (law.md CLK-03)."""
    return bool(find(law, Parameter.INTERNAL_EXTENSION, day).amount)


def _after(row: Row, start: date, law: str) -> date:
    if row.unit == Unit.WORKING_DAYS:
        return add_working_days(start, row.amount, law)
    return add_months(start, row.months) + timedelta(days=row.days)


def _feedback(
    law: str, parameter: Parameter, received_on: date, last: date, acknowledged_on: date | None
) -> date:
    in_time = acknowledged_on is not None and acknowledged_on <= last
    start = last
    if in_time and acknowledged_on is not None:
        # A machine whose clock was set back does not acknowledge before it received.
        start = max(acknowledged_on, received_on)
    due = _earliest(law, parameter, received_on, lambda row: add_months(start, row.months))
    if in_time:
        return due
    # HinSchG § 17(2) counts from receipt where nobody acknowledged.
    more = find(law, Parameter.FEEDBACK_FROM, received_on)
    if more.unit != Unit.DAYS:
        return due
    months = find(law, parameter, received_on).months
    return min(due, add_months(received_on, months) + timedelta(days=more.amount))


def _earliest(law: str, parameter: Parameter, start: date, count: Callable[[Row], date]) -> date:
    """Count by each row that holds on some day until the term ends; the earliest day wins.

    law.md CLK-09: a running case keeps the more favourable of the old rule and the new one. A
    stricter rule asks for nothing before the day on which it became the law.
    """
    first = count(find(law, parameter, start))
    return min(
        max(count(row), row.valid_from or start) for row in between(law, parameter, start, first)
    )


@dataclass(frozen=True, slots=True)
class System:
    """Hoeder itself: what passes by time alone has no other actor."""

    label: str = "system"


SYSTEM: Final = System()
