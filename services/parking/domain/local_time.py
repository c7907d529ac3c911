# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Stockholm's wall clock and the instants behind it: signs speak in local time, prices in seconds."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)


class WallTimeMissing(ValueError):
    """A wall-clock time that the spring clock change skips; `instant` is where the clock runs on."""

    def __init__(self, text: str, instant: datetime) -> None:
        """Name the time, and the UTC instant as far behind the change as the clock would show."""
        super().__init__(text)
        self.instant = instant


def to_local(instant: datetime) -> datetime:
    """The wall clock at an instant. The instant must carry its zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return instant.astimezone(STOCKHOLM)


def to_utc(local: datetime) -> datetime:
    """The UTC instant of a time that carries its zone (and its fold, in the autumn hour)."""
    if local.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return local.astimezone(UTC)


@lru_cache(maxsize=4096)
def start_of(day: date) -> datetime:
    """The UTC instant at which a local date begins."""
    return datetime.combine(day, time(), STOCKHOLM).astimezone(UTC)


def instants_of(day: date, minute: int) -> tuple[datetime, ...]:
    """The UTC instants at which the clock of a local date shows a minute (0..1440).

    Two in the autumn hour. For a time that the spring change skips, the instant of the change.
    """
    if minute >= DAY_MINUTES:
        return instants_of(day + ONE_DAY, minute - DAY_MINUTES)
    if minute == 0 or not offset_changes_on(day):
        return (start_of(day) + timedelta(minutes=minute),)
    wall = datetime.combine(day, time(minute // 60, minute % 60), STOCKHOLM)
    found = {
        instant
        for fold in (0, 1)
        if to_local(instant := wall.replace(fold=fold).astimezone(UTC)).replace(tzinfo=None)
        == wall.replace(tzinfo=None)
    }
    return tuple(sorted(found)) if found else offset_changes_on(day)


@lru_cache(maxsize=1024)
def offset_changes_on(day: date) -> tuple[datetime, ...]:
    """The UTC instants at which the clocks change on a local date: none, or one."""
    low, high = start_of(day), start_of(day + ONE_DAY)
    if high - low == ONE_DAY:
        return ()
    before = low.astimezone(STOCKHOLM).utcoffset()
    while high - low > ONE_SECOND:
        middle = low + (high - low) // 2
        if middle.astimezone(STOCKHOLM).utcoffset() == before:
            low = middle
        else:
            high = middle
    return (high.replace(microsecond=0),)


def local_days(start: datetime, end: datetime) -> Iterator[date]:
    """The local dates that the half-open interval [start, end) touches."""
    day = to_local(start).date()
    last = to_local(end).date()
    while day <= last:
        yield day
        day += ONE_DAY


def cuts(start: datetime, end: datetime, minutes: Iterable[int]) -> list[datetime]:
    """Every instant strictly inside (start, end) where the clock shows one of the minutes or changes."""
    wanted = sorted(set(minutes))
    found: set[datetime] = set()
    for day in local_days(start, end):
        found.update(offset_changes_on(day))
        for minute in wanted:
            found.update(instants_of(day, minute))
    return sorted(instant for instant in found if start < instant < end)


def from_wall(text: str) -> datetime:
    """Read an ISO time. Without zone it is Stockholm's wall clock; the skipped hour is refused."""
    given = datetime.fromisoformat(text)
    if given.tzinfo is not None:
        return given.astimezone(UTC)
    instant = given.replace(tzinfo=STOCKHOLM).astimezone(UTC)
    if to_local(instant).replace(tzinfo=None) != given.replace(fold=0):
        raise WallTimeMissing(text, instant)
    return instant
