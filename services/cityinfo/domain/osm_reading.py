# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""OpenStreetMap's opening_hours into our model: every schedule the model can hold, nothing guessed.

A later rule stands above an earlier one on the dates both mean; where they cannot meet, both are plain
periods, so that a night that began before midnight goes on. What the model cannot hold (sunrise, school
holidays, fall-backs) is refused with its place.
"""

from datetime import date
from typing import Final

import msgspec

from services.cityinfo.domain.holidays import OFFICE
from services.cityinfo.domain.hours import (
    DAY,
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
    check_hours,
)
from services.cityinfo.domain.osm_words import DAYS, MONTHS, STATES_BY_COMMENT, Token, tokens
from services.kit.errors import InputInvalid

_LAST_WEEK: Final = 53
_EVERY_SECOND: Final = 2
_LEAP_YEAR: Final = 2028
_LATEST: Final = 2 * DAY
_SIXTY: Final = 60
_HOLIDAY = Rule(context=Context.YEAR, subject=Subject.HOLIDAY)


class _Read(msgspec.Struct):
    """One rule of a schedule as it stands in the text."""

    start: date | None = None
    end: date | None = None
    dates: list[tuple[Rule, ...]] = []
    """Ways to be meant by months, weeks and days of months; empty: every date."""
    days: list[int] = []
    nth: list[Rule] = []
    holidays: bool = False
    times: list[tuple[int, int | None]] = []
    state: State = State.OPEN
    additional: bool = False


def read_osm(text: str, *, calendar: str = OFFICE) -> Hours:
    """The hours that a schedule means. InputInvalid names the place of what cannot be read."""
    reader = _Reader(tokens(text))
    rules = reader.rules()
    periods = tuple(
        period
        for number, rule in enumerate(rules)
        for period in _periods(rule, number, above=_stands_above(rule, rules[:number]))
    )
    return check_hours(Hours(periods=periods, calendar=calendar))


def _stands_above(rule: _Read, earlier: list[_Read]) -> bool:
    if rule.additional:
        return False
    if not earlier:
        return False
    return rule.holidays or any(_may_meet(rule, one) for one in earlier)


def _may_meet(one: _Read, other: _Read) -> bool:
    """Whether two rules may mean the same date; only weekdays and months keep them surely apart."""
    ours, theirs = _weekdays(one), _weekdays(other)
    if ours and theirs and not ours & theirs:
        return False
    ours, theirs = _months(one), _months(other)
    return not (ours and theirs and not ours & theirs)


def _weekdays(rule: _Read) -> set[int]:
    return {*rule.days, *(WEEKDAYS.index(each.subject) + 1 for each in rule.nth)}


def _months(rule: _Read) -> set[int]:
    found = {
        each.start
        for ways in rule.dates
        for each in ways
        if each.subject is Subject.MONTH and each.start is not None
    }
    return found if all(any(r.subject is Subject.MONTH for r in w) for w in rule.dates) else set()


def _periods(rule: _Read, number: int, *, above: bool) -> list[DatePeriod]:
    """The periods of one rule: its dates, and apart from them the holidays it names."""
    spans = _spans(rule)
    found: list[DatePeriod] = []
    ways = rule.dates or [()]
    plain = [TimeSpanGroup(spans=tuple(_on(spans, rule.days)), rules=way) for way in ways]
    counted = [
        TimeSpanGroup(spans=tuple(spans), rules=(*way, each)) for way in ways for each in rule.nth
    ]
    groups = (plain if rule.days or not (rule.nth or rule.holidays) else []) + counted
    if groups:
        found.append(
            DatePeriod(start=rule.start, end=rule.end, state=rule.state, override=above,
                       order=number, groups=tuple(groups))
        )  # fmt: skip
    if rule.holidays:
        on_holidays = tuple(TimeSpanGroup(spans=tuple(spans), rules=(*w, _HOLIDAY)) for w in ways)
        found.append(
            DatePeriod(start=rule.start, end=rule.end, state=rule.state, override=above,
                       order=number, groups=on_holidays)
        )  # fmt: skip
    return found


def _spans(rule: _Read) -> list[TimeSpan]:
    if not rule.times:
        return [TimeSpan(full_day=True)]
    return [_span(start, end) for start, end in rule.times]


def _span(start: int, end: int | None) -> TimeSpan:
    if end is None:
        return TimeSpan(start=start)
    if end <= start:
        end += DAY
    if end > DAY:
        return TimeSpan(start=start, end=end - DAY, end_next_day=True)
    return TimeSpan(start=start, end=end, full_day=start == 0 and end == DAY)


def _on(spans: list[TimeSpan], days: list[int]) -> list[TimeSpan]:
    weekdays = tuple(sorted(set(days)))
    return [msgspec.structs.replace(each, weekdays=weekdays) for each in spans]


class _Reader:
    """Walks over the words of a schedule."""

    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._at = 0

    def rules(self) -> list[_Read]:
        """Every rule, in order."""
        found: list[_Read] = []
        additional = False
        while True:
            rule = self._rule()
            rule.additional = additional
            found.append(rule)
            if self._at >= len(self._words):
                return found
            additional = self._take("sign", ",") is not None
            if not additional and self._take("sign", ";") is None:
                raise self._wrong()
            if self._at >= len(self._words):
                return found

    def _rule(self) -> _Read:
        rule = _Read(dates=[], days=[], nth=[], times=[])
        began = self._at
        if self._take("always"):
            rule.times = [(0, DAY)]
        else:
            self._dates(rule)
            self._take("sign", ":")
            self._weekdays(rule)
            self._times(rule)
        self._state(rule)
        if rule.times and rule.state is State.CLOSED:
            raise self._wrong()  # it would cut a piece out of another rule's span
        if self._at == began:
            raise self._wrong()
        return rule

    def _dates(self, rule: _Read) -> None:
        kind = self._peek()
        if kind == "year":
            self._years(rule)
        elif kind == "month":
            self._months(rule)
        elif self._take("week"):
            self._weeks(rule)

    def _years(self, rule: _Read) -> None:
        """`2026`, `2026-2027`, `2026 Jun 01-2026 Aug 31`, `2026 Dec 24`."""
        year = self._number("year")
        if self._peek() != "month":
            last = self._number("year") if self._take("sign", "-") else year
            rule.start, rule.end = self._date(year, 1, 1), self._date(last, 12, 31)
            return
        rule.start = rule.end = self._date(year, self._month(), self._number("number"))
        if self._take("sign", "-"):
            if self._peek() == "year":
                year = self._number("year")
            month = self._month() if self._peek() == "month" else rule.start.month
            rule.end = self._date(year, month, self._number("number"))

    def _months(self, rule: _Read) -> None:
        """`Jun`, `Jun-Aug,Dec`, `Dec 24`, `Dec 24-26,Dec 31`."""
        while True:
            first = self._month()
            if self._peek() == "number":
                rule.dates += self._month_days(first)
            else:
                last = self._month() if self._take("sign", "-") else first
                rule.dates += [(_of_year(month),) for month in _round(first, last, len(MONTHS))]
            if self._peek_two() != ("sign,", "month"):
                return
            self._at += 1

    def _month_days(self, month: int) -> list[tuple[Rule, ...]]:
        first = last = self._number("number")
        if self._take("sign", "-"):
            if self._peek() == "month" and self._month() != month:
                raise self._wrong()
            last = self._number("number")
        if self._date(_LEAP_YEAR, month, last) < self._date(_LEAP_YEAR, month, first):
            raise self._wrong()
        return [
            (_of_year(month), Rule(context=Context.MONTH, subject=Subject.DAY, start=day))
            for day in range(first, last + 1)
        ]

    def _weeks(self, rule: _Read) -> None:
        """`week 01-53/2`, `week 10-20`, `week 7`: ISO weeks."""
        first = last = self._number("number")
        if self._take("sign", "-"):
            last = self._number("number")
        step = self._number("number") if self._take("sign", "/") else 1
        whole = last >= _LAST_WEEK - 1 and first in (1, _EVERY_SECOND)
        if step != _EVERY_SECOND or not whole:
            raise self._wrong()
        modifier = Modifier.ODD if first == 1 else Modifier.EVEN
        rule.dates.append((Rule(context=Context.YEAR, subject=Subject.WEEK, modifier=modifier),))

    def _weekdays(self, rule: _Read) -> None:
        """`Mo-Fr,Su`, `Tu[1,3]`, `PH`, `Mo-Fr,PH`."""
        while self._peek() in ("day", "holiday"):
            if self._take("holiday"):
                rule.holidays = True
            else:
                self._days(rule)
            if self._peek_two() not in (("sign,", "day"), ("sign,", "holiday")):
                return
            self._at += 1

    def _days(self, rule: _Read) -> None:
        first = DAYS.index(self._need("day")) + 1
        if self._take("sign", "["):
            self._nth(rule, first)
            return
        last = DAYS.index(self._need("day")) + 1 if self._take("sign", "-") else first
        rule.days += _round(first, last, len(DAYS))

    def _nth(self, rule: _Read, day: int) -> None:
        while True:
            sign = -1 if self._take("sign", "-") else 1
            number = self._number("number")
            if not 1 <= number <= 5:  # noqa: PLR2004 -- no month has a sixth Tuesday
                raise self._wrong()
            rule.nth.append(
                Rule(context=Context.MONTH, subject=WEEKDAYS[day - 1], start=sign * number)
            )
            if not self._take("sign", ","):
                break
        if not self._take("sign", "]"):
            raise self._wrong()

    def _times(self, rule: _Read) -> None:
        """`10:00-18:00`, `22:00-04:00`, `10:00+`, lists of them."""
        while self._peek() == "time":
            start = self._time()
            if self._take("sign", "+"):
                rule.times.append((start, None))
            elif self._take("sign", "-"):
                end = self._time()
                if start >= DAY or end - start > DAY:
                    raise self._wrong()
                rule.times.append((start, end))
            else:
                raise self._wrong()
            if self._peek_two() != ("sign,", "time"):
                return
            self._at += 1

    def _state(self, rule: _Read) -> None:
        word = self._take("state")
        if word is not None and word.text != "open":
            rule.state = State.CLOSED
        comment = self._take("comment")
        if comment is not None:
            rule.state = STATES_BY_COMMENT.get(comment.text, rule.state)

    def _time(self) -> int:
        hours, minutes = self._need("time").split(":")
        found = int(hours) * _SIXTY + int(minutes)
        if int(minutes) >= _SIXTY or found > _LATEST:
            raise self._wrong()
        return found

    def _date(self, year: int, month: int, day: int) -> date:
        try:
            return date(year, month, day)
        except ValueError as broken:
            raise self._wrong() from broken

    def _month(self) -> int:
        return MONTHS.index(self._need("month")) + 1

    def _number(self, kind: str) -> int:
        return int(self._need(kind))

    def _need(self, kind: str) -> str:
        word = self._take(kind)
        if word is None:
            raise self._wrong()
        return word.text

    def _take(self, kind: str, text: str | None = None) -> Token | None:
        if self._at < len(self._words):
            word = self._words[self._at]
            if word.kind == kind and text in (None, word.text):
                self._at += 1
                return word
        return None

    def _peek(self) -> str:
        return self._words[self._at].kind if self._at < len(self._words) else ""

    def _peek_two(self) -> tuple[str, str]:
        """The sign that follows and the kind of what follows it."""
        if self._at + 1 >= len(self._words):
            return "", ""
        sign, after = self._words[self._at : self._at + 2]
        return sign.kind + sign.text, after.kind

    def _wrong(self) -> InputInvalid:
        at = self._words[self._at].at if self._at < len(self._words) else -1
        return InputInvalid(path=("openingHours", at))


def _of_year(month: int) -> Rule:
    return Rule(context=Context.YEAR, subject=Subject.MONTH, start=month)


def _round(first: int, last: int, size: int) -> list[int]:
    """From first to last, over the end of the week or year if need be."""
    whole = list(range(1, size + 1))
    start = whole[first - 1 :] + whole[: first - 1]
    return start[: start.index(last) + 1]
