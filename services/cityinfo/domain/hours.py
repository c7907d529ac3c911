# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening hours as people plan them: periods, groups of spans, rules, overrides, sixteen states."""

from datetime import date
from enum import StrEnum

import msgspec

from services.kit.errors import InputInvalid

DAY = 1440
"""Minutes of a day by the clock on the wall."""
UNBOUNDED_DAYS = 9_999
MOST_PERIODS = 200
MOST_SPANS = 100


class State(StrEnum):
    """What a span of time means for whoever stands at the door."""

    OPEN = "open"
    CLOSED = "closed"
    UNDEFINED = "undefined"
    SELF_SERVICE = "self_service"
    WITH_KEY = "with_key"
    WITH_RESERVATION = "with_reservation"
    OPEN_AND_RESERVABLE = "open_and_reservable"
    WITH_KEY_AND_RESERVATION = "with_key_and_reservation"
    ENTER_ONLY = "enter_only"
    EXIT_ONLY = "exit_only"
    WEATHER_PERMITTING = "weather_permitting"
    NOT_IN_USE = "not_in_use"
    MAINTENANCE = "maintenance"
    RESERVED = "reserved"
    BY_APPOINTMENT = "by_appointment"
    NO_OPENING_HOURS = "no_opening_hours"


OPEN_STATES = frozenset(
    {
        State.OPEN, State.SELF_SERVICE, State.WITH_KEY, State.WITH_RESERVATION,
        State.OPEN_AND_RESERVABLE, State.WITH_KEY_AND_RESERVATION, State.ENTER_ONLY,
        State.WEATHER_PERMITTING, State.RESERVED, State.BY_APPOINTMENT,
    }
)  # fmt: skip
"""States in which a person with what it takes gets in (cityinfo 2)."""


class Context(StrEnum):
    """Within what a rule counts."""

    PERIOD = "period"
    YEAR = "year"
    MONTH = "month"


class Subject(StrEnum):
    """What a rule counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"
    HOLIDAY = "holiday"
    """Days of the resource's holiday calendar (H9)."""


WEEKDAYS = (
    Subject.MON, Subject.TUE, Subject.WED, Subject.THU, Subject.FRI, Subject.SAT, Subject.SUN,
)  # fmt: skip


class Modifier(StrEnum):
    """Every second one by its number in the calendar."""

    EVEN = "even"
    ODD = "odd"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """On which dates a group of spans applies; all rules of a group must agree (H6)."""

    context: Context
    subject: Subject
    start: int | None = None
    """Which one to begin with: from 1, negative from the end; 0 only for weeks of a year."""
    ordinal: int | None = None
    """Every so many, beginning with `start`; None: that one alone, or all."""
    modifier: Modifier | None = None


class TimeSpan(msgspec.Struct, frozen=True, kw_only=True):
    """From when to when, in minutes after midnight by the wall clock."""

    weekdays: tuple[int, ...] = ()
    """1 = Monday to 7 = Sunday; empty means every day."""
    start: int | None = None
    """None: nobody knows when it begins."""
    end: int | None = None
    """None: nobody knows when it ends."""
    end_next_day: bool = False
    full_day: bool = False
    state: State = State.UNDEFINED
    """Undefined: that of the period."""


class TimeSpanGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Spans that apply on the same dates."""

    spans: tuple[TimeSpan, ...]
    rules: tuple[Rule, ...] = ()


class DatePeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of dates with its hours; an override stands above whatever else there is."""

    start: date | None = None
    end: date | None = None
    """The last date, included."""
    state: State = State.UNDEFINED
    override: bool = False
    order: int = 0
    is_public: bool = True
    groups: tuple[TimeSpanGroup, ...] = ()

    @property
    def days(self) -> int:
        """How long it is, for choosing among overrides (H2)."""
        if self.start is None or self.end is None:
            return UNBOUNDED_DAYS
        return (self.end - self.start).days


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """The opening hours of a place."""

    periods: tuple[DatePeriod, ...] = ()
    calendar: str = "se-office"
    """The named holiday calendar that `holiday` rules follow."""
    timezone: str = "Europe/Stockholm"


def check_hours(hours: Hours) -> Hours:
    """The hours themselves; InputInvalid names the place of what cannot be meant."""
    if len(hours.periods) > MOST_PERIODS:
        raise InputInvalid(path=("periods",), max=MOST_PERIODS)
    for number, period in enumerate(hours.periods):
        _check_period(period, ("periods", number))
    return hours


def _check_period(period: DatePeriod, path: tuple[str | int, ...]) -> None:
    if period.start is not None and period.end is not None and period.end < period.start:
        raise InputInvalid(path=(*path, "end"))
    if sum(len(group.spans) for group in period.groups) > MOST_SPANS:
        raise InputInvalid(path=(*path, "groups"), max=MOST_SPANS)
    for g, group in enumerate(period.groups):
        for s, span in enumerate(group.spans):
            if not _is_possible(span):
                raise InputInvalid(path=(*path, "groups", g, "spans", s))
        for r, rule in enumerate(group.rules):
            if not is_possible_rule(rule, period):
                raise InputInvalid(path=(*path, "groups", g, "rules", r))


def _is_possible(span: TimeSpan) -> bool:
    if any(not 1 <= day <= len(WEEKDAYS) for day in span.weekdays):
        return False
    if any(not 0 <= minute <= DAY for minute in (span.start, span.end) if minute is not None):
        return False
    if span.full_day:
        return span.start in (None, 0) and span.end in (None, 0, DAY)
    if span.start is None or span.end is None:
        return True
    if span.end_next_day:
        return span.end <= span.start
    return span.end > span.start


def is_possible_rule(rule: Rule, period: DatePeriod) -> bool:
    """Whether a rule can be meant (H6)."""
    counted = rule.start is not None or rule.ordinal is not None
    impossible = (
        rule.subject is Subject.HOLIDAY and (counted or rule.modifier is not None),
        rule.modifier is not None and counted,
        rule.context is Context.PERIOD and period.start is None,
        rule.context is Context.MONTH and rule.subject is Subject.MONTH,
        rule.ordinal is not None and rule.ordinal < 1,
        rule.start == 0 and (rule.context, rule.subject) != (Context.YEAR, Subject.WEEK),
        rule.start is not None
        and rule.start < 0
        and rule.context is Context.PERIOD
        and period.end is None,
    )
    return not any(impossible)
