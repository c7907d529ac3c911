# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads cleaning texts ("Servicetid onsdag 09:00-14:00 utom under tiden ..."), whole or not at all."""

import re
from functools import lru_cache

import msgspec

from services.parking.domain.day_types import DayType
from services.parking.domain.signs import (
    DATE,
    WEEKDAYS,
    SignUnreadable,
    clock_minutes,
    plain,
    read_date,
)
from services.parking.domain.windows import Parity, Recurrence, Season

WHOLE_YEAR = Season((1, 1), (12, 31))

_START = re.compile(r"[;,]?\s*(?=\bservicetid\b)")
_TO = r"\s*(?:-|till|t\.?o\.?m\.?)\s*"
_CLOCK = r"(?P<{0}>[0-9]{{1,2}})(?:[:.](?P<{1}>[0-9]{{2}}))?"
_DAY = "|".join(
    rf"{name[:3]}(?:{name[3:]})?" if name != "torsdag" else "tors?(?:dag)?" for name in WEEKDAYS
)
_TOKEN = re.compile(
    rf"(?P<season>(?:den\s+)?(?P<since>{DATE}){_TO}(?:den\s+)?(?P<last>{DATE}))(?![0-9])"
    rf"|(?P<hours>(?:kl(?:ockan|\.)?\s*)?{_CLOCK.format('h1', 'm1')}{_TO}(?:kl\.?\s*)?{_CLOCK.format('h2', 'm2')})"
    r"(?![0-9:.]*[0-9])"
    rf"|(?P<days>(?P<first>{_DAY})(?:ar)?(?:{_TO}(?P<end>{_DAY})(?:ar)?)?)\b"
    r"|(?P<black>vardag(?:ar)?)\b"
    r"|(?P<weeks>(?P<parity>udda|jämna?)\s+vecko?r?a?n?a?)\b"
    r"|(?P<except>utom)\b"
    r"|(?P<noise>(?:och|under tiden|under perioden|fr\.?o\.?m\.?)(?![a-zåäö])|[,.()]|\s+)"
)


class _Group(msgspec.Struct, frozen=True):
    """Days and the hours they share."""

    days: tuple[int, ...]
    """Empty = plain weekdays, by the calendar of red days."""
    start: int
    end: int


class _Limit(msgspec.Struct):
    """What narrows the groups: weeks, a season, or an exception of both."""

    season: Season | None = None
    weeks: Parity | None = None
    excepted: bool = False


@lru_cache(maxsize=2048)
def read_cleaning(text: str) -> tuple[Recurrence, ...]:
    """The forbidden times of a cleaning text, one recurrence per day and time. Raises SignUnreadable."""
    parts = [part for part in _START.split(plain(text)) if part]
    if not parts:
        raise SignUnreadable("the text is empty")
    return tuple(rule for part in parts for rule in _read_one(part.strip()))


def _read_one(part: str) -> tuple[Recurrence, ...]:
    found = re.fullmatch(r"servicetid(?:er)?\s*:?\s+(.*)", part)
    if found is None:
        raise SignUnreadable(f'"{part}" is no cleaning time')
    groups, limit = _scan(found[1])
    if not groups:
        raise SignUnreadable(f'"{part}" names no weekday with a time')
    narrowed = limit.season is not None or limit.weeks is not None
    if limit.excepted and not narrowed:
        raise SignUnreadable(f'"{part}" does not say what is excepted')
    if narrowed and len(groups) > 1:
        raise SignUnreadable(f'"{part}" does not say which of its times the rest narrows')
    return tuple(_rule(group, day, limit) for group in groups for day in group.days or (None,))


def _rule(group: _Group, day: int | None, limit: _Limit) -> Recurrence:
    out = limit.excepted
    return Recurrence(
        weekday=day,
        day_types=() if day is not None else (DayType.WEEKDAY,),
        start=group.start,
        end=group.end,
        season=None if out else limit.season,
        weeks=None if out else limit.weeks,
        outside=(limit.season or WHOLE_YEAR) if out else None,
        outside_weeks=limit.weeks if out else None,
    )


def _scan(text: str) -> tuple[list[_Group], _Limit]:
    groups: list[_Group] = []
    limit = _Limit()
    waiting: list[int] = []
    black = False
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise SignUnreadable(f'"{text[at : at + 40]}" is not understood')
        at = match.end()
        if match["days"]:
            waiting += _days(match["first"], match["end"])
        elif match["black"]:
            black = True
        elif match["hours"]:
            groups.append(_group(match, waiting, black=black))
            waiting, black = [], False
        else:
            _narrow(limit, match)
    if waiting or black:
        raise SignUnreadable("the last weekday has no time")
    return groups, limit


def _group(match: re.Match[str], days: list[int], *, black: bool) -> _Group:
    if black == bool(days):
        raise SignUnreadable("a time without its weekday")
    start, end = clock_minutes(match["h1"], match["m1"], match["h2"], match["m2"])
    return _Group(tuple(dict.fromkeys(days)), start, end)


def _narrow(limit: _Limit, match: re.Match[str]) -> None:
    if match["season"]:
        if limit.season is not None:
            raise SignUnreadable("two seasons")
        limit.season = Season(read_date(match["since"]), read_date(match["last"]))
    elif match["weeks"]:
        if limit.weeks is not None:
            raise SignUnreadable("odd and even weeks at once")
        limit.weeks = Parity.ODD if match["parity"] == "udda" else Parity.EVEN
    elif match["except"]:
        if limit.excepted or limit.season is not None or limit.weeks is not None:
            raise SignUnreadable("an exception after what it narrows")
        limit.excepted = True


def _days(first: str, last: str | None) -> list[int]:
    """Weekdays from one to another, both included."""
    start = _weekday(first)
    if last is None:
        return [start]
    return [(start + step) % 7 for step in range((_weekday(last) - start) % 7 + 1)]


def _weekday(name: str) -> int:
    return next(index for index, day in enumerate(WEEKDAYS) if day.startswith(name[:3]))
