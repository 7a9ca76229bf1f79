"""Finding the row that counts."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from hoeder.clocks.law import be, de, eu, everywhere, fr, it, nl
from hoeder.clocks.law.table import Parameter, Regime, Row

REGIMES: Final[Mapping[str, Regime]] = {
    module.REGIME.code: module.REGIME for module in (eu, nl, de, fr, it, be)
}


class NoLawError(LookupError):
    """No row of the tables covers this on this day."""


def rows_of(law: str, parameter: Parameter) -> tuple[Row, ...]:
    """Give the rows of a regime about one parameter, or else those that count everywhere."""
    regime = REGIMES.get(law)
    if regime is None:
        raise NoLawError(f"No law {law!r}.")
    own = tuple(row for row in regime.rows if row.parameter == parameter)
    return own or tuple(row for row in everywhere.ROWS if row.parameter == parameter)


def find(law: str, parameter: Parameter, day: date) -> Row:
    """Find the one row that counts on that day."""
    for row in rows_of(law, parameter):
        if row.counts_on(day):
            return row
    raise NoLawError(f"Nothing on {parameter} in the law of {law!r} on {day}.")


def between(law: str, parameter: Parameter, first: date, last: date) -> tuple[Row, ...]:
    """Find every row that counts on some day from `first` to `last`."""
    return tuple(row for row in rows_of(law, parameter) if row.overlaps(first, last))
