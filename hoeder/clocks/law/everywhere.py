"""What counts under every regime: regulations of the Union, and best practice of this project."""

from datetime import date
from typing import Final

from hoeder.clocks.law.table import Parameter, Row, Status, Unit

_GDPR: Final = date(2018, 5, 25)
_DIRECTIVE: Final = date(2021, 12, 17)
_OURS: Final = "Best practice: no law sets this number"


def _ours(
    parameter: Parameter,
    unit: Unit,
    why: str,
    amount: int = 0,
    amounts: tuple[int, ...] = (),
    words: str = "",
) -> Row:
    return Row(
        parameter,
        unit,
        f"{_OURS}; {why}",
        Status.BEST_PRACTICE,
        _GDPR,
        amount=amount,
        amounts=amounts,
        words=words,
    )


ROWS: Final = (
    Row(
        Parameter.BREACH_NOTICE,
        Unit.HOURS,
        "Regulation (EU) 2016/679 (GDPR), art. 33(1): to the authority, from becoming aware",
        Status.IN_FORCE,
        _GDPR,
        amount=72,
    ),
    Row(
        Parameter.ACCESS,
        Unit.MONTHS,
        "Regulation (EU) 2016/679 (GDPR), art. 12(3)",
        Status.IN_FORCE,
        _GDPR,
        amount=1,
    ),
    Row(
        Parameter.ACCESS_EXTENSION,
        Unit.MONTHS,
        "Regulation (EU) 2016/679 (GDPR), art. 12(3): further months, with reasons",
        Status.IN_FORCE,
        _GDPR,
        amount=2,
    ),
    Row(
        Parameter.PROCEDURE_REVIEW,
        Unit.MONTHS,
        "Directive (EU) 2019/1937, art. 14: authorities review their procedures",
        Status.IN_FORCE,
        _DIRECTIVE,
        amount=36,
    ),
    _ours(
        Parameter.PROCEDURE_WARNING,
        Unit.DAYS,
        "so long before, there is still time to look at the procedure with those who work by it",
        amount=90,
    ),
    Row(
        Parameter.STATISTICS,
        Unit.MONTHS,
        "Directive (EU) 2019/1937, art. 27(2): yearly",
        Status.IN_FORCE,
        _DIRECTIVE,
        amount=12,
    ),
    _ours(
        Parameter.MEETING,
        Unit.DAYS,
        'Directive (EU) 2019/1937, art. 9(2), says "within a reasonable timeframe"',
        amount=14,
    ),
    _ours(
        Parameter.MEETING_WARNING,
        Unit.DAYS,
        "so long before, there is still time to propose a day",
        amount=3,
    ),
    _ours(
        Parameter.NEXT_FEEDBACK,
        Unit.MONTHS,
        "after Directive (EU) 2019/1937, art. 9(1)(f): whoever goes on working says when",
        amount=3,
    ),
    _ours(
        Parameter.FIRST_CONTACT,
        Unit.DAYS,
        "a day of first contact further back is a slip of the pen",
        amount=366,
    ),
    _ours(Parameter.BREACH_MEASURES, Unit.HOURS, "a first answer when a name is out", amount=24),
    _ours(
        Parameter.CHECK_IN_WEEKS,
        Unit.WEEKS,
        "retaliation often follows at once",
        amounts=(2, 4, 8),
    ),
    _ours(
        Parameter.CHECK_IN_MONTHS,
        Unit.MONTHS,
        "and often late, also after closing",
        amounts=(3, 6, 9, 12, 18, 24),
    ),
    _ours(Parameter.CHECK_IN_OPENS, Unit.DAYS, "asked so long before, to reach her", amount=7),
    _ours(
        Parameter.PLAN_ANSWER,
        Unit.DAYS,
        "for choosing who protects her, and for answering a plan; then a handler may document "
        "that she did not",
        amount=14,
    ),
    _ours(
        Parameter.PLAN_YIELDS,
        Unit.DAYS,
        "so long before feedback is due, a plan that is open holds nothing up",
        amount=7,
    ),
    _ours(Parameter.EMERGENCY, Unit.HOURS, "what cannot wait", amount=48),
    _ours(Parameter.ANSWER, Unit.DAYS, "an owner accepts a commitment or declines", amount=7),
    _ours(Parameter.DUTY, Unit.DAYS, "a task of the employer (Dir. 19; Wbk 17ea)", amount=14),
    _ours(Parameter.REVIEW, Unit.MONTHS, "whether keeping is still necessary", amount=12),
    _ours(
        Parameter.RETENTION_DECISION,
        Unit.MONTHS,
        "after closing, two people say with reasons what is kept, until when (Dir. 18(1))",
        amount=1,
    ),
    _ours(
        Parameter.RETENTION_OFFER,
        Unit.DAYS,
        "her own pack is offered to her so long before anything of it is destroyed",
        amount=60,
    ),
    _ours(Parameter.RETENTION_CATEGORY, Unit.RULE, "no category of an archive law is needed"),
    _ours(
        Parameter.KEEP_IDENTITY,
        Unit.MONTHS,
        "after closing at least: who she is may be needed while she can still object",
        amount=3,
    ),
    _ours(
        Parameter.KEEP_CONTENT,
        Unit.MONTHS,
        "after closing at least: so long her line stays open",
        amount=24,
    ),
    _ours(
        Parameter.KEEP_PROTECTION,
        Unit.MONTHS,
        "after closing at least: so long she is asked how she is",
        amount=24,
    ),
    _ours(
        Parameter.KEEP_CIRCLE,
        Unit.MONTHS,
        "after closing at least: who knew is what a court asks for; a claim for damages lapses "
        "after five years in several countries",
        amount=60,
    ),
    _ours(
        Parameter.KEEP_EVIDENCE,
        Unit.WORDS,
        "what was due and when it was done names nobody and holds no content",
        words="as long as the log",
    ),
    _ours(
        Parameter.KEEP_STATISTICS,
        Unit.WORDS,
        "a number, days and an outcome are about nobody",
        words="as long as the register",
    ),
    _ours(
        Parameter.OUTCOME_ANSWER,
        Unit.DAYS,
        "four weeks is what Dutch bodies give for a written view; then a case may be closed "
        "without her answer",
        amount=28,
    ),
    _ours(
        Parameter.POSTPONEMENT,
        Unit.MONTHS,
        "informing the person concerned is put off so long at most, then the reasons are looked "
        "at again (GDPR art. 14(5)(b), 23; EDPS: case by case)",
        amount=3,
    ),
    _ours(
        Parameter.OVERRIDE_WAIT,
        Unit.DAYS,
        "time to object before a name is given (Dir. 16(3); Wbk 1a)",
        amount=7,
    ),
    _ours(
        Parameter.DUTIES_ACCEPTED,
        Unit.MONTHS,
        "then every officer reads and accepts the duties of their roles again (Dir. 9, 12(4)-(5))",
        amount=12,
    ),
    _ours(Parameter.OVERRIDE_USE, Unit.DAYS, "or an override is asked again", amount=30),
    _ours(
        Parameter.DEFERRED_NOTICE,
        Unit.DAYS,
        "notice is put off while it would endanger an investigation (Dir. 16(3))",
        amount=90,
    ),
    _ours(Parameter.CONSENT, Unit.DAYS, "a consent is for a purpose, not for ever", amount=90),
    _ours(Parameter.CONSENT_USUAL, Unit.DAYS, "what a form proposes", amount=30),
    _ours(Parameter.SMALLEST_GROUP, Unit.PEOPLE, "figures inside the oversight", amount=5),
    _ours(Parameter.SMALLEST_PUBLISHED, Unit.PEOPLE, "figures for anybody else", amount=10),
)
