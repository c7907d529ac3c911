# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Swedish workdays: Monday to Friday, neither red days nor the eves of Midsummer, Christmas, New Year.

Wall-clock times of Europe/Stockholm without a zone: on the Sundays when clocks change the hours
cancel out, as the state's framework agreement counts them.
"""

# ruff: noqa: PLR2004 -- the dates of the eves speak for themselves

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from services.kit.red_days import SATURDAY, is_red

DAY = timedelta(days=1)
MIDNIGHT = time()
_FRIDAY = 4


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """Whether the agreement counts the day."""
    return day.weekday() < SATURDAY and not is_red(day) and not _is_eve(day)


def _is_eve(day: date) -> bool:
    midsummer = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == _FRIDAY
    return midsummer or (day.month == 12 and day.day in (24, 31))


def next_workday(day: date) -> date:
    """The first workday after `day`."""
    day += DAY
    while not is_workday(day):
        day += DAY
    return day


def last_workday(day: date) -> date:
    """The last workday before `day`."""
    day -= DAY
    while not is_workday(day):
        day -= DAY
    return day


def moved_forward(moment: datetime) -> datetime:
    """The moment itself, or 00:00 of the next workday when its day is none."""
    if is_workday(moment.date()):
        return moment
    return datetime.combine(next_workday(moment.date()), MIDNIGHT)


def moved_back(moment: datetime) -> datetime:
    """The moment itself, or 24:00 of the last workday (00:00 of the day after) when its day is none."""
    if is_workday(moment.date()):
        return moment
    return datetime.combine(last_workday(moment.date()) + DAY, MIDNIGHT)


def workday_time(start: datetime, end: datetime) -> timedelta:
    """The time between two moments that lies on workdays, in whole minutes."""
    begin, finish = moved_forward(start), moved_back(end)
    if begin >= finish:
        return timedelta()
    free = sum(1 for day in _days(begin.date(), finish.date()) if not is_workday(day))
    whole = finish - begin - free * DAY
    return timedelta(minutes=whole // timedelta(minutes=1))


def periods(start: datetime, end: datetime) -> int:
    """Whole 24-hour periods of workday time between two moments; -1 when the end comes first."""
    if end < start:
        return -1
    return workday_time(start, end) // DAY


def count_workdays(first: date, before: date) -> int:
    """Workdays from `first` up to, but not including, `before`."""
    return sum(1 for day in _days(first, before) if is_workday(day))


def add_workdays(day: date, count: int) -> date:
    """The day that lies `count` workdays after `day`."""
    for _ in range(count):
        day = next_workday(day)
    return day


def _days(first: date, before: date) -> list[date]:
    return [first + offset * DAY for offset in range((before - first).days)]
