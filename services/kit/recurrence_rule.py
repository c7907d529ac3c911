# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The text of a recurrence rule (RFC 5545, 3.3.10) read into facts, with a reason for what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

import msgspec


class RuleReason(StrEnum):
    """Why a rule is refused."""

    SYNTAX = "syntax"
    VALUE = "value"
    ZONE = "zone"
    TOO_FINE = "too_fine"
    CALENDAR = "calendar"
    LAST_OF_MONTH = "last_of_month"
    UNSUPPORTED = "unsupported"
    BOTH_ENDS = "both_ends"
    NEVER = "never"


class RuleInvalid(ValueError):
    """A rule that cannot be followed; `part` names the piece that is wrong."""

    def __init__(self, reason: RuleReason, part: str) -> None:
        super().__init__(f"{part}: {reason.value}")
        self.reason = reason
        self.part = part


class Freq(StrEnum):
    """How often."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"
    HOURLY = "HOURLY"
    MINUTELY = "MINUTELY"


DAY_STEPS: Final = {Freq.HOURLY: timedelta(hours=1), Freq.MINUTELY: timedelta(minutes=1)}
"""Steps finer than a day."""

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_COUNT: Final = 100_000
LONGEST_MONTH: Final = 31

_RANGES: Final = {
    "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53),
    "BYHOUR": (0, 23), "BYMINUTE": (0, 59), "BYSECOND": (0, 59), "BYSETPOS": (-366, 366),
}  # fmt: skip
_NO_ZERO: Final = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_KNOWN: Final = frozenset({*_RANGES, "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"})


class RuleText(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with every default of its start filled in."""

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    """UTC, inclusive."""
    wkst: int = 0
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    """Weekdays, Monday 0."""
    nth_days: frozenset[tuple[int, int]] = frozenset()
    """(ordinal, weekday) of the month or year."""
    times: tuple[time, ...] = ()
    """Wall times of a day, in order; for exact steps none."""
    positions: frozenset[int] = frozenset()
    minutes: frozenset[int] = frozenset()

    @property
    def is_exact(self) -> bool:
        """Whether it steps in UTC rather than by the wall clock (R2)."""
        return self.freq in DAY_STEPS and not self.times

    def admits(self, local: datetime) -> bool:
        """Whether an exact step falls on a month, day and minute that the rule allows."""
        return (
            (not self.months or local.month in self.months)
            and (not self.month_days or _is_month_day(local.date(), self.month_days))
            and (not self.days or local.weekday() in self.days)
            and (not self.minutes or local.minute in self.minutes)
        )


def read_rule(text: str, start: datetime, zone: ZoneInfo) -> RuleText:
    """Read `FREQ=...;...`; raises RuleInvalid. A local UNTIL is taken as the zone's wall time (R6)."""
    parts = _parts(text)
    freq = _freq(parts)
    numbers = {name: _numbers(parts, name) for name in _RANGES}
    days, nth = _by_day(parts)
    rule = RuleText(
        freq=freq,
        interval=_positive(parts, "INTERVAL") or 1,
        count=_positive(parts, "COUNT"),
        until=_until(parts["UNTIL"], zone) if "UNTIL" in parts else None,
        wkst=_weekday(parts.get("WKST", "MO"), "WKST"),
        months=numbers["BYMONTH"], month_days=numbers["BYMONTHDAY"],
        year_days=numbers["BYYEARDAY"], weeks=numbers["BYWEEKNO"],
        days=days, nth_days=nth, positions=numbers["BYSETPOS"],
        times=_times(freq, numbers, start), minutes=numbers["BYMINUTE"],
    )  # fmt: skip
    _check(rule, parts)
    return _with_defaults(rule, start)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in text.strip().removeprefix("RRULE:").strip(";").split(";"):
        name, equals, value = piece.strip().upper().partition("=")
        if name in ("RSCALE", "SKIP"):
            raise RuleInvalid(RuleReason.CALENDAR, name)
        if not equals or not value or name in parts or name not in _KNOWN:
            raise RuleInvalid(RuleReason.SYNTAX, name or "RRULE")
        parts[name] = value
    return parts


def _freq(parts: dict[str, str]) -> Freq:
    given = parts.get("FREQ", "")
    if given == "SECONDLY":
        raise RuleInvalid(RuleReason.TOO_FINE, "FREQ")
    if given not in Freq.__members__:
        raise RuleInvalid(RuleReason.SYNTAX, "FREQ")
    return Freq(given)


def _positive(parts: dict[str, str], name: str) -> int | None:
    given = parts.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= MOST_COUNT:
        raise RuleInvalid(RuleReason.VALUE, name)
    return int(given)


def _numbers(parts: dict[str, str], name: str) -> frozenset[int]:
    low, high = _RANGES[name]
    found: set[int] = set()
    for piece in parts[name].split(",") if name in parts else ():
        try:
            value = int(piece)
        except ValueError:
            raise RuleInvalid(RuleReason.VALUE, name) from None
        if not low <= value <= high or (value == 0 and name in _NO_ZERO):
            raise RuleInvalid(RuleReason.VALUE, name)
        found.add(value)
    return frozenset(found)


def _weekday(text: str, part: str) -> int:
    if text not in WEEKDAYS:
        raise RuleInvalid(RuleReason.VALUE, part)
    return WEEKDAYS.index(text)


def _by_day(parts: dict[str, str]) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    plain: set[int] = set()
    nth: set[tuple[int, int]] = set()
    for piece in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        day = _weekday(piece[-2:], "BYDAY")
        ordinal = piece[:-2]
        if not ordinal:
            plain.add(day)
            continue
        try:
            number = int(ordinal)
        except ValueError:
            raise RuleInvalid(RuleReason.VALUE, "BYDAY") from None
        if not 1 <= abs(number) <= 53:  # noqa: PLR2004 -- weeks of a year
            raise RuleInvalid(RuleReason.VALUE, "BYDAY")
        nth.add((number, day))
    return frozenset(plain), frozenset(nth)


def _until(text: str, zone: ZoneInfo) -> datetime:
    bare = text.removesuffix("Z")
    try:
        if "T" not in bare:
            day = date.fromisoformat(bare)
            return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)
        wall = datetime.fromisoformat(bare)
    except ValueError:
        raise RuleInvalid(RuleReason.VALUE, "UNTIL") from None
    if wall.tzinfo is not None:
        raise RuleInvalid(RuleReason.VALUE, "UNTIL")
    return wall.replace(tzinfo=UTC if text.endswith("Z") else zone).astimezone(UTC)


def _times(freq: Freq, numbers: dict[str, frozenset[int]], start: datetime) -> tuple[time, ...]:
    hours, minutes = numbers["BYHOUR"], numbers["BYMINUTE"]
    if freq in DAY_STEPS and not hours:
        return ()
    every_minute = frozenset(range(60)) if freq is Freq.MINUTELY else frozenset({start.minute})
    return tuple(
        time(hour, minute, second)
        for hour in sorted(hours or {start.hour})
        for minute in sorted(minutes or every_minute)
        for second in sorted(numbers["BYSECOND"] or {start.second})
    )


def _check(rule: RuleText, parts: dict[str, str]) -> None:
    if rule.count is not None and rule.until is not None:
        raise RuleInvalid(RuleReason.BOTH_ENDS, "COUNT")
    if rule.nth_days and (rule.freq not in (Freq.MONTHLY, Freq.YEARLY) or rule.weeks):
        raise RuleInvalid(RuleReason.UNSUPPORTED, "BYDAY")
    if rule.weeks and rule.freq is not Freq.YEARLY:
        raise RuleInvalid(RuleReason.UNSUPPORTED, "BYWEEKNO")
    if rule.year_days and rule.freq not in (Freq.YEARLY, Freq.HOURLY, Freq.MINUTELY):
        raise RuleInvalid(RuleReason.UNSUPPORTED, "BYYEARDAY")
    if rule.month_days and rule.freq is Freq.WEEKLY:
        raise RuleInvalid(RuleReason.UNSUPPORTED, "BYMONTHDAY")
    if rule.positions and set(parts) <= {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSETPOS"}:
        raise RuleInvalid(RuleReason.UNSUPPORTED, "BYSETPOS")
    if rule.freq is Freq.MONTHLY and rule.month_days == frozenset({LONGEST_MONTH}):
        raise RuleInvalid(RuleReason.LAST_OF_MONTH, "BYMONTHDAY")
    if rule.freq in DAY_STEPS:
        _check_steps(rule, parts)


def _check_steps(rule: RuleText, parts: dict[str, str]) -> None:
    """Steps finer than a day know no positions, seconds or days of the year."""
    fine = {"BYSETPOS", "BYSECOND", "BYYEARDAY"}
    if rule.freq is Freq.HOURLY and rule.is_exact:
        fine.add("BYMINUTE")
    for name in sorted(fine & parts.keys()):
        raise RuleInvalid(RuleReason.UNSUPPORTED, name)


def _with_defaults(rule: RuleText, start: datetime) -> RuleText:
    """The day that the rule does not name is the day of its start."""
    if rule.days or rule.nth_days or rule.month_days or rule.year_days or rule.weeks:
        return rule
    change = msgspec.structs.replace
    if rule.freq is Freq.WEEKLY:
        return change(rule, days=frozenset({start.weekday()}))
    if rule.freq is Freq.MONTHLY:
        if start.day == LONGEST_MONTH:
            raise RuleInvalid(RuleReason.LAST_OF_MONTH, "DTSTART")
        return change(rule, month_days=frozenset({start.day}))
    if rule.freq is Freq.YEARLY:
        months = rule.months or frozenset({start.month})
        return change(rule, months=months, month_days=frozenset({start.day}))
    return rule


def _is_month_day(day: date, wanted: frozenset[int]) -> bool:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    from_end = (day - following).days
    return day.day in wanted or from_end in wanted
