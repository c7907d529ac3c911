# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders: two weeks, three days and the day itself; never at night, never too many a week."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import msgspec

from services.newcomers.domain.planning.plan import CLOSED, Step, StepState

DAYS_BEFORE = (14, 3, 0)
SEND_AT = time(9, 0)


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """When a person does not want to hear from us, and how often at most."""

    begins: time = time(21, 0)
    ends: time = time(8, 0)
    weekly_cap: int = 5


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """One message about one step, at a wall-clock time of Stockholm."""

    step: str
    days_before: int
    at: datetime
    is_hard: bool

    @property
    def id(self) -> str:
        """The same reminder has the same id however often it is worked out."""
        return f"{self.step}:{self.days_before}"


def reminders(steps: Iterable[Step], today: date, *, quiet: Quiet | None = None) -> list[Reminder]:
    """Those from `today` on, in order. A hard term is never dropped, a soft one gives way to the cap."""
    rules = quiet or Quiet()
    wanted = [one for step in steps for one in _of_step(step, today, rules)]
    wanted.sort(key=lambda one: (not one.is_hard, one.at, one.step))
    sent: Counter[tuple[int, int]] = Counter()
    kept: list[Reminder] = []
    for one in wanted:
        week = one.at.isocalendar()[:2]
        if one.is_hard or sent[week] < rules.weekly_cap:
            sent[week] += 1
            kept.append(one)
    return sorted(kept, key=lambda one: (one.at, one.step))


def awake(moment: datetime, quiet: Quiet) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    now = moment.time()
    if quiet.begins <= quiet.ends:
        is_quiet = quiet.begins <= now < quiet.ends
        return datetime.combine(moment.date(), quiet.ends) if is_quiet else moment
    if now >= quiet.begins:
        return datetime.combine(moment.date() + timedelta(days=1), quiet.ends)
    return datetime.combine(moment.date(), quiet.ends) if now < quiet.ends else moment


def overdue(steps: Iterable[Step], today: date) -> list[Step]:
    """Open steps whose hard term has passed: what a counsellor hears of, with a grant."""
    return [
        step
        for step in steps
        if step.due.on is not None
        and step.due.on < today
        and step.due.rule is not None
        and step.due.rule.hard
        and step.state not in CLOSED
    ]


def _of_step(step: Step, today: date, quiet: Quiet) -> list[Reminder]:
    if step.due.on is None or step.state in CLOSED or step.state is StepState.BLOCKED:
        return []
    is_hard = step.due.rule is not None and step.due.rule.hard
    days = [(before, step.due.on - timedelta(days=before)) for before in DAYS_BEFORE]
    return [
        Reminder(
            step=step.key, days_before=before,
            at=awake(datetime.combine(day, SEND_AT), quiet), is_hard=is_hard,
        )
        for before, day in days
        if day >= today
    ]  # fmt: skip
