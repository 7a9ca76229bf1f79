"""Italy: decreto legislativo 24/2023. Parts of it; a lawyer confirms before use."""

from datetime import date
from typing import Final

from hoeder.clocks.law.table import Parameter, Regime, Row, Status, Unit

_FROM: Final = date(2023, 7, 15)
_ACT: Final = "D.Lgs. 24/2023"


def _row(
    parameter: Parameter,
    unit: Unit,
    article: str,
    amount: int = 0,
    words: str = "",
    status: Status = Status.TO_CONFIRM,
) -> Row:
    return Row(parameter, unit, f"{_ACT}, {article}", status, _FROM, amount=amount, words=words)


REGIME: Final = Regime(
    code="it",
    name="Italy",
    act="Decreto legislativo 10 marzo 2023, n. 24",
    holidays="IT",
    rows=(
        _row(Parameter.ACKNOWLEDGEMENT, Unit.DAYS, "art. 5(1)(a)", 7, status=Status.IN_FORCE),
        _row(Parameter.FEEDBACK, Unit.MONTHS, "art. 5(1)(d)", 3, status=Status.IN_FORCE),
        _row(
            Parameter.FEEDBACK_FROM,
            Unit.WORDS,
            "art. 5(1)(d)",
            words="from the acknowledgement; without one, from the end of the seven days",
        ),
        _row(Parameter.INTERNAL_EXTENSION, Unit.RULE, "art. 5", 0, "there is none"),
        _row(Parameter.EXTERNAL_ACKNOWLEDGEMENT, Unit.DAYS, "art. 8(1)(b)", 7),
        _row(Parameter.EXTERNAL_FEEDBACK, Unit.MONTHS, "art. 8(1)(f)", 3),
        _row(Parameter.EXTERNAL_FEEDBACK_EXTENDED, Unit.MONTHS, "art. 8(1)(f)", 6),
        _row(Parameter.MISDIRECTED_FORWARD, Unit.DAYS, "art. 4(6)", 7, status=Status.IN_FORCE),
        _row(
            Parameter.RETENTION,
            Unit.YEARS,
            "art. 14(1)",
            5,
            "at most, after she was told the outcome",
        ),
        _row(
            Parameter.ANONYMOUS_INTERNAL,
            Unit.WORDS,
            "art. 16(4)",
            words="an ordinary report; who is identified later is protected",
        ),
        _row(
            Parameter.INTERNAL_FIRST,
            Unit.RULE,
            "art. 6",
            1,
            "outside only on the grounds of this article",
            Status.IN_FORCE,
        ),
        _row(Parameter.THRESHOLD, Unit.PEOPLE, "art. 2(1)(q)", 50, "and every public body"),
        _row(Parameter.WORKS_COUNCIL, Unit.WORDS, "art. 4(1)", words="the unions are heard"),
        _row(Parameter.PROOF, Unit.WORDS, "art. 17", words="reported and then harmed"),
        _row(Parameter.EXTERNAL_BODIES, Unit.WORDS, "art. 7", words="ANAC"),
        _row(
            Parameter.PENALTIES,
            Unit.WORDS,
            "art. 21",
            words="fines by ANAC from 10 000 to 50 000 euro",
        ),
    ),
)
