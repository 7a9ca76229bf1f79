"""Belgium, federal public sector: law of 8 December 2022. Everything is to be confirmed."""

from datetime import date
from typing import Final

from hoeder.clocks.law.table import Parameter, Regime, Row, Status, Unit

_FROM: Final = date(2023, 1, 2)
_ACT: Final = "Law of 8 December 2022 (federal public sector)"


def _row(parameter: Parameter, unit: Unit, amount: int = 0, words: str = "") -> Row:
    return Row(
        parameter,
        unit,
        f"{_ACT}; article to be confirmed",
        Status.TO_CONFIRM,
        _FROM,
        amount=amount,
        words=words,
    )


REGIME: Final = Regime(
    code="be",
    name="Belgium",
    act=_ACT,
    holidays="BE",
    rows=(
        _row(Parameter.ACKNOWLEDGEMENT, Unit.DAYS, 7),
        _row(Parameter.FEEDBACK, Unit.MONTHS, 3),
        _row(Parameter.FEEDBACK_FROM, Unit.WORDS, words="from the acknowledgement"),
        _row(Parameter.INTERNAL_EXTENSION, Unit.RULE, 0, "there is none"),
        _row(Parameter.EXTERNAL_ACKNOWLEDGEMENT, Unit.DAYS, 7),
        _row(Parameter.EXTERNAL_FEEDBACK, Unit.MONTHS, 3),
        _row(Parameter.EXTERNAL_FEEDBACK_EXTENDED, Unit.MONTHS, 6),
        _row(Parameter.ANONYMOUS_INTERNAL, Unit.WORDS, words="accepted"),
        _row(Parameter.INTERNAL_FIRST, Unit.RULE, 0),
        _row(Parameter.RETENTION, Unit.WORDS, words="must be looked up"),
        _row(Parameter.WORKS_COUNCIL, Unit.WORDS, words="social dialogue"),
        _row(Parameter.EXTERNAL_BODIES, Unit.WORDS, words="Federale Ombudsman"),
        _row(Parameter.PENALTIES, Unit.WORDS, words="disciplinary"),
    ),
)
