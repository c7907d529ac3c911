# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Due rules: an anchor, an ISO 8601 duration, a calendar; and the day that follows from them."""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

import msgspec

from services.newcomers.domain.planning.situation import Situation
from services.newcomers.domain.workdays import add_workdays

OLD_AFTER = timedelta(days=180)
"""A deadline that nobody has checked for so long is doubted aloud."""

_DURATION = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_STEP = re.compile(r"step:([a-z0-9_-]+)\.done")
_CHILD = re.compile(r"child:(\d+)\.birthday")
_MONTHS = 12


class RuleUnreadable(ValueError):
    """A due rule lacks its anchor or cannot be read."""


class DueReason(StrEnum):
    """Why a step has this due date, or none."""

    RULE = "rule"
    NO_RULE = "no_rule"
    ANCHOR_UNKNOWN = "anchor_unknown"
    """The date it counts from has not been told."""
    AFTER_STEP = "after_step"
    """It counts from a step that is not done yet."""


class DueRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By when, counted from what, and who says so."""

    anchor: str
    offset: str
    source_url: str
    checked_on: date
    calendar: Literal["days", "workdays"] = "days"
    hard: bool = False
    """A term of law, not advice."""
    when: tuple[str, ...] = ()
    """Conditions under which this rule holds; the first that fits decides."""

    def is_old(self, today: date) -> bool:
        """Whether the source must be read again."""
        return today - self.checked_on > OLD_AFTER


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A due date and its reason."""

    on: date | None
    reason: DueReason
    rule: DueRule | None = None


class Duration(msgspec.Struct, frozen=True):
    """Whole years, months and days, forwards or backwards."""

    months: int
    days: int


def read_duration(text: str) -> Duration:
    """P1Y, P3M7D, P2W, -P14D; RuleUnreadable for anything else."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()[1:]):
        raise RuleUnreadable(f"{text!r} is no duration such as P7D")
    sign = -1 if match[1] else 1
    years, months, weeks, days = (int(part or 0) for part in match.groups()[1:])
    return Duration(sign * (years * _MONTHS + months), sign * (weeks * 7 + days))


def check_rule(rule: DueRule, known_steps: frozenset[str]) -> None:
    """Raise RuleUnreadable unless the rule has an anchor that exists and a readable offset."""
    step = step_of(rule.anchor)
    if step is not None and step not in known_steps:
        raise RuleUnreadable(f"the anchor names no step {step}")
    if (
        step is None
        and rule.anchor not in ("arrival", "residence_from")
        and not _CHILD.fullmatch(rule.anchor)
    ):
        raise RuleUnreadable(f"{rule.anchor!r} is no anchor")
    duration = read_duration(rule.offset)
    if rule.calendar == "workdays" and (duration.months or duration.days < 0):
        raise RuleUnreadable("workdays are counted forwards in days")


def step_of(anchor: str) -> str | None:
    """The step whose completion a rule counts from."""
    match = _STEP.fullmatch(anchor)
    return match[1] if match else None


def due_of(rule: DueRule | None, situation: Situation, done: Mapping[str, date]) -> Due:
    """The day by which something must be done."""
    if rule is None:
        return Due(on=None, reason=DueReason.NO_RULE)
    step = step_of(rule.anchor)
    start = done.get(step) if step is not None else _anchor(rule.anchor, situation)
    if start is None:
        reason = DueReason.AFTER_STEP if step is not None else DueReason.ANCHOR_UNKNOWN
        return Due(on=None, reason=reason, rule=rule)
    return Due(on=add(start, rule), reason=DueReason.RULE, rule=rule)


def add(start: date, rule: DueRule) -> date:
    """The start moved by the rule's offset; months end where the shorter month ends."""
    duration = read_duration(rule.offset)
    if rule.calendar == "workdays":
        return add_workdays(start, duration.days)
    return add_months(start, duration.months) + timedelta(days=duration.days)


def add_months(day: date, count: int) -> date:
    """The same day `count` months later, or the last of a shorter month."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + count, _MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _anchor(name: str, situation: Situation) -> date | None:
    if name == "arrival":
        return situation.arrival_date
    if name == "residence_from":
        return situation.residence_from
    match = _CHILD.fullmatch(name)
    number = int(match[1]) - 1 if match else -1
    years = situation.children
    return date(years[number], 1, 1) if 0 <= number < len(years) else None
