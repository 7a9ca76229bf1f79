"""What the commission works with, as tables: causes, sides, findings, breaches."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.clocks.rules import ClockKind
from hoeder.organisations.rules import Role
from hoeder.protection.rules import IncidentKind


class Cause(models.TextChoices):
    """Why a case came to the level above."""

    ASKED = "asked", _("the reporter asked for it")
    MISSED = "missed", _("a date was missed")
    ALARM = "alarm", _("a name is out")
    PROBING = "probing", _("repeated refused requests")
    CHECK_IN = "check_in", _("a check-in said that it has begun")
    EMERGENCY = "emergency", _("a request in an emergency was refused")
    PROMISE = "promise", _("a promise was broken or refused")
    GROUNDS = "grounds", _("the employer put no grounds of its decisions on record")


class Side(models.TextChoices):
    """Whose duty it is. The level above this side is told, never this side alone."""

    HANDLER = "handler", _("the handlers of the case")
    PROTECTION = "protection", _("the protection officer")
    OWNER = "owner", _("whoever made the promise")
    EMPLOYER = "employer", _("the employer")
    COMMISSION = "commission", _("the commission")


#: Who is in default when a clock of this kind is missed.
OWED_BY: Final[Mapping[ClockKind, Side]] = {
    ClockKind.ACKNOWLEDGEMENT: Side.HANDLER,
    ClockKind.FEEDBACK: Side.HANDLER,
    ClockKind.NEXT_FEEDBACK: Side.HANDLER,
    ClockKind.MEETING: Side.HANDLER,
    ClockKind.BREACH_MEASURES: Side.COMMISSION,
    ClockKind.BREACH_NOTICE: Side.COMMISSION,
    ClockKind.EMERGENCY: Side.COMMISSION,
    ClockKind.ANSWER: Side.OWNER,
    ClockKind.PROMISE: Side.OWNER,
    ClockKind.CHECK_IN: Side.PROTECTION,
    ClockKind.DUTY: Side.EMPLOYER,
    ClockKind.REVIEW: Side.COMMISSION,
    ClockKind.PROCEDURE: Side.EMPLOYER,
}


class Column(models.TextChoices):
    """What the board counts, in its order."""

    ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement")
    FEEDBACK = "feedback", _("feedback")
    MEETING = "meeting", _("meeting")
    PROMISE = "promise", _("promise")
    EMERGENCY = "emergency", _("emergency")
    CHECK_IN = "check_in", _("check-in")
    DUTY = "duty", _("task of the employer")
    INCIDENT = "incident", _("incident")
    RECOMMENDATION = "recommendation", _("recommendation")
    PROCEDURE = "procedure", _("review of the procedure")


#: Under which column of the board an overdue clock is counted. Every kind has one.
COLUMNS: Final[Mapping[ClockKind, Column]] = {
    ClockKind.ACKNOWLEDGEMENT: Column.ACKNOWLEDGEMENT,
    ClockKind.FEEDBACK: Column.FEEDBACK,
    ClockKind.NEXT_FEEDBACK: Column.FEEDBACK,
    ClockKind.MEETING: Column.MEETING,
    ClockKind.ANSWER: Column.PROMISE,
    ClockKind.PROMISE: Column.PROMISE,
    ClockKind.EMERGENCY: Column.EMERGENCY,
    ClockKind.CHECK_IN: Column.CHECK_IN,
    ClockKind.DUTY: Column.DUTY,
    ClockKind.BREACH_MEASURES: Column.INCIDENT,
    ClockKind.BREACH_NOTICE: Column.INCIDENT,
    ClockKind.REVIEW: Column.RECOMMENDATION,
    ClockKind.PROCEDURE: Column.PROCEDURE,
}


class Subject(models.TextChoices):
    """What a finding is about. The two are found apart: one can fail where the other did not."""

    PROTECTION = "protection", _("protection")
    CARE = "care", _("care")


class Finding(models.TextChoices):
    """What the commission found: that the body fell short."""

    NOT_YET = "not_yet", _("not decided yet")
    ESTABLISHED = "established", _("fell short")
    PARTLY = "partly", _("fell short in part")
    NOT_ESTABLISHED = "not_established", _("did not fall short")


class Party(models.TextChoices):
    """Who was heard before a finding."""

    REPORTER = "reporter", _("the reporter")
    BODY = "body", _("the body")


class Measure(models.TextChoices):
    """What a recommendation asks for. What exactly is sealed in the room with the reporter."""

    ANSWER = "answer", _("answer the reporter")
    PLAN = "plan", _("make or keep a protection plan")
    RESTORE = "restore", _("put right what was done to the reporter")
    STOP = "stop", _("stop retaliation")
    PROMISE = "promise", _("keep what was promised")
    HANDLER = "handler", _("let somebody else handle the case")
    PAY = "pay", _("compensate damage")
    PROCEDURE = "procedure", _("change how it is done")
    OTHER = "other", _("something else")


#: Who oversees, checks or advises from outside carries nothing out.
NEVER_OWNERS: Final = frozenset(
    {Role.COMMISSION_MEMBER, Role.AUTHORITY, Role.WORKS_COUNCIL, Role.CONFIDENTIAL_ADVISER}
)


class BreachKind(models.TextChoices):
    """Which duty was broken: the four of Directive (EU) 2019/1937, art. 23(1)(a)-(d)."""

    HINDERING = "hindering", _("hindering a report")
    RETALIATION = "retaliation", _("retaliation")
    VEXATIOUS = "vexatious", _("vexatious proceedings")
    REVEALING = "revealing", _("revealing the identity")


class Actor(models.TextChoices):
    """Who broke it, as a role. The name is sealed, if it is known."""

    UNKNOWN = "unknown", _("not known")
    DIRECTOR = "director", _("a director")
    MANAGER = "manager", _("a manager")
    COLLEAGUE = "colleague", _("a colleague")
    PERSONNEL = "personnel", _("human resources")
    HANDLER = "handler", _("a handler or investigator")
    PROTECTION_OFFICER = "protection_officer", _("a protection officer")
    COMMISSION = "commission", _("a member of the commission")
    OUTSIDER = "outsider", _("somebody from outside")


class Decision(models.TextChoices):
    """What was decided about a breach."""

    ESTABLISHED = "established", _("it was a breach")
    NOT_ESTABLISHED = "not_established", _("it was no breach")


class Sanction(models.TextChoices):
    """What followed. None is a decision too, with its ground."""

    NONE = "none", _("no sanction")
    CONVERSATION = "conversation", _("a conversation on the record")
    WARNING = "warning", _("a written warning")
    DISCIPLINE = "discipline", _("a disciplinary measure")
    MOVED = "moved", _("taken out of the line or the post")
    PROSECUTOR = "prosecutor", _("handed to the public prosecutor")


class Ground(models.TextChoices):
    """On what a decision rests; what there is more to say is sealed."""

    LOG = "log", _("what the log shows")
    STATEMENTS = "statements", _("what people said")
    DOCUMENTS = "documents", _("documents")
    NO_EVIDENCE = "no_evidence", _("too little evidence")
    MISTAKE = "mistake", _("a mistake without intent or harm")


#: What an incident may have been: it is put in the register as possible, by itself (law.md DTY-02).
POSSIBLE: Final[Mapping[IncidentKind, BreachKind]] = {
    IncidentKind.NAME_OUT: BreachKind.REVEALING,
    IncidentKind.PROBING: BreachKind.HINDERING,
}

#: What is written about a review of the procedure is a summary, and not the procedure itself.
LONGEST_CHANGES: Final = 2000

#: From so many cases at one body a thing that repeats is a signal to the commission.
PATTERN_CASES: Final = 3
#: They are looked for over this many months.
PATTERN_MONTHS: Final = 36

#: No figure that is published tells of fewer people than this (law.md STA-02; escrow.md 6.4).
K: Final = 10
