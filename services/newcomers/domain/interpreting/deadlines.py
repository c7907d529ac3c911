# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""When a broker must answer, and what a cancellation costs: the published rules, on workdays."""

from datetime import datetime, time, timedelta
from enum import StrEnum

import msgspec

from services.newcomers.domain.workdays import (
    DAY,
    count_workdays,
    is_workday,
    last_workday,
    moved_back,
    moved_forward,
    next_workday,
    periods,
)

LATEST_SAME_DAY = time(16, 30)
LATEST_NEXT_DAY = time(15, 0)
SAME_DAY_BEFORE_HOUR = 14
FULL_BELOW_PERIODS = 2
LEAST_OVERLAP = timedelta(minutes=5)
_FAR, _NEAR = 20, 10
_FURTHEST = 400
"""Days that are looked through; beyond them there is no interpreter to be had anyway."""


class AnswerRule(StrEnum):
    """The names the agreement gives its rules."""

    MORE_THAN_TWENTY = "more_than_twenty_workdays_before_occasion"
    MORE_THAN_TEN = "more_than_ten_workdays_before_occasion"
    NEXT_DAY = "answer_required_next_day"
    SAME_DAY = "answer_required_same_day"
    SET_BY_CUSTOMER = "answer_time_set_by_customer"


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """Which rule applies and what follows from it; wall-clock times of Stockholm."""

    rule: AnswerRule
    workdays: int
    """Workdays from the order up to the day of the occasion."""
    answer_by: datetime | None = None
    """When the broker must have accepted; None: the customer must say."""
    name_by: datetime | None = None
    """When the interpreter must have been named, if that may come later."""


class Compensation(StrEnum):
    """What a cancelled order costs."""

    NONE = "none"
    BROKER_FEE = "broker_fee"
    FULL = "full"
    IMPOSSIBLE = "impossible"
    """The occasion has begun: it cannot be cancelled any more."""


class Agreement(StrEnum):
    """Which framework agreement an order was made under."""

    OLDER = "older"
    CURRENT = "current"


class Span(msgspec.Struct, frozen=True):
    """A time booked."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start


def answer_deadline(ordered_at: datetime, starts_at: datetime) -> Deadline:
    """The rule for an order made at one moment for another, and its terms."""
    created = moved_forward(_to_minute(ordered_at))
    start = moved_back(_to_minute(starts_at))
    on_workday = is_workday(starts_at.date())
    start_day = starts_at.date() if on_workday else last_workday(starts_at.date())
    start_time = _minutes(start) if on_workday else 24 * 60
    count = count_workdays(created.date(), start_day)
    early = _minutes(created) <= start_time
    if count > _FAR or (count == _FAR and early):
        return _long_term(AnswerRule.MORE_THAN_TWENTY, count, created, start, confirm=4, name=7)
    if count > _NEAR or (count == _NEAR and early):
        return _long_term(AnswerRule.MORE_THAN_TEN, count, created, start, confirm=2, name=5)
    if count >= FULL_BELOW_PERIODS:
        day = next_workday(created.date())
        by = datetime.combine(day, LATEST_NEXT_DAY)
        return Deadline(rule=AnswerRule.NEXT_DAY, workdays=count, answer_by=by)
    if count == 1 and created.hour < SAME_DAY_BEFORE_HOUR:
        by = datetime.combine(created.date(), LATEST_SAME_DAY)
        return Deadline(rule=AnswerRule.SAME_DAY, workdays=count, answer_by=by)
    return Deadline(rule=AnswerRule.SET_BY_CUSTOMER, workdays=count)


def cancellation(
    now: datetime, starts_at: datetime, *, replaced: Span | None = None,
    booked: Span | None = None, agreement: Agreement = Agreement.CURRENT,
) -> Compensation:  # fmt: skip
    """What cancelling an accepted order costs; nothing more when another order replaces it."""
    if now >= starts_at:
        return Compensation.IMPOSSIBLE
    if replaced is not None and booked is not None and replaces(booked, replaced, agreement):
        return Compensation.NONE
    few = periods(_to_minute(now), _to_minute(starts_at)) < FULL_BELOW_PERIODS
    return Compensation.FULL if few else Compensation.BROKER_FEE


def replaces(booked: Span, other: Span, agreement: Agreement) -> bool:
    """Whether another order stands in for a cancelled one."""
    if agreement is Agreement.OLDER:
        return booked.start <= other.start and other.end <= booked.end
    overlap = min(booked.end, other.end) - max(booked.start, other.start)
    return overlap >= LEAST_OVERLAP and other.length <= booked.length


def _long_term(
    rule: AnswerRule, count: int, created: datetime, start: datetime, *, confirm: int, name: int
) -> Deadline:  # fmt: skip
    return Deadline(
        rule=rule,
        workdays=count,
        answer_by=_first_after(created, confirm),
        name_by=_last_before(start, name),
    )


def _first_after(moment: datetime, wanted: int) -> datetime | None:
    days = (moment + offset * DAY for offset in range(_FURTHEST))
    return next((later for later in days if periods(moment, later) == wanted), None)


def _last_before(moment: datetime, wanted: int) -> datetime | None:
    days = (moment - offset * DAY for offset in range(_FURTHEST))
    return next((earlier for earlier in days if periods(earlier, moment) == wanted), None)


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
