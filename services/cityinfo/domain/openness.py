# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Open or not at an instant, and until when: local wall time, through both changes of the clock (H7, H8)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from services.cityinfo.domain.hour_days import Element, Schedule
from services.cityinfo.domain.hours import DAY, OPEN_STATES, State

HORIZON_DAYS = 400
_MINUTES = 60


class Status(StrEnum):
    """What can be said of an instant."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    """Somebody knows that it opens or closes that day, nobody when."""


class Openness(msgspec.Struct, frozen=True, kw_only=True):
    """What holds at an instant."""

    status: Status
    state: State
    """The state of the span that decides; closed when there is none."""
    until: datetime | None
    """The first instant (UTC) at which the status is another; None: not within 400 days."""


def status_at(schedule: Schedule, moment: datetime) -> Status:
    """Open, closed or unknown at an instant."""
    return _judge(schedule, moment.astimezone(zone_of(schedule)))[0]


def openness_at(schedule: Schedule, moment: datetime) -> Openness:
    """What holds at an instant, and until when."""
    status, state = _judge(schedule, moment.astimezone(zone_of(schedule)))
    return Openness(status=status, state=state, until=next_change(schedule, moment))


def next_change(schedule: Schedule, moment: datetime) -> datetime | None:
    """The first later instant with another status, UTC; None when there is none within 400 days."""
    zone = zone_of(schedule)
    local = moment.astimezone(zone)
    now = _judge(schedule, local)[0]
    after = moment.astimezone(UTC)
    for ahead in range(HORIZON_DAYS + 1):
        day = local.date() + timedelta(days=ahead)
        for turn in _turns(schedule, day, zone):
            if turn > after and _judge(schedule, turn.astimezone(zone))[0] is not now:
                return turn
    return None


def zone_of(schedule: Schedule) -> ZoneInfo:
    """The time zone the place lives by."""
    return ZoneInfo(schedule.hours.timezone)


def _judge(schedule: Schedule, local: datetime) -> tuple[Status, State]:
    day = local.date()
    minute = local.hour * _MINUTES + local.minute
    gap = gap_of(day, schedule.hours.timezone)
    unknown: State | None = None
    other = State.CLOSED
    for one in schedule.day(day):
        start, end = _shown(one, gap)
        if start is not None and minute < start:
            continue
        if end is not None and minute >= end:
            continue
        if one.state not in OPEN_STATES:
            other = one.state if other is State.CLOSED else other
        elif start is None or end is None:
            unknown = one.state
        else:
            return Status.OPEN, one.state
    if unknown is not None:
        return Status.UNKNOWN, unknown
    return Status.CLOSED, other


def _shown(one: Element, gap: range | None) -> tuple[int | None, int | None]:
    """Start and end on the wall; what falls into the hour that does not exist is an hour later."""
    if gap is None:
        return one.start, one.end
    return tuple(
        minute + _MINUTES if minute is not None and minute in gap else minute
        for minute in (one.start, one.end)
    )  # pyright: ignore[reportReturnType]


@lru_cache(maxsize=4096)
def gap_of(day: date, timezone: str) -> range | None:
    """The minutes that the date does not have, in spring."""
    zone = ZoneInfo(timezone)
    night = datetime.combine(day, time(), zone)
    before, after = night.utcoffset(), (night + timedelta(hours=23)).utcoffset()
    if before is None or after is None or after <= before:
        return None
    for hour in range(24):
        there = datetime.combine(day, time(hour), zone)
        if there.astimezone(UTC).astimezone(zone).hour != hour:
            return range(hour * _MINUTES, (hour + 1) * _MINUTES)
    return None


def _turns(schedule: Schedule, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Instants of a date at which something may change, in order: ends, starts, the clock itself."""
    gap = gap_of(day, schedule.hours.timezone)
    minutes = {0, *((m * _MINUTES) for m in (2, 3))}
    for one in schedule.day(day):
        minutes |= {m for m in _shown(one, gap) if m is not None and m < DAY}
    found: set[datetime] = set()
    for minute in minutes:
        wall = datetime.combine(day, time(*divmod(minute, _MINUTES)), zone)
        found |= {wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)}
    return iter(sorted(found))
