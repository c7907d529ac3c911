# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The walk over years, months, weeks and days of a rule that repeats by the wall clock (RFC 5545, 3.3.10).

Periods are reached by arithmetic, so a rule that began long ago costs no more than one of today.
"""

from collections.abc import Callable, Iterator
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from services.kit.recurrence_rule import DAY_STEPS, Freq, RuleText

Period = tuple[date, date]
"""Half-open span of days."""

DAY = timedelta(days=1)
WEEK_DAYS = 7
MONTHS = 12


def local_times(
    rule: RuleText, start: datetime, begin: datetime, end: datetime
) -> Iterator[datetime]:
    """Naive wall times of the rule from `begin` (not before `start`) to before `end`, in order."""
    admits = _day_test(rule)
    number = _number_of(rule, start.date(), begin.date())
    while (period := _period(rule, start.date(), number)) is not None:
        if period[0] > end.date():
            return
        for wall in _in_period(rule, period, admits, start):
            if wall >= end:
                return
            if wall >= start and wall >= begin:
                yield wall
        number += 1


def _in_period(
    rule: RuleText, period: Period, admits: Callable[[date], bool], start: datetime
) -> list[datetime]:
    days = [day for day in _days(period) if admits(day)]
    found = [datetime.combine(day, at) for day in days for at in rule.times]
    if rule.freq in DAY_STEPS and rule.interval > 1:
        step = DAY_STEPS[rule.freq]
        anchor = start.replace(minute=0) if rule.freq is Freq.HOURLY else start
        found = [wall for wall in found if (wall - anchor) // step % rule.interval == 0]
    if rule.positions:
        places = {p - 1 if p > 0 else len(found) + p for p in rule.positions}
        found = [wall for place, wall in enumerate(found) if place in places]
    return found


def _days(period: Period) -> Iterator[date]:
    day, end = period
    while day < end:
        yield day
        day += DAY


def _interval(rule: RuleText) -> int:
    """Periods between two; steps finer than a day are sifted inside each day."""
    return 1 if rule.freq in DAY_STEPS else rule.interval


def _number_of(rule: RuleText, start: date, day: date) -> int:
    """The number of the last period that begins at or before `day`; 0 holds the start."""
    if day <= start:
        return 0
    if rule.freq is Freq.YEARLY:
        passed = day.year - start.year
    elif rule.freq is Freq.MONTHLY:
        passed = (day.year - start.year) * MONTHS + day.month - start.month
    elif rule.freq is Freq.WEEKLY:
        passed = (_week_start(day, rule.wkst) - _week_start(start, rule.wkst)).days // WEEK_DAYS
    else:
        passed = (day - start).days
    return passed // _interval(rule)


def _period(rule: RuleText, start: date, number: int) -> Period | None:
    """Days of a period; None beyond the calendar."""
    passed = number * _interval(rule)
    try:
        if rule.freq is Freq.YEARLY:
            year = start.year + passed
            return date(year, 1, 1), date(year + 1, 1, 1)
        if rule.freq is Freq.MONTHLY:
            months = start.month - 1 + passed
            first = date(start.year + months // MONTHS, months % MONTHS + 1, 1)
            return first, _next_month(first)
        if rule.freq is Freq.WEEKLY:
            first = _week_start(start, rule.wkst) + passed * WEEK_DAYS * DAY
            return first, first + WEEK_DAYS * DAY
        day = start + passed * DAY
    except (ValueError, OverflowError):
        return None
    return (day, day + DAY) if MINYEAR < day.year < MAXYEAR else None


def _day_test(rule: RuleText) -> Callable[[date], bool]:
    """Whether a day is one of the rule's; parts it does not name are not asked."""
    tests: list[Callable[[date], bool]] = []
    if rule.months:
        tests.append(lambda day: day.month in rule.months)
    if rule.month_days:
        tests.append(
            lambda day: (
                day.day in rule.month_days
                or (day - _next_month(day.replace(day=1))).days in rule.month_days
            )
        )
    if rule.year_days:
        tests.append(
            lambda day: (
                day.timetuple().tm_yday in rule.year_days
                or (day - date(day.year + 1, 1, 1)).days in rule.year_days
            )
        )
    if rule.weeks:
        tests.append(lambda day: bool(_week_numbers(day, rule.wkst) & rule.weeks))
    if rule.days or rule.nth_days:
        tests.append(lambda day: day.weekday() in rule.days or _is_nth(rule, day))
    return lambda day: all(test(day) for test in tests)


def _is_nth(rule: RuleText, day: date) -> bool:
    """Whether the day is the nth such weekday of its month (or year, when no month is named)."""
    if not rule.nth_days:
        return False
    if rule.freq is Freq.YEARLY and not rule.months:
        first, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    else:
        first = day.replace(day=1)
        end = _next_month(first)
    from_start = (day - first).days // WEEK_DAYS + 1
    from_end = -(((end - day).days - 1) // WEEK_DAYS + 1)
    weekday = day.weekday()
    return (from_start, weekday) in rule.nth_days or (from_end, weekday) in rule.nth_days


def _week_numbers(day: date, wkst: int) -> frozenset[int]:
    """The number of the day's week from the start and from the end of the year it belongs to."""
    for year in (day.year + 1, day.year, day.year - 1):
        begin = _first_week(year, wkst)
        if begin <= day:
            weeks = (_first_week(year + 1, wkst) - begin).days // WEEK_DAYS
            number = (day - begin).days // WEEK_DAYS + 1
            return frozenset({number, number - weeks - 1})
    return frozenset()


def _first_week(year: int, wkst: int) -> date:
    """The first day of the first week that has at least four days in the year."""
    return _week_start(date(year, 1, 4), wkst)


def _week_start(day: date, wkst: int) -> date:
    return day - (day.weekday() - wkst) % WEEK_DAYS * DAY


def _next_month(first: date) -> date:
    return date(first.year + first.month // MONTHS, first.month % MONTHS + 1, 1)
