from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoeder.clocks import rules

AMSTERDAM = "Europe/Amsterdam"
DAYS = st.dates(date(2023, 2, 18), date(2090, 1, 1))


def test_the_day_of_receipt_is_not_counted() -> None:
    """law.md CLK-01: received on the 3rd at 14:00, due at the end of the 10th."""
    assert rules.acknowledgement_due("nl", date(2026, 2, 3)) == date(2026, 2, 10)


def test_a_day_ends_at_its_last_second_in_the_zone_of_the_body() -> None:
    assert rules.end_of_day(date(2026, 2, 10), AMSTERDAM) == datetime(
        2026, 2, 10, 22, 59, 59, tzinfo=UTC
    )
    assert rules.end_of_day(date(2026, 7, 10), AMSTERDAM) == datetime(
        2026, 7, 10, 21, 59, 59, tzinfo=UTC
    )


def test_a_report_from_accra_gets_the_same_date_as_one_from_amsterdam() -> None:
    """law.md CLK-01: the same instant, the same day in the legal time zone."""
    sent = datetime(2026, 2, 3, 14, 0, tzinfo=ZoneInfo(AMSTERDAM))
    from_accra = sent.astimezone(ZoneInfo("Africa/Accra"))
    assert rules.legal_day(sent, AMSTERDAM) == rules.legal_day(from_accra, AMSTERDAM)


def test_late_in_accra_is_the_next_day_in_amsterdam() -> None:
    late = datetime(2026, 2, 3, 23, 30, tzinfo=ZoneInfo("Africa/Accra"))
    assert rules.legal_day(late, AMSTERDAM) == date(2026, 2, 4)


@pytest.mark.parametrize(
    ("day", "changes_at"),
    [(date(2026, 3, 29), "23-hour day"), (date(2026, 10, 25), "25-hour day")],
)
def test_a_day_with_a_clock_change_ends_at_its_last_second(day: date, changes_at: str) -> None:
    assert changes_at
    local = rules.end_of_day(day, AMSTERDAM).astimezone(ZoneInfo(AMSTERDAM))
    assert (local.date(), local.hour, local.minute, local.second) == (day, 23, 59, 59)


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2028, 2, 29), date(2028, 5, 29)),
        (date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_three_months_end_at_the_last_day_that_the_month_has(day: date, after: date) -> None:
    """law.md CLK-02: acknowledged on 30 November, due on 28 or 29 February."""
    assert rules.add_months(day, 3) == after


def test_feedback_counts_from_an_acknowledgement_in_time() -> None:
    assert rules.feedback_due("nl", date(2026, 2, 3), date(2026, 2, 5)) == date(2026, 5, 5)


def test_without_acknowledgement_feedback_counts_from_the_day_it_was_due() -> None:
    assert rules.feedback_due("nl", date(2026, 2, 3), None) == date(2026, 5, 10)


def test_a_late_acknowledgement_does_not_lengthen_the_term() -> None:
    """law.md CLK-02: acknowledged on day 20, still three months after day 7."""
    assert rules.feedback_due("nl", date(2026, 2, 3), date(2026, 2, 23)) == date(2026, 5, 10)


@given(DAYS, st.none() | DAYS)
def test_feedback_is_never_due_later_than_without_acknowledgement(
    received: date, acknowledged: date | None
) -> None:
    """law.md CLK-02, CLK-03: nothing that anybody does makes the term longer."""
    latest = rules.feedback_due("nl", received, None)
    assert rules.feedback_due("nl", received, acknowledged) <= latest


@given(DAYS)
def test_no_month_is_skipped(day: date) -> None:
    after = rules.add_months(day, 3)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == 3
    assert after.day <= day.day


def test_a_body_without_law_is_refused_rather_than_guessed() -> None:
    with pytest.raises(rules.NoLawError):
        rules.acknowledgement_due("xx", date(2026, 1, 1))
    with pytest.raises(rules.NoLawError):
        rules.acknowledgement_due("nl", date(2020, 1, 1))


def test_a_reporter_is_asked_how_she_is_for_two_years() -> None:
    days = rules.check_ins_due("nl", date(2026, 11, 30))
    assert days[:4] == (
        date(2026, 12, 14),
        date(2026, 12, 28),
        date(2027, 1, 25),
        date(2027, 2, 28),
    )
    assert days[-1] == date(2028, 11, 30)
    assert len(days) == 9
