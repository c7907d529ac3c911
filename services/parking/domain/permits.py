# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Parking permits: periods that tile, states, prices of a second vehicle, refunds, overlaps."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from services.parking.domain.pricing import vat_of

MOST_MONTHS = 12
EXTEND_WITHIN = timedelta(days=14)
SECOND_VEHICLE_PERCENT = 150
TEMPORARY_AT_LEAST_MS = 3_600_000
TEMPORARY_MOST = 2
YEAR_MS = 365 * 86_400_000


class PermitType(StrEnum):
    """What a permit is for."""

    RESIDENT = "resident"
    VISITOR = "visitor"
    DISABILITY = "disability"


class PermitStatus(StrEnum):
    """Where a permit stands."""

    DRAFT = "draft"
    PRELIMINARY = "preliminary"
    PAYMENT_IN_PROGRESS = "payment_in_progress"
    VALID = "valid"
    CLOSED = "closed"
    CANCELLED = "cancelled"


LIVE = frozenset(
    {
        PermitStatus.DRAFT,
        PermitStatus.PRELIMINARY,
        PermitStatus.PAYMENT_IN_PROGRESS,
        PermitStatus.VALID,
    }
)
"""One of these per owner and vehicle."""

STEPS: dict[PermitStatus, frozenset[PermitStatus]] = {
    PermitStatus.DRAFT: frozenset({PermitStatus.PRELIMINARY, PermitStatus.CANCELLED}),
    PermitStatus.PRELIMINARY: frozenset(
        {PermitStatus.PAYMENT_IN_PROGRESS, PermitStatus.VALID, PermitStatus.CANCELLED}
    ),
    PermitStatus.PAYMENT_IN_PROGRESS: frozenset({PermitStatus.VALID, PermitStatus.CANCELLED}),
    PermitStatus.VALID: frozenset({PermitStatus.CLOSED}),
    PermitStatus.CLOSED: frozenset(),
    PermitStatus.CANCELLED: frozenset(),
}
"""Where a permit may go from where it stands."""


class EndWhen(StrEnum):
    """When a holder wants her permit to end."""

    IMMEDIATELY = "immediately"
    AFTER_CURRENT_PERIOD = "after_current_period"


class Period(msgspec.Struct, frozen=True):
    """Half-open local dates."""

    start: date
    end: date


class Refund(msgspec.Struct, frozen=True):
    """Money given back for whole months not used."""

    months: int
    gross_ore: int
    vat_ore: int


class Validity(msgspec.Struct, frozen=True):
    """Something valid from one instant to another (milliseconds, half-open)."""

    key: str
    start: int
    end: int


def months_after(start: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def periods(start: date, months: int) -> list[Period]:
    """The months of a permit, counted from its first day: they tile without gap or overlap."""
    return [
        Period(months_after(start, number), months_after(start, number + 1))
        for number in range(months)
    ]


def current_period(start: date, today: date) -> Period:
    """The month of the permit that holds on a date not before its start."""
    number = 0
    while months_after(start, number + 1) <= today:
        number += 1
    return Period(months_after(start, number), months_after(start, number + 1))


def month_price(tariff_month_ore: int, *, second_vehicle: bool) -> int:
    """What a month costs, in öre; a second vehicle costs half as much again."""
    if not second_vehicle:
        return tariff_month_ore
    return (tariff_month_ore * SECOND_VEHICLE_PERCENT + 50) // 100


def ends_on(start: date, end: date | None, today: date, when: EndWhen) -> date:
    """The day from which an ended permit no longer holds."""
    if when is EndWhen.IMMEDIATELY:
        return max(start, today)
    period_end = current_period(start, max(start, today)).end
    return period_end if end is None else min(end, period_end)


def refund(start: date, end: date, last_day: date, month_ore: int) -> Refund | None:
    """What is given back when a paid permit stops before its end: unused whole months; None if none."""
    unused = 0
    number = 0
    while months_after(start, number) < end:
        unused += months_after(start, number) >= last_day
        number += 1
    gross = unused * month_ore
    return Refund(unused, gross, vat_of(gross)) if gross else None


def may_extend(status: PermitStatus, end: date | None, today: date) -> bool:
    """Whether a permit of fixed length may be extended: valid, and within 14 days of its end."""
    if status is not PermitStatus.VALID or end is None:
        return False
    return today < end <= today + EXTEND_WITHIN


def may_lend(permit: Validity, start: int, end: int) -> bool:
    """Whether a temporary vehicle may stand in then: an hour at least, inside the permit."""
    return end - start >= TEMPORARY_AT_LEAST_MS and start >= permit.start and end <= permit.end


def lent_too_often(start: int, others: Iterable[int]) -> bool:
    """Whether a permit was lent, or is going to be, as often as it may within a year of an instant."""
    return sum(abs(one - start) < YEAR_MS for one in others) >= TEMPORARY_MOST


def outside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of [start, end) when spans are taken out, in order; empty pieces are dropped."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if first >= last:
            continue
        if start < min(first, end):
            found.append((start, min(first, end)))
        start = max(start, last)
    if start < end:
        found.append((start, end))
    return found
