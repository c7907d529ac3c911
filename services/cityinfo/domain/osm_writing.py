# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Our hours as OpenStreetMap's opening_hours, for schedules that it can express; None for the others."""

from collections.abc import Iterable, Sequence
from typing import Final

from services.cityinfo.domain.holidays import OFFICE
from services.cityinfo.domain.hours import (
    DAY,
    OPEN_STATES,
    WEEKDAYS,
    Context,
    DatePeriod,
    Hours,
    Modifier,
    Rule,
    State,
    Subject,
    TimeSpan,
    TimeSpanGroup,
)
from services.cityinfo.domain.osm_words import COMMENTS, DAYS, HOLIDAY, MONTHS

_SIXTY: Final = 60
_ALWAYS: Final = "24/7"
_WHOLE_DAY: Final = "00:00-24:00"
_MOST_NTH: Final = 5


class _NotSaid(Exception):
    """The schedule has something that the format does not have."""


def write_osm(hours: Hours) -> str | None:
    """The schedule as text, or None when the format cannot say it.

    Plain periods are added to each other; overrides follow, the wider first, so that the narrower has
    the last word. It needs the calendar of offices: engines know its eves as holidays.
    """
    plain = [one for one in hours.periods if not one.override]
    above = sorted(
        (one for one in hours.periods if one.override), key=lambda one: (-one.days, one.order)
    )
    try:
        base = [text for one in plain for text in _period(one)]
        rules = [text for one in above for text in _period(one)]
    except _NotSaid:
        return None
    uses_holidays = any(
        rule.subject is Subject.HOLIDAY
        for one in hours.periods for group in one.groups for rule in group.rules
    )  # fmt: skip
    if uses_holidays and hours.calendar != OFFICE:
        return None
    if len(base) > 1:
        base = [_with_times(text) for text in base]
    return "; ".join([", ".join(base), *rules] if base else rules) or None


def _with_times(text: str) -> str:
    """A rule that says its times, so that a comma behind it does not go on with its days."""
    if text == _ALWAYS:
        return _WHOLE_DAY
    if ":" in text:
        return text
    days, found, rest = text.partition(" open ")
    return f"{days} {_WHOLE_DAY}{found}{rest}"


def _period(period: DatePeriod) -> list[str]:
    dates = _dates(period)
    if not period.groups:
        counts = period.override or period.state in OPEN_STATES
        if period.state is State.UNDEFINED or not counts:
            return []
        return [_joined(dates, "", "", period.state)]
    found = [text for group in period.groups for text in _group(group, period, dates)]
    if period.override and len(found) > 1 and not _are_apart(period.groups):
        raise _NotSaid
    return found


def _are_apart(groups: Sequence[TimeSpanGroup]) -> bool:
    """Whether no date has spans of two rules: a later rule would hide the earlier one."""
    seen: set[tuple[int | None, int | None, int]] = set()
    for group in groups:
        month = next((r.start for r in group.rules if r.subject is Subject.MONTH), None)
        day = next((r.start for r in group.rules if r.subject is Subject.DAY), None)
        for weekdays, _ in _by_weekdays(group.spans):
            for each in weekdays or range(1, len(DAYS) + 1):
                if (month, day, each) in seen:
                    return False
                seen.add((month, day, each))
    return len({(month is None, day is None) for month, day, _ in seen}) == 1


def _group(group: TimeSpanGroup, period: DatePeriod, dates: str) -> list[str]:
    days, nth = _rules(group.rules)
    if dates and days and not days.startswith("week"):
        raise _NotSaid
    found: list[str] = []
    for weekdays, spans in _by_weekdays(group.spans):
        if nth and weekdays:
            raise _NotSaid
        for state, same in _by_state(_that_count(spans, period), period.state):
            times = _all_times(same) if state in OPEN_STATES else ""
            found.append(
                _joined(f"{dates} {days}".strip(), nth or _weekdays(weekdays), times, state)
            )
    return found


def _that_count(spans: Sequence[TimeSpan], period: DatePeriod) -> list[TimeSpan]:
    """Spans in which one gets in; an override without any closes its dates, a plain period does not."""
    entered = [
        span
        for span in spans
        if (period.state if span.state is State.UNDEFINED else span.state) in OPEN_STATES
    ]
    if entered or not period.override:
        return entered
    return list(spans[:1])


def _rules(rules: Sequence[Rule]) -> tuple[str, str]:
    """Dates and weekdays that the rules of a group leave, as text."""
    month = [r for r in rules if r.subject is Subject.MONTH and r.context is Context.YEAR]
    day = [r for r in rules if r.subject is Subject.DAY and r.context is Context.MONTH]
    week = [r for r in rules if r.subject is Subject.WEEK and r.modifier is not None]
    nth = [r for r in rules if r.subject in WEEKDAYS and r.context is Context.MONTH]
    holiday = [r for r in rules if r.subject is Subject.HOLIDAY]
    if len(month) + len(day) + len(week) + len(nth) + len(holiday) != len(rules):
        raise _NotSaid
    if max(len(month), len(day), len(week), len(nth), len(holiday)) > 1 or (nth and holiday):
        raise _NotSaid
    if (day and not month) or (week and month):
        raise _NotSaid
    text = _week(week[0]) if week else _month(month, day)
    return text, _nth(nth[0]) if nth else HOLIDAY if holiday else ""


def _month(month: Sequence[Rule], day: Sequence[Rule]) -> str:
    if not month:
        return ""
    text = MONTHS[_only(month[0], len(MONTHS)) - 1]
    return f"{text} {_only(day[0], 31):02}" if day else text


def _week(rule: Rule) -> str:
    return "week 01-53/2" if rule.modifier is Modifier.ODD else "week 02-53/2"


def _nth(rule: Rule) -> str:
    day = DAYS[WEEKDAYS.index(rule.subject)]
    if rule.start is None and rule.ordinal is None and rule.modifier is None:
        return day
    if rule.start is None or rule.ordinal is not None or not 1 <= abs(rule.start) <= _MOST_NTH:
        raise _NotSaid
    return f"{day}[{rule.start}]"


def _only(rule: Rule, most: int) -> int:
    if rule.start is None or rule.ordinal is not None or not 1 <= rule.start <= most:
        raise _NotSaid
    return rule.start


def _dates(period: DatePeriod) -> str:
    first, last = period.start, period.end
    if first is None and last is None:
        return ""
    if first is None or last is None:
        raise _NotSaid
    text = f"{first.year} {MONTHS[first.month - 1]} {first.day:02}"
    if last != first:
        text += f"-{last.year} {MONTHS[last.month - 1]} {last.day:02}"
    return text


def _by_weekdays(spans: Sequence[TimeSpan]) -> Iterable[tuple[tuple[int, ...], list[TimeSpan]]]:
    found: dict[tuple[int, ...], list[TimeSpan]] = {}
    for span in spans:
        found.setdefault(tuple(sorted(set(span.weekdays))), []).append(span)
    return found.items()


def _by_state(
    spans: Sequence[TimeSpan], otherwise: State
) -> Iterable[tuple[State, list[TimeSpan]]]:
    found: dict[State, list[TimeSpan]] = {}
    for span in spans:
        state = otherwise if span.state is State.UNDEFINED else span.state
        found.setdefault(state, []).append(span)
    return found.items()


def _weekdays(days: tuple[int, ...]) -> str:
    """`Mo-Fr,Su`: runs of three or more with a dash."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        f"{DAYS[run[0] - 1]}-{DAYS[run[-1] - 1]}" if len(run) > 1 else DAYS[run[0] - 1]
        for run in runs
    )


def _all_times(spans: Sequence[TimeSpan]) -> str:
    """The times of one state; a whole day is silent unless a night goes on after it."""
    if not any(span.full_day for span in spans):
        return ",".join(_times(span) for span in spans)
    nights = [_times(span) for span in spans if span.end_next_day]
    return ",".join([_WHOLE_DAY, *nights]) if nights else ""


def _times(span: TimeSpan) -> str:
    if span.start is None:
        raise _NotSaid
    if span.end is None:
        return f"{_clock(span.start)}+"
    return f"{_clock(span.start)}-{_clock(DAY if span.end == 0 else span.end)}"


def _clock(minute: int) -> str:
    return f"{minute // _SIXTY:02}:{minute % _SIXTY:02}"


def _joined(dates: str, days: str, times: str, state: State) -> str:
    if state is State.UNDEFINED:
        raise _NotSaid
    parts = [dates, days, times]
    if state not in OPEN_STATES:
        parts.append("off" if state is State.CLOSED else f'off "{COMMENTS[state]}"')
    elif state is not State.OPEN:
        parts.append(f'open "{COMMENTS[state]}"')
    text = " ".join(part for part in parts if part)
    return text or _ALWAYS
