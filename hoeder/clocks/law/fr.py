"""France: loi Sapin II as changed in 2022, with its decree. Parts; a lawyer confirms before use."""

from datetime import date
from typing import Final

from hoeder.clocks.law.table import Parameter, Regime, Row, Status, Unit

#: The decree was published on 4 October 2022.
_FROM: Final = date(2022, 10, 5)
_DECREE: Final = "Décret n° 2022-1284"


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
    code="fr",
    name="France",
    act="Loi n° 2016-1691 (Sapin II) art. 6-16; décret n° 2022-1284",
    holidays="FR",
    rows=(
        _row(
            Parameter.ACKNOWLEDGEMENT,
            Unit.WORKING_DAYS,
            f"{_DECREE}, art. 4",
            7,
            status=Status.IN_FORCE,
        ),
        _row(
            Parameter.FEEDBACK,
            Unit.MONTHS,
            f"{_DECREE}, art. 4",
            3,
            "in writing",
            Status.IN_FORCE,
        ),
        _row(
            Parameter.FEEDBACK_FROM,
            Unit.WORDS,
            f"{_DECREE}, art. 4",
            words="from the acknowledgement; without one, from the end of the seven working days",
        ),
        _row(Parameter.INTERNAL_EXTENSION, Unit.RULE, f"{_DECREE}, art. 4", 0, "there is none"),
        _row(Parameter.EXTERNAL_ACKNOWLEDGEMENT, Unit.WORKING_DAYS, f"{_DECREE}, art. 10", 7),
        _row(Parameter.EXTERNAL_FEEDBACK, Unit.MONTHS, f"{_DECREE}, art. 10", 3),
        _row(Parameter.EXTERNAL_FEEDBACK_EXTENDED, Unit.MONTHS, f"{_DECREE}, art. 10", 6),
        _row(
            Parameter.MEETING,
            Unit.WORKING_DAYS,
            f"{_DECREE}, art. 4",
            20,
            status=Status.IN_FORCE,
        ),
        _row(
            Parameter.RETENTION,
            Unit.WORDS,
            "Loi n° 2016-1691 art. 9",
            words="what is strictly necessary and proportionate; then anonymous",
        ),
        _row(
            Parameter.ANONYMOUS_INTERNAL,
            Unit.WORDS,
            "Loi n° 2016-1691 art. 7-1; CNIL, référentiel alertes professionnelles",
            words="accepted; the authority recommends a dialogue",
        ),
        _row(Parameter.INTERNAL_FIRST, Unit.RULE, "Loi n° 2016-1691 art. 8", 0),
        _row(Parameter.THRESHOLD, Unit.PEOPLE, "Loi n° 2016-1691 art. 8", 50),
        _row(
            Parameter.WORKS_COUNCIL,
            Unit.WORDS,
            f"{_DECREE}, art. 3",
            words="the CSE is consulted",
            status=Status.IN_FORCE,
        ),
        _row(
            Parameter.PROOF,
            Unit.WORDS,
            "Loi n° 2016-1691 art. 10-1",
            words="she gives facts from which it may be presumed",
        ),
        _row(
            Parameter.EXTERNAL_BODIES,
            Unit.WORDS,
            f"{_DECREE}, annex",
            words="Défenseur des droits, and the authorities of the list",
        ),
        _row(
            Parameter.PENALTIES,
            Unit.WORDS,
            "Loi n° 2016-1691 art. 9 and 13",
            words="giving a name away: two years and 30 000 euro; hindering: one year and 15 000",
        ),
    ),
)
