"""Counting days: months, working days and public holidays, time zones and their last seconds."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hoeder.clocks.law.lookup import REGIMES

SATURDAY = 5


def legal_day(moment: datetime, zone: str) -> date:
    """Tell which day it is at that moment in the legal time zone of a body."""
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """Give the last second of a day in a time zone, 23:59:59, as a moment in UTC."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Add months; 30 November and three months is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_working_day(day: date, law: str) -> bool:
    """Tell whether a day is from Monday to Friday and no public holiday of that country."""
    return day.weekday() < SATURDAY and day not in _holidays(law, day.year)


def add_working_days(day: date, number: int, law: str) -> date:
    """Count so many working days from the day after; the last of them ends the term."""
    for _count in range(number):
        day = on_or_after(day + timedelta(days=1), law)
    return day


def on_or_after(day: date, law: str) -> date:
    """Give that day, or the first working day after it."""
    while not is_working_day(day, law):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=256)
def _holidays(law: str, year: int) -> frozenset[date]:
    regime = REGIMES[law]
    if regime.holidays is None:
        return frozenset()
    # Loaded when days are first counted: it brings the calendars of the whole world.
    import holidays

    found = holidays.country_holidays(
        regime.holidays, years=[year], categories=regime.holiday_kinds
    )
    return frozenset(found)
