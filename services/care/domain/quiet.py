# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Quiet hours on the wall clock: half-open, may wrap midnight; they move notices, never a deadline (care R9)."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
ONE_DAY = timedelta(days=1)


class QuietPolicy(StrEnum):
    """What becomes of a notice that falls into quiet hours."""

    DEFER = "defer"
    SILENT = "silent"
    DELIVER = "deliver"


class QuietHours(msgspec.Struct, frozen=True):
    """From a wall time until another, on the weekdays on which it begins (Monday 0)."""

    begin: str
    """`22:00`"""
    end: str
    days: tuple[int, ...] = ALL_DAYS

    def __post_init__(self) -> None:
        """Refuse what is no time of a day, and a span without length."""
        if time.fromisoformat(self.begin) == time.fromisoformat(self.end):
            raise ValueError("quiet hours must have a length")
        if not set(self.days) <= set(ALL_DAYS):
            raise ValueError("weekdays are 0 to 6")


def quiet_until(hours: tuple[QuietHours, ...], zone: str, at: datetime) -> datetime | None:
    """When the quiet hours that hold at an instant end (UTC); None when it is not quiet."""
    place = ZoneInfo(zone)
    local = at.astimezone(place)
    ends: list[datetime] = []
    for each in hours:
        begin, end = time.fromisoformat(each.begin), time.fromisoformat(each.end)
        for back in (0, 1):
            day = (local - back * ONE_DAY).date()
            if day.weekday() not in each.days:
                continue
            last = day if begin < end else day + ONE_DAY
            start = datetime.combine(day, begin, place).astimezone(UTC)
            stop = datetime.combine(last, end, place).astimezone(UTC)
            if start <= at.astimezone(UTC) < stop:
                ends.append(stop)
    return max(ends) if ends else None
