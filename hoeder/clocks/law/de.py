"""Germany: Hinweisgeberschutzgesetz (HinSchG). Parts of it; a lawyer confirms before use."""

from datetime import date
from typing import Final

from hoeder.clocks.law.table import Parameter, Regime, Row, Status, Unit

_FROM: Final = date(2023, 7, 2)


def _row(
    parameter: Parameter,
    unit: Unit,
    source: str,
    amount: int = 0,
    words: str = "",
    status: Status = Status.TO_CONFIRM,
) -> Row:
    return Row(parameter, unit, source, status, _FROM, amount=amount, words=words)


REGIME: Final = Regime(
    code="de",
    name="Germany",
    act="Hinweisgeberschutzgesetz (HinSchG)",
    holidays="DE",
    rows=(
        _row(
            Parameter.ACKNOWLEDGEMENT,
            Unit.DAYS,
            "HinSchG § 17(1) nr 1",
            7,
            status=Status.IN_FORCE,
        ),
        _row(Parameter.FEEDBACK, Unit.MONTHS, "HinSchG § 17(2)", 3, status=Status.IN_FORCE),
        _row(
            Parameter.FEEDBACK_FROM,
            Unit.DAYS,
            "HinSchG § 17(2)",
            7,
            "from the acknowledgement; without one, three months and so many days from receipt; "
            "we keep to the earlier of that and three months from the end of the first term",
            Status.IN_FORCE,
        ),
        _row(Parameter.INTERNAL_EXTENSION, Unit.RULE, "HinSchG § 17(2)", 0, "there is none"),
        _row(Parameter.EXTERNAL_ACKNOWLEDGEMENT, Unit.DAYS, "HinSchG § 28(1)", 7),
        _row(Parameter.EXTERNAL_FEEDBACK, Unit.MONTHS, "HinSchG § 28(4)", 3),
        _row(Parameter.EXTERNAL_FEEDBACK_EXTENDED, Unit.MONTHS, "HinSchG § 28(4)", 6),
        _row(
            Parameter.RETENTION,
            Unit.YEARS,
            "HinSchG § 11(5)",
            3,
            "after the case is closed; longer only where another law needs it",
            Status.IN_FORCE,
        ),
        _row(
            Parameter.AUDIO,
            Unit.WORDS,
            "HinSchG § 11(4)",
            words="deleted when the minutes are complete",
            status=Status.IN_FORCE,
        ),
        _row(
            Parameter.ANONYMOUS_INTERNAL,
            Unit.WORDS,
            "HinSchG § 16(1)",
            words="should be handled; no duty",
        ),
        _row(Parameter.INTERNAL_FIRST, Unit.RULE, "HinSchG § 7(1)", 0, "a preference only"),
        _row(Parameter.THRESHOLD, Unit.PEOPLE, "HinSchG § 12(2)", 50),
        _row(
            Parameter.WORKS_COUNCIL,
            Unit.WORDS,
            "BetrVG § 87(1) nr 1 and 6",
            words="has a say in the scheme",
        ),
        _row(
            Parameter.PROOF,
            Unit.WORDS,
            "HinSchG § 36(2)",
            words="reported, harmed, and she claims that it is because of it",
        ),
        _row(
            Parameter.EXTERNAL_BODIES,
            Unit.WORDS,
            "HinSchG § 19-22",
            words="Bundesamt für Justiz, BaFin, Bundeskartellamt",
        ),
        _row(
            Parameter.PENALTIES,
            Unit.WORDS,
            "HinSchG § 40",
            words="a fine of at most 50 000 euro",
        ),
    ),
)
