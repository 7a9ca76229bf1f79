"""The floor: Directive (EU) 2019/1937, for bodies under no national law that is here."""

from datetime import date
from typing import Final

from hoeder.clocks.law.table import Parameter, Regime, Row, Status, Unit

#: Art. 26(1): member states bring their laws into force by this day.
_FROM: Final = date(2021, 12, 17)
_DIRECTIVE: Final = "Directive (EU) 2019/1937"


def _row(parameter: Parameter, unit: Unit, article: str, amount: int = 0, words: str = "") -> Row:
    source = f"{_DIRECTIVE}, {article}"
    return Row(parameter, unit, source, Status.IN_FORCE, _FROM, amount=amount, words=words)


REGIME: Final = Regime(
    code="eu",
    name="European Union",
    act=_DIRECTIVE,
    holidays=None,
    rows=(
        _row(Parameter.ACKNOWLEDGEMENT, Unit.DAYS, "art. 9(1)(b)", 7),
        _row(Parameter.FEEDBACK, Unit.MONTHS, "art. 9(1)(f)", 3),
        _row(
            Parameter.FEEDBACK_FROM,
            Unit.WORDS,
            "art. 9(1)(f)",
            words="from the acknowledgement; without one, from the end of its term",
        ),
        _row(Parameter.INTERNAL_EXTENSION, Unit.RULE, "art. 9(1)(f)", 0, "there is none"),
        _row(Parameter.EXTERNAL_ACKNOWLEDGEMENT, Unit.DAYS, "art. 11(2)(b)", 7),
        _row(Parameter.EXTERNAL_FEEDBACK, Unit.MONTHS, "art. 11(2)(d)", 3),
        _row(
            Parameter.EXTERNAL_FEEDBACK_EXTENDED,
            Unit.MONTHS,
            "art. 11(2)(d)",
            6,
            "in duly justified cases, with reasons",
        ),
        _row(Parameter.MISDIRECTED_FORWARD, Unit.WORDS, "art. 12(3)", words="promptly"),
        _row(
            Parameter.ANONYMOUS_INTERNAL,
            Unit.WORDS,
            "art. 6(2)",
            words="each member state decides; who is identified later is protected",
        ),
        _row(Parameter.INTERNAL_FIRST, Unit.RULE, "art. 10", 0, "she may go outside at once"),
        _row(Parameter.THRESHOLD, Unit.PEOPLE, "art. 8(3), (9)", 50, "and every public body"),
        _row(
            Parameter.RETENTION,
            Unit.WORDS,
            "art. 18(1)",
            words="no longer than is necessary and proportionate",
        ),
        _row(
            Parameter.ORAL,
            Unit.WORDS,
            "art. 18(2)-(4)",
            words="recording only with consent; minutes are checked, corrected and signed by her",
        ),
        _row(
            Parameter.PROOF,
            Unit.WORDS,
            "art. 21(5)",
            words="reported and then harmed: the employer proves that it is for something else",
        ),
        _row(
            Parameter.PENALTIES,
            Unit.WORDS,
            "art. 23",
            words="effective, proportionate and dissuasive",
        ),
        _row(
            Parameter.DISCLOSURE,
            Unit.WORDS,
            "art. 16(3)",
            words="told before, in writing with reasons, unless that would jeopardise a case",
        ),
        Row(
            Parameter.ENDS_ON_WORKING_DAY,
            Unit.RULE,
            "Regulation (EEC, Euratom) No 1182/71, art. 3(4)",
            Status.TO_CONFIRM,
            _FROM,
            amount=1,
            words="a term in days or months that ends on a weekend or holiday ends the day after",
        ),
    ),
)
