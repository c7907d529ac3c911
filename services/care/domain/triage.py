# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Priorities, clocks and the order of the queue (care Q1-Q3)."""

from enum import StrEnum
from typing import Final

import msgspec

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 3_600_000


class Source(StrEnum):
    """Where an alert comes from."""

    MISSED = "missed"
    UNREACHABLE = "unreachable"
    ANSWER = "answer"
    SCAIP = "scaip"
    DEVICE = "device"
    DEVICE_OFFLINE = "device_offline"
    STAFF = "staff"
    RELATIVE = "relative"


HELP: Final = 1
MISSED: Final = 2
LOOK: Final = 3
UPKEEP: Final = 4
INFORMATION: Final = 5
LOWEST: Final = INFORMATION

ANSWER_WITHIN_MS: Final = {
    HELP: MINUTE_MS,
    MISSED: 3 * MINUTE_MS,
    LOOK: HOUR_MS,
    UPKEEP: 24 * HOUR_MS,
    INFORMATION: 72 * HOUR_MS,
}
"""By when somebody must have answered."""

ON_SITE_WITHIN_MS: Final = 45 * MINUTE_MS
"""By when somebody must be there, once somebody has answered an urgent alert."""

PRIORITY_OF_CHOICE: Final = {"need_help": HELP, "so_so": LOOK, "call_me": LOOK}


class Lowered(ValueError):
    """A unit may raise a priority; below the default of an urgent alert it never goes."""


def sla_due(opened_at: int, priority: int, *, answered: bool) -> int:
    """The deadline that counts now: to answer first, then to be on site (UTC ms)."""
    if answered and priority <= MISSED:
        return opened_at + ON_SITE_WITHIN_MS
    if answered:
        return opened_at + max(ANSWER_WITHIN_MS[priority], 24 * HOUR_MS)
    return opened_at + ANSWER_WITHIN_MS[priority]


def raised(default: int, wanted: int) -> int:
    """The priority a unit may give: any for a lesser alert, never below the default of P1 (Q1)."""
    if not HELP <= wanted <= LOWEST or (default == HELP and wanted > HELP):
        raise Lowered(wanted)
    return wanted


class Place(msgspec.Struct, frozen=True, order=True):
    """The sort key of an entry of the queue (Q2)."""

    not_breached: bool
    priority: int
    sla_due_at: int
    opened_at: int
    id: str


def place(*, id: str, priority: int, sla_due_at: int, opened_at: int, now: int) -> Place:  # noqa: A002
    """Where an alert stands at `now`: breached first, then urgency, deadline, age."""
    return Place(sla_due_at > now, priority, sla_due_at, opened_at, id)


class Times(msgspec.Struct, frozen=True):
    """The instants of one alert that the figures are made of (UTC ms)."""

    opened_at: int
    answered_at: int | None
    on_site_at: int | None
    waited_ms: int = 0
    """Time with 112, which is not ours."""


class Kpis(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of the staff screen: how many, and how many in time."""

    alerts: int
    answered_60_s: int
    answered_180_s: int
    visits: int
    on_site_45_min: int
    on_site_60_min: int


KPI_TARGETS: Final = {
    "answered_60_s": 97.5, "answered_180_s": 99.0, "on_site_45_min": 90.0, "on_site_60_min": 100.0,
}  # fmt: skip
"""Per cent that a unit must reach."""


def figures(rows: list[Times]) -> Kpis:
    """Count what was in time."""
    answers = [each.answered_at - each.opened_at for each in rows if each.answered_at is not None]
    visits = [
        each.on_site_at - each.opened_at - each.waited_ms
        for each in rows
        if each.on_site_at is not None
    ]
    return Kpis(
        alerts=len(rows),
        answered_60_s=sum(took <= MINUTE_MS for took in answers),
        answered_180_s=sum(took <= 3 * MINUTE_MS for took in answers),
        visits=len(visits),
        on_site_45_min=sum(took <= 45 * MINUTE_MS for took in visits),
        on_site_60_min=sum(took <= HOUR_MS for took in visits),
    )
