"""The tables as a page for lawyers, and the few numbers that the client checks for itself."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from hoeder.clocks.law import everywhere
from hoeder.clocks.law.lookup import REGIMES
from hoeder.clocks.law.table import Parameter, Row, Unit

_TOP: Final = """# The law as this service counts it

Drawn from `hoeder/clocks/law/` by `python -m tools.documents`. Nothing here is advice: before a
regime is used, a lawyer of that country and the data protection officer confirm every row that
says *to be confirmed*.

- *in force* counts. *to be confirmed* counts too. *best practice* counts, and no law sets it.
  *pending* counts for nothing: it is passed or drafted and not in force.
- A changed law is a new row; the old one gets its last day. A case that runs while a row changes
  keeps to the earlier of both dates, and a stricter row asks for nothing before the day on which
  it became the law.
- Days are counted from the day after. A term in months ends on the day of the same number, or on
  the last day of a shorter month. Days end at 23:59:59 in the time zone of the body.
- Clocks keep to that day. Where a law moves a term that ends on a weekend or public holiday, the
  later day is shown beside it and nothing waits for it.
- Where a country has no row of its own, the row under *Everywhere* counts.
- Working days are Monday to Friday without the public holidays of the country, from the library
  `holidays` ([decision 0006](decisions/0006-holidays.md)). For Germany these are the nine of the
  whole country, for France those outside Alsace-Moselle and overseas.
"""

#: What the client checks without asking the server. Rows that count everywhere.
_CLIENT: Final = {
    "OVERRIDE_WAIT_DAYS": Parameter.OVERRIDE_WAIT,
    "CONSENT_DAYS": Parameter.CONSENT,
    "CONSENT_USUAL_DAYS": Parameter.CONSENT_USUAL,
    "NEXT_FEEDBACK_MONTHS": Parameter.NEXT_FEEDBACK,
}


def page() -> str:
    """Draw docs/law.md."""
    return "\n".join(_page()).rstrip("\n")


def client_terms() -> str:
    """Draw client/terms.ts."""
    lines = ["/** Drawn from hoeder/clocks/law/ by `python -m tools.documents`. */", ""]
    for name, parameter in _CLIENT.items():
        (row,) = [one for one in everywhere.ROWS if one.parameter == parameter]
        lines.append(f"export const {name} = {row.amount};")
    return "\n".join(lines)


def _page() -> Iterator[str]:
    yield _TOP
    for regime in REGIMES.values():
        yield f"## {regime.name} (`{regime.code}`)\n\n{regime.act}\n"
        yield from _table(regime.rows)
    yield "## Everywhere\n"
    yield from _table(everywhere.ROWS)


def _table(rows: tuple[Row, ...]) -> Iterator[str]:
    yield "| What | How much | From | Until | Status | Source |\n|---|---|---|---|---|---|"
    for row in rows:
        what = row.parameter.replace("_", " ")
        cells = (what, _amount(row), _day(row.valid_from), _day(row.valid_to), row.status)
        yield f"| {' | '.join(cells)} | {row.source} |"
    yield ""


def _amount(row: Row) -> str:
    number = ", ".join(str(one) for one in row.amounts) or str(row.amount)
    if row.unit == Unit.RULE:
        number = "yes" if row.amount else "no"
    elif row.unit == Unit.WORDS:
        number = ""
    else:
        number += f" {row.unit}"
    return "; ".join(filter(None, (number, row.words)))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
