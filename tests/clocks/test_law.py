"""The law tables: whole, sourced, dated, and the only place of legal numbers."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoeder.clocks import counting, rules
from hoeder.clocks.law import everywhere, lookup
from hoeder.clocks.law.lookup import REGIMES
from hoeder.clocks.law.table import Parameter, Regime, Row, Status, Unit

LAWS = sorted(REGIMES)
#: law.md C, and what every clock needs.
WHOLE = set(Parameter) - {Parameter.FEEDBACK_FROM}
ROWS = [row for regime in REGIMES.values() for row in regime.rows] + list(everywhere.ROWS)
DAYS = st.dates(date(2023, 8, 1), date(2060, 1, 1))
OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> type["Changed"]:
    """Let Dutch law change on 1 July 2026."""
    monkeypatch.setattr(lookup, "REGIMES", dict(REGIMES))
    return Changed


class Changed:
    """A Dutch table in which one row ends and another begins."""

    def __init__(self, parameter: Parameter, amount: int) -> None:
        rows: list[Row] = []
        for row in REGIMES["nl"].rows:
            if row.parameter != parameter:
                rows.append(row)
                continue
            rows.append(dataclasses.replace(row, valid_to=OLD))
            rows.append(dataclasses.replace(row, valid_from=NEW, amount=amount))
        regimes: dict[str, Regime] = lookup.REGIMES  # type: ignore[assignment]
        regimes["nl"] = dataclasses.replace(REGIMES["nl"], rows=tuple(rows))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.parameter}-{row.source[:24]}")
def test_every_row_has_a_source_a_status_and_a_day(row: Row) -> None:
    """law.md CLK-09: every legal parameter has its days and its source."""
    assert row.source
    assert (row.valid_from is None) == (row.status == Status.PENDING)
    assert row.words or row.amounts or row.unit != Unit.WORDS
    assert row.valid_to is None or (row.valid_from and row.valid_from <= row.valid_to)


def test_the_dutch_table_is_whole() -> None:
    for parameter in WHOLE:
        assert lookup.find("nl", parameter, date(2026, 11, 27)), parameter


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("kind", list(rules.PARAMETERS))
def test_every_clock_has_a_term_under_every_law(law: str, kind: rules.ClockKind) -> None:
    row = rules.term(law, kind, date(2026, 11, 27))
    assert row.days or row.months or row.hours or row.working_days


@pytest.mark.parametrize("law", LAWS)
@given(day=DAYS)
def test_never_two_rows_of_one_parameter_count_on_a_day(law: str, day: date) -> None:
    for parameter in Parameter:
        assert len(lookup.between(law, parameter, day, day)) <= 1


def test_what_is_pending_counts_for_nothing() -> None:
    """law.md DTY-05: the Dutch table claims no fines that are not in force."""
    pending = [row for row in REGIMES["nl"].rows if row.status == Status.PENDING]
    assert {row.parameter for row in pending} == {
        Parameter.ANONYMOUS_INTERNAL,
        Parameter.PENALTIES,
    }
    counted = lookup.find("nl", Parameter.PENALTIES, date(2090, 1, 1))
    assert "nobody can fine yet" in counted.words


@pytest.mark.parametrize("law", [law for law in LAWS if law != "eu"])
def test_sanctions_of_each_country_have_a_source_and_a_day(law: str) -> None:
    """law.md DTY-05: text with source and date."""
    row = lookup.find(law, Parameter.PENALTIES, date(2026, 11, 27))
    assert row.source
    assert row.valid_from


@pytest.mark.parametrize("law", LAWS)
def test_no_law_here_lets_an_internal_term_be_extended(law: str) -> None:
    """law.md CLK-03: nor does any action or route of this service do it."""
    assert not rules.may_extend(law, date(2026, 11, 27))


def test_a_running_case_keeps_its_seven_days_when_the_law_allows_more(
    changed: type[Changed],
) -> None:
    """law.md CLK-09: the profile changes in mid-case to 14 days, the case keeps 7."""
    changed(Parameter.ACKNOWLEDGEMENT, 14)
    assert rules.acknowledgement_due("nl", date(2026, 6, 28)) == date(2026, 7, 5)
    assert rules.acknowledgement_due("nl", NEW) == date(2026, 7, 15)
    assert rules.feedback_due("nl", date(2026, 6, 28), None) == date(2026, 10, 5)


def test_a_running_case_gets_the_shorter_term_when_the_law_asks_for_less(
    changed: type[Changed],
) -> None:
    """law.md CLK-09: and nothing is due before the day on which it became the law."""
    changed(Parameter.ACKNOWLEDGEMENT, 3)
    assert rules.acknowledgement_due("nl", date(2026, 6, 29)) == date(2026, 7, 2)
    assert rules.acknowledgement_due("nl", date(2026, 6, 25)) == NEW
    assert rules.acknowledgement_due("nl", date(2026, 6, 20)) == date(2026, 6, 27)


@given(received=st.dates(date(2026, 1, 1), date(2027, 1, 1)), months=st.integers(1, 12))
def test_no_change_of_the_law_makes_a_running_term_longer(received: date, months: int) -> None:
    """law.md CLK-09: whatever the new row says, and whenever the report came in."""
    before = rules.feedback_due("nl", received, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "REGIMES", dict(REGIMES))
        Changed(Parameter.FEEDBACK, months)
        after = rules.feedback_due("nl", received, None)
    if received <= OLD:
        assert after <= before
        assert after == before or after >= NEW


def test_an_external_authority_has_three_months_and_six_when_justified() -> None:
    """law.md CLK-07: acknowledged within seven days; six months in all, not six more."""
    received = date(2026, 2, 3)
    for law in LAWS:
        acknowledged = date(2026, 2, 5)
        assert rules.external_acknowledgement_due(law, received) >= date(2026, 2, 10)
        assert rules.external_feedback_due(law, received, acknowledged) == date(2026, 5, 5)
        longer = rules.external_feedback_due(law, received, acknowledged, extended=True)
        assert longer == date(2026, 8, 5)


def test_france_counts_working_days_around_the_holidays_of_may() -> None:
    """law.md CLK-04: 1 May, 8 May and Ascension Day 2026 are no working days."""
    assert rules.acknowledgement_due("fr", date(2026, 4, 29)) == date(2026, 5, 12)
    assert rules.feedback_due("fr", date(2026, 4, 29), None) == date(2026, 8, 12)
    assert rules.feedback_due("fr", date(2026, 4, 29), date(2026, 5, 4)) == date(2026, 8, 4)
    meeting = rules.due_after("fr", rules.ClockKind.MEETING, date(2026, 4, 29))
    assert meeting == date(2026, 6, 2)


def test_germany_counts_from_receipt_where_nobody_acknowledged() -> None:
    """HinSchG § 17(2): three months and seven days from receipt, if that is earlier."""
    assert rules.feedback_due("de", date(2027, 2, 22), None) == date(2027, 5, 29)
    assert rules.feedback_due("de", date(2026, 11, 25), None) == date(2027, 3, 2)


def test_a_term_that_ends_on_easter_monday_is_shown_with_the_day_that_the_law_may_give() -> None:
    """law.md CLK-08: the clock says Monday, the law may say Tuesday."""
    monday = date(2027, 3, 29)
    assert rules.acknowledgement_due("nl", monday - timedelta(days=7)) == monday
    assert rules.latest_by_law("nl", monday) == monday + timedelta(days=1)
    assert rules.latest_by_law("de", monday) == monday


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 4, 27), date(2026, 4, 28)),
        (date(2026, 5, 5), date(2026, 5, 6)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 11, 27)),
    ],
)
def test_dutch_holidays_are_those_of_the_algemene_termijnenwet(day: date, after: date) -> None:
    """law.md CLK-08: Good Friday, the King's day, 5 May in every year, Christmas, weekends."""
    assert rules.latest_by_law("nl", day) == after


@given(day=DAYS, number=st.integers(1, 40))
def test_working_days_are_counted_one_by_one(day: date, number: int) -> None:
    """law.md CLK-04: so many working days lie between, and the last one is one."""
    last = counting.add_working_days(day, number, "fr")
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(counting.is_working_day(one, "fr") for one in between) == number
    assert counting.is_working_day(last, "fr")
