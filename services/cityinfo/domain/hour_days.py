# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The hours of one date: spans of all periods, overrides, merging, what yesterday left (H1-H6)."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from services.cityinfo.domain.hour_rules import applies
from services.cityinfo.domain.hours import DAY, DatePeriod, Hours, State, TimeSpan

_MOST_DAYS = 1200
"""Dates a schedule keeps in memory: a year each way and some (cityinfo 6)."""


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """A span of a date. Minutes after its midnight; `end` over 1440 reaches into the next day."""

    start: int | None
    end: int | None
    state: State
    override: bool = False
    full_day: bool = False
    periods: frozenset[int] = frozenset()
    """Which periods it comes from."""

    @property
    def end_next_day(self) -> bool:
        """Whether it ends after midnight."""
        return self.end is not None and self.end > DAY


class Schedule:
    """Hours with the dates that have been worked out; made anew when the hours change."""

    def __init__(self, hours: Hours) -> None:
        """Nothing is worked out before it is asked for."""
        self.hours = hours
        self._own: dict[date, tuple[Element, ...]] = {}
        self._whole: dict[date, tuple[Element, ...]] = {}

    def day(self, day: date) -> tuple[Element, ...]:
        """What holds on the date, yesterday's end after midnight included."""
        found = self._whole.get(day)
        if found is None:
            if len(self._whole) > _MOST_DAYS:
                self._whole.clear()
                self._own.clear()
            found = self._whole[day] = self._with_yesterday(day)
        return found

    def own(self, day: date) -> tuple[Element, ...]:
        """What begins on the date."""
        found = self._own.get(day)
        if found is None:
            found = self._own[day] = combine(elements_of(self.hours, day), self.hours)
        return found

    def _with_yesterday(self, day: date) -> tuple[Element, ...]:
        own = self.own(day)
        if day == date.min or any(one.override for one in own):
            return own
        left = [_rest(one) for one in self.own(day - timedelta(days=1)) if one.end_next_day]
        return merge([*left, *own]) if left else own


def _rest(element: Element) -> Element:
    """What is left of a span after midnight; on the next date it is no override any more."""
    end = (element.end or DAY) - DAY
    return Element(start=0, end=end, state=element.state, periods=element.periods)


def elements_of(hours: Hours, day: date) -> list[Element]:
    """The spans of every period that covers the date, one by one (H1)."""
    found: list[Element] = []
    for number, period in enumerate(hours.periods):
        if (period.start is not None and day < period.start) or (
            period.end is not None and day > period.end
        ):
            continue
        found += _of_period(period, number, day, hours.calendar)
    return found


def _of_period(period: DatePeriod, number: int, day: date, calendar: str) -> list[Element]:
    source = frozenset({number})
    if not period.groups:
        if period.state is State.UNDEFINED:
            return []
        return [
            Element(start=0, end=DAY, state=period.state, override=period.override,
                    full_day=True, periods=source)
        ]  # fmt: skip
    weekday = day.isoweekday()
    return [
        _element(span, period, source)
        for group in period.groups
        if all(applies(rule, day, period, calendar) for rule in group.rules)
        for span in group.spans
        if not span.weekdays or weekday in span.weekdays
    ]


def _element(span: TimeSpan, period: DatePeriod, source: frozenset[int]) -> Element:
    state = period.state if span.state is State.UNDEFINED else span.state
    if span.full_day:
        start, end = 0, DAY
    else:
        start = span.start
        end = span.end + DAY if span.end is not None and span.end_next_day else span.end
    return Element(
        start=start, end=end, state=state, override=period.override,
        full_day=span.full_day, periods=source,
    )  # fmt: skip


def combine(elements: list[Element], hours: Hours) -> tuple[Element, ...]:
    """Overrides of the shortest period alone if there are any; then everything merged (H2-H4)."""
    overriding = [one for one in elements if one.override]
    if overriding:
        shortest = min(overriding, key=lambda one: _rank(one, hours))
        elements = [one for one in overriding if one.periods == shortest.periods]
    return merge(elements)


def _rank(one: Element, hours: Hours) -> tuple[int, int, list[int]]:
    """The shortest period first; of equally long ones the one with the highest order."""
    periods = [hours.periods[number] for number in one.periods]
    return (
        min(each.days for each in periods),
        -max(each.order for each in periods),
        sorted(one.periods),
    )


def merge(elements: Iterable[Element]) -> tuple[Element, ...]:
    """Spans of one state that overlap or touch become one (H3, H4)."""
    kinds: dict[tuple[State, bool], list[Element]] = {}
    for one in elements:
        kinds.setdefault((one.state, one.override), []).append(one)
    merged = [one for kind in kinds.values() for one in _merge_kind(kind)]
    return tuple(sorted(merged, key=lambda one: (*_order(one), one.state)))


def _merge_kind(elements: list[Element]) -> list[Element]:
    unknown = [one for one in elements if one.start is None and one.end is None]
    if unknown:
        sources = frozenset[int]().union(*(one.periods for one in elements))
        return [msgspec.structs.replace(unknown[0], periods=sources)]
    done: list[Element] = []
    for one in sorted(elements, key=_order):
        if done and (one.start or 0) <= (DAY if done[-1].end is None else done[-1].end):
            done[-1] = _joined(done[-1], one)
        else:
            done.append(one)
    return done


def _order(one: Element) -> tuple[int, int]:
    """By start, then by end; unknown is the whole day's edge."""
    return one.start or 0, DAY if one.end is None else one.end


def _joined(first: Element, second: Element) -> Element:
    end = None if first.end is None or second.end is None else max(first.end, second.end)
    return msgspec.structs.replace(
        first,
        end=end,
        full_day=first.start == 0 and end == DAY,
        periods=first.periods | second.periods,
    )
