"""The Netherlands: Wet bescherming klokkenluiders (Wbk), BWBR0037852.

Where a row says "to be confirmed", check the number of the paragraph on wetten.overheid.nl.
"""

from datetime import date
from typing import Final

from hoeder.clocks.law.table import Parameter, Regime, Row, Status, Unit

#: The Wbk in force for employers in the public sector and for those with 250 workers or more.
_FROM: Final = date(2023, 2, 18)


def _row(
    parameter: Parameter,
    unit: Unit,
    source: str,
    amount: int = 0,
    words: str = "",
    status: Status = Status.IN_FORCE,
) -> Row:
    day = None if status == Status.PENDING else _FROM
    return Row(parameter, unit, source, status, day, amount=amount, words=words)


REGIME: Final = Regime(
    code="nl",
    name="Netherlands",
    act="Wet bescherming klokkenluiders (Wbk)",
    holidays="NL",
    # Algemene termijnenwet art. 3: 5 May in every year, and Good Friday counts as one.
    holiday_kinds=("public", "optional"),
    rows=(
        _row(
            Parameter.ACKNOWLEDGEMENT,
            Unit.DAYS,
            "Wbk art. 2(2); Directive (EU) 2019/1937, art. 9(1)(b)",
            7,
        ),
        _row(
            Parameter.FEEDBACK,
            Unit.MONTHS,
            "Wbk art. 2(2); Directive (EU) 2019/1937, art. 9(1)(f)",
            3,
        ),
        _row(
            Parameter.FEEDBACK_FROM,
            Unit.WORDS,
            "Wbk art. 2(2); Directive (EU) 2019/1937, art. 9(1)(f)",
            words="from sending the acknowledgement; without one, from the end of its term",
        ),
        _row(
            Parameter.INTERNAL_EXTENSION,
            Unit.RULE,
            "Directive (EU) 2019/1937, art. 9(1)(f)",
            0,
            "there is none",
        ),
        _row(
            Parameter.EXTERNAL_ACKNOWLEDGEMENT,
            Unit.DAYS,
            "Wbk art. 2e; Directive (EU) 2019/1937, art. 11(2)(b)",
            7,
            "unless she asked not to, or it would endanger who she is",
            Status.TO_CONFIRM,
        ),
        _row(
            Parameter.EXTERNAL_FEEDBACK,
            Unit.MONTHS,
            "Wbk art. 2e; Directive (EU) 2019/1937, art. 11(2)(d)",
            3,
            status=Status.TO_CONFIRM,
        ),
        _row(
            Parameter.EXTERNAL_FEEDBACK_EXTENDED,
            Unit.MONTHS,
            "Wbk art. 2e; Directive (EU) 2019/1937, art. 11(2)(d)",
            6,
            "in duly justified cases, with reasons",
            Status.TO_CONFIRM,
        ),
        _row(
            Parameter.MEETING,
            Unit.DAYS,
            'Best practice; Wbk art. 2(2)(c) says "redelijke termijn"',
            14,
            status=Status.BEST_PRACTICE,
        ),
        _row(
            Parameter.MISDIRECTED_FORWARD,
            Unit.WORDS,
            "Directive (EU) 2019/1937, art. 12(3)",
            words="promptly, and unmodified",
        ),
        _row(
            Parameter.ENDS_ON_WORKING_DAY,
            Unit.RULE,
            "Algemene termijnenwet art. 1(1)",
            1,
            "whether it applies to these terms must be confirmed; alerts use the earlier day",
            Status.TO_CONFIRM,
        ),
        _row(
            Parameter.ANONYMOUS_INTERNAL,
            Unit.WORDS,
            "Wbk art. 2; Directive (EU) 2019/1937, art. 6(2)",
            words="allowed; no duty yet",
        ),
        _row(
            Parameter.ANONYMOUS_INTERNAL,
            Unit.WORDS,
            "Wbk art. 2(2)(e) and (f); draft decree, consulted from April to September 2024",
            words="a duty to take in anonymous reports",
            status=Status.PENDING,
        ),
        _row(
            Parameter.INTERNAL_FIRST,
            Unit.RULE,
            "Directive (EU) 2019/1937, art. 10",
            0,
            "encouraged; she may go outside at once",
        ),
        _row(
            Parameter.THRESHOLD,
            Unit.PEOPLE,
            "Wbk art. 2(1)",
            50,
            "and every employer under the rules for financial services, aviation and shipping",
            Status.TO_CONFIRM,
        ),
        _row(
            Parameter.RETENTION,
            Unit.WORDS,
            "Wbk art. 2a; Directive (EU) 2019/1937, art. 18(1)",
            words="no longer than necessary: a criterion, no number; archives: selectielijst",
            status=Status.TO_CONFIRM,
        ),
        _row(
            Parameter.RETENTION_CATEGORY,
            Unit.RULE,
            "Archiefwet 1995 art. 3 and 5",
            1,
            "a public body destroys nothing without a category of its selectielijst",
            Status.TO_CONFIRM,
        ),
        _row(
            Parameter.ORAL,
            Unit.WORDS,
            "Wbk art. 2a; Directive (EU) 2019/1937, art. 18(2)-(4)",
            words="recording only with consent; she checks, corrects and signs the minutes",
            status=Status.TO_CONFIRM,
        ),
        _row(
            Parameter.AUDIO,
            Unit.WORDS,
            "Best practice; the law sets no term",
            words="the body chooses; kept no longer than the signed minutes need",
            status=Status.BEST_PRACTICE,
        ),
        _row(
            Parameter.WORKS_COUNCIL,
            Unit.WORDS,
            "Wet op de ondernemingsraden art. 27(1)(m); Wbk art. 2",
            words="consents to the scheme; where there is none and need be none, more than half "
            "of the workers",
        ),
        _row(
            Parameter.PROOF,
            Unit.WORDS,
            "Wbk art. 17eb; Directive (EU) 2019/1937, art. 21(5)",
            words="reported and then harmed: the employer proves that it is for something else",
            status=Status.TO_CONFIRM,
        ),
        _row(
            Parameter.EXTERNAL_BODIES,
            Unit.WORDS,
            "Wbk art. 2c",
            words="Huis voor Klokkenluiders; ACM, AFM, AP, DNB, IGJ, NZa, ANVS",
            status=Status.TO_CONFIRM,
        ),
        _row(
            Parameter.PENALTIES,
            Unit.WORDS,
            "Wbk; letter of the minister, 10 July 2025",
            words="fines by the Huis voor Klokkenluiders",
            status=Status.PENDING,
        ),
        _row(
            Parameter.PENALTIES,
            Unit.WORDS,
            "Wbk art. 17e, 17ea, 17h; Directive (EU) 2019/1937, art. 21 and 23",
            words="harm because of a report is void or unlawful, and the court gives damages; a "
            "clause of silence is void; nobody can fine yet",
            status=Status.TO_CONFIRM,
        ),
        _row(
            Parameter.DISCLOSURE,
            Unit.WORDS,
            "Wbk art. 1a; Directive (EU) 2019/1937, art. 16(3)",
            words="told before, in writing with reasons, unless that would jeopardise a case",
        ),
    ),
)
