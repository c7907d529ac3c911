# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""When a rule is in force: a recurrence over Stockholm's wall clock, read minute by minute."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

import msgspec

from services.parking.domain.day_types import DayType, day_type
from services.parking.domain.local_time import (
    DAY_MINUTES,
    WEEK_MINUTES,
    cuts,
    to_local,
    to_utc,
)


class Parity(StrEnum):
    """Odd or even: of ISO weeks, of dates, of house numbers."""

    ODD = "odd"
    EVEN = "even"

    def fits(self, number: int) -> bool:
        """Whether a number is of this parity."""
        return number % 2 == (1 if self is Parity.ODD else 0)


class Season(msgspec.Struct, frozen=True):
    """Part of every year, from one (month, day) to another, both inclusive; it may wrap the year."""

    start: tuple[int, int]
    end: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Whether a local date lies in the season."""
        at = (day.month, day.day)
        if self.start <= self.end:
            return self.start <= at <= self.end
        return at >= self.start or at <= self.end


class Recurrence(msgspec.Struct, frozen=True, kw_only=True):
    """The local times at which a rule is in force. Without any field set: always."""

    weekday: int | None = None
    """0 = Monday. Holds whatever the day type."""
    day_types: tuple[DayType, ...] = ()
    """Empty = every day type."""
    start: int = 0
    end: int = DAY_MINUTES
    """Minutes of the local day, half-open; an end before the start lies on the next day."""
    to_next_week: bool = False
    """From the weekday's start until the NEXT such weekday's end (the city's weekly window)."""
    season: Season | None = None
    outside: Season | None = None
    """Not in force inside this season ..."""
    outside_weeks: Parity | None = None
    """... or, when set, only not in its odd or even ISO weeks."""
    weeks: Parity | None = None
    dates: Parity | None = None
    """In force on odd or even local dates only."""


ALWAYS = Recurrence()


def in_force(rule: Recurrence, local: datetime) -> bool:
    """Whether the recurrence holds at a local wall-clock time."""
    minute = local.hour * 60 + local.minute
    today = local.date()
    if rule.to_next_week and rule.weekday is not None:
        begins = rule.weekday * DAY_MINUTES + rule.start
        length = (rule.weekday * DAY_MINUTES + rule.end - begins) % WEEK_MINUTES or WEEK_MINUTES
        passed = (local.weekday() * DAY_MINUTES + minute - begins) % WEEK_MINUTES
        return passed < length and _on_date(rule, today)
    if rule.start < rule.end:
        return rule.start <= minute < rule.end and _on_day(rule, today)
    if minute >= rule.start:
        return _on_day(rule, today)
    return minute < rule.end and _on_day(rule, date.fromordinal(today.toordinal() - 1))


def _on_day(rule: Recurrence, day: date) -> bool:
    """Whether the window that begins on this local date is meant."""
    if rule.weekday is not None and day.weekday() != rule.weekday:
        return False
    if rule.day_types and day_type(day) not in rule.day_types:
        return False
    return _on_date(rule, day)


def _on_date(rule: Recurrence, day: date) -> bool:
    if rule.season is not None and not rule.season.holds(day):
        return False
    if rule.dates is not None and not rule.dates.fits(day.day):
        return False
    if rule.weeks is not None and not rule.weeks.fits(day.isocalendar().week):
        return False
    if rule.outside is None or not rule.outside.holds(day):
        return True
    weeks = rule.outside_weeks
    return weeks is not None and not weeks.fits(day.isocalendar().week)


def edges(rule: Recurrence) -> frozenset[int]:
    """The minutes of the local day at which the recurrence may begin or end, midnight included."""
    return frozenset({0, rule.start % DAY_MINUTES, rule.end % DAY_MINUTES})


def intervals(
    holds: Callable[[datetime], bool], minutes: frozenset[int], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """The longest UTC intervals inside [start, end) in which a function of local time holds.

    `minutes` are the wall-clock minutes at which it may change.
    """
    found: list[tuple[datetime, datetime]] = []
    if end <= start:
        return found
    start, end = to_utc(start), to_utc(end)
    bounds = [start, *cuts(start, end, minutes), end]
    for left, right in pairwise(bounds):
        if not holds(to_local(left)):
            continue
        if found and found[-1][1] == left:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def times_in_force(
    rules: tuple[Recurrence, ...], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """The UTC intervals inside [start, end) in which any of the recurrences holds."""
    minutes = frozenset({0}).union(*(edges(rule) for rule in rules))
    return intervals(
        lambda local: any(in_force(rule, local) for rule in rules), minutes, start, end
    )
