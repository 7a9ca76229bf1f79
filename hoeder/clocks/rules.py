"""When something is due: the law as dated tables with sources, and pure functions over them."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _


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


#: What telling the reporter what is done meets.
FEEDBACK_KINDS: Final = (ClockKind.FEEDBACK, ClockKind.NEXT_FEEDBACK)
#: What the handlers of a case owe; an inbox counts these alone.
HANDLER_KINDS: Final = (ClockKind.ACKNOWLEDGEMENT, *FEEDBACK_KINDS, ClockKind.MEETING)
#: What the commission and the data protection officer owe after an alarm; no handler can meet them.
BREACH_KINDS: Final = (ClockKind.BREACH_MEASURES, ClockKind.BREACH_NOTICE)
#: What every officer of a case sees. Check-ins, promises and duties are seen where they are owed.
DESK_KINDS: Final = (*HANDLER_KINDS, *BREACH_KINDS)


@dataclass(frozen=True, slots=True)
class Law:
    """One term of one law, for reports received from one day up to another (both included)."""

    law: str
    kind: ClockKind
    days: int
    months: int
    source: str
    valid_from: date
    valid_to: date | None = None
    #: For terms that are counted in hours, weekends and holidays included.
    hours: int = 0

    def holds_on(self, day: date) -> bool:
        """Tell whether this row is the law on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


_DIRECTIVE_FROM: Final = date(2021, 12, 17)
_WBK_FROM: Final = date(2023, 2, 18)
_GDPR_FROM: Final = date(2018, 5, 25)

#: A changed law is a new row; rows are never edited. Feedback terms count from the acknowledgement.
LAWS: Final = (
    Law(
        law="eu",
        kind=ClockKind.ACKNOWLEDGEMENT,
        days=7,
        months=0,
        source="Directive (EU) 2019/1937, art. 9(1)(b)",
        valid_from=_DIRECTIVE_FROM,
    ),
    Law(
        law="eu",
        kind=ClockKind.FEEDBACK,
        days=0,
        months=3,
        source="Directive (EU) 2019/1937, art. 9(1)(f)",
        valid_from=_DIRECTIVE_FROM,
    ),
    Law(
        law="nl",
        kind=ClockKind.ACKNOWLEDGEMENT,
        days=7,
        months=0,
        source="Wet bescherming klokkenluiders, art. 2(2); Directive (EU) 2019/1937, art. 9(1)(b)",
        valid_from=_WBK_FROM,
    ),
    Law(
        law="nl",
        kind=ClockKind.FEEDBACK,
        days=0,
        months=3,
        source="Wet bescherming klokkenluiders, art. 2(2); Directive (EU) 2019/1937, art. 9(1)(f)",
        valid_from=_WBK_FROM,
    ),
    # Best practice, for every law: no law sets these terms.
    *(
        Law(
            law=law,
            kind=kind,
            days=days,
            months=months,
            hours=hours,
            source="Best practice; no law sets this term",
            valid_from=_GDPR_FROM,
        )
        for law in ("eu", "nl")
        for kind, days, months, hours in (
            (ClockKind.MEETING, 14, 0, 0),
            (ClockKind.EMERGENCY, 0, 0, 48),
            (ClockKind.ANSWER, 7, 0, 0),
            (ClockKind.DUTY, 14, 0, 0),
            (ClockKind.REVIEW, 0, 12, 0),
        )
    ),
    # The same for every law: a regulation, and our own promise.
    *(
        Law(
            law=law,
            kind=ClockKind.BREACH_NOTICE,
            days=0,
            months=0,
            hours=72,
            source="Regulation (EU) 2016/679 (GDPR), art. 33(1)",
            valid_from=_GDPR_FROM,
        )
        for law in ("eu", "nl")
    ),
    *(
        Law(
            law=law,
            kind=ClockKind.BREACH_MEASURES,
            days=0,
            months=0,
            hours=24,
            source="Our own promise; no law sets this term",
            valid_from=_GDPR_FROM,
        )
        for law in ("eu", "nl")
    ),
)

#: How often a reporter is asked how she is, counted from the day of receipt: law.md C, best
#: practice. Retaliation comes late, so this goes on after closing.
CHECK_IN_WEEKS: Final = (2, 4, 8)
CHECK_IN_MONTHS: Final = (3, 6, 9, 12, 18, 24)
#: So long before the date she is asked, and those who reach her otherwise are told: best practice.
CHECK_IN_OPENS_DAYS: Final = 7
#: So long a reporter has to choose who protects her, or to answer a plan, before the handler may
#: document that she did not: our own term, so that silence does not stop what the law demands.
PLAN_ANSWER_DAYS: Final = 14
#: In so many days before feedback is due, a plan that is still open holds nothing up: the law's
#: date goes before our own rule.
PLAN_YIELDS_DAYS: Final = 7

#: Whoever goes on working after feedback says when there is more: at most this much later.
NEXT_FEEDBACK_MONTHS: Final = 3


class NoLawError(LookupError):
    """No row of the tables covers this body on this day."""


def term(law: str, kind: ClockKind, day: date) -> Law:
    """Find the one row of `LAWS` that counts for a report received on that day."""
    for row in LAWS:
        if row.law == law and row.kind == kind and row.holds_on(day):
            return row
    raise NoLawError(f"No {kind} term in the law of {law!r} on {day}.")


def legal_day(moment: datetime, zone: str) -> date:
    """Tell which day it is at that moment in the legal time zone of a body."""
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """Give the last second of a day in a time zone, 23:59:59, as a moment in UTC."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Add months; 30 November and three months is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def acknowledgement_due(law: str, received_on: date) -> date:
    """Tell by which day receipt must be acknowledged; the day of receipt is not counted."""
    return received_on + timedelta(days=term(law, ClockKind.ACKNOWLEDGEMENT, received_on).days)


def feedback_due(law: str, received_on: date, acknowledged_on: date | None) -> date:
    """Tell by which day feedback must be given.

    The term runs from the acknowledgement, or from the day on which it was due if that is earlier:
    a late acknowledgement never makes it longer. The law is that of the day of receipt.
    """
    start = acknowledgement_due(law, received_on)
    if acknowledged_on is not None:
        start = min(start, acknowledged_on)
    return add_months(start, term(law, ClockKind.FEEDBACK, received_on).months)


def hours_due(law: str, kind: ClockKind, start: datetime, zone: str) -> datetime:
    """Tell by which moment something is due that the law counts in hours from `start`.

    Hours run on through weekends and holidays: Regulation (EEC, Euratom) No 1182/71, art. 3(3).
    """
    return start + timedelta(hours=term(law, kind, legal_day(start, zone)).hours)


def due_after(law: str, kind: ClockKind, start: date) -> date:
    """Tell by which day something is due whose term counts days and months from `start`."""
    row = term(law, kind, start)
    return add_months(start, row.months) + timedelta(days=row.days)


def check_ins_due(law: str, start: date) -> tuple[date, ...]:
    """Tell on which days a reporter is asked how she is, counted from the day of receipt."""
    weeks = (start + timedelta(weeks=n) for n in CHECK_IN_WEEKS)
    return (*weeks, *(add_months(start, n) for n in CHECK_IN_MONTHS))


def latest_next_feedback(today: date) -> date:
    """Tell the last day that may be promised for further feedback."""
    return add_months(today, NEXT_FEEDBACK_MONTHS)


@dataclass(frozen=True, slots=True)
class System:
    """Hoeder itself: what passes by time alone has no other actor."""

    label: str = "system"


SYSTEM: Final = System()
