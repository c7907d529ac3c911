# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which dates a rule means: counting days, weeks, months and weekdays in a period, year or month (H6)."""

from calendar import monthrange
from datetime import date, timedelta

from services.cityinfo.domain.holidays import in_calendar
from services.cityinfo.domain.hours import (
    WEEKDAYS,
    Context,
    DatePeriod,
    Modifier,
    Rule,
    Subject,
    is_possible_rule,
)

_THURSDAY = 3
_WEEK = 7
_MONTHS = 12


def applies(rule: Rule, day: date, period: DatePeriod, calendar: str) -> bool:
    """Whether the rule means this date; a rule that cannot be meant never does."""
    if not is_possible_rule(rule, period):
        return False
    if rule.subject is Subject.HOLIDAY:
        return in_calendar(calendar, day)
    if rule.subject in WEEKDAYS and WEEKDAYS[day.weekday()] is not rule.subject:
        return False
    if rule.modifier is not None:
        return (_number(rule.subject, day) % 2 == 0) is (rule.modifier is Modifier.EVEN)
    counted = rule.start is not None or rule.ordinal is not None
    return not counted or _is_counted(rule, day, period)


def _is_counted(rule: Rule, day: date, period: DatePeriod) -> bool:
    start = 1 if rule.start is None else rule.start
    place = _place(rule, day, period) if start >= 0 else _place_from_end(rule, day, period)
    ahead = place - abs(start)
    if rule.ordinal is None:
        return ahead == 0
    return ahead >= 0 and ahead % rule.ordinal == 0


def _number(subject: Subject, day: date) -> int:
    """The calendar's own number: day of the month, month, else ISO week."""
    if subject is Subject.DAY:
        return day.day
    return day.month if subject is Subject.MONTH else day.isocalendar().week


def _place(rule: Rule, day: date, period: DatePeriod) -> int:
    """Which unit of its context the date is in, from 1 (weeks of a year: from 0 or 1)."""
    first = _first(rule.context, day, period)
    if rule.subject is Subject.DAY:
        return (day - first).days + 1
    if rule.subject is Subject.MONTH:
        return _months(first, day) + 1
    if rule.subject is Subject.WEEK:
        weeks = (_monday(day) - _monday(first)).days // _WEEK
        begins_late = rule.context is Context.YEAR and first.weekday() > _THURSDAY
        return weeks if begins_late else weeks + 1
    return (day - first).days // _WEEK + 1


def _place_from_end(rule: Rule, day: date, period: DatePeriod) -> int:
    """Which unit of its context the date is in, from the end: the last is 1."""
    last = _last(rule.context, day, period)
    if rule.subject is Subject.DAY:
        return (last - day).days + 1
    if rule.subject is Subject.MONTH:
        return _months(day, last) + 1
    if rule.subject is Subject.WEEK:
        return (_monday(last) - _monday(day)).days // _WEEK + 1
    return (last - day).days // _WEEK + 1


def _first(context: Context, day: date, period: DatePeriod) -> date:
    if context is Context.PERIOD and period.start is not None:
        return period.start
    return date(day.year, 1 if context is Context.YEAR else day.month, 1)


def _last(context: Context, day: date, period: DatePeriod) -> date:
    if context is Context.PERIOD and period.end is not None:
        return period.end
    month = _MONTHS if context is Context.YEAR else day.month
    return date(day.year, month, monthrange(day.year, month)[1])


def _months(first: date, day: date) -> int:
    return (day.year - first.year) * _MONTHS + day.month - first.month


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
