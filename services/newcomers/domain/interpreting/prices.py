# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an interpreter costs: rows of the agreement as data, times counted as the state's tariff counts them.

The first hour is paid whole, then each half hour that has begun; half hours before 7, after 18 or on
days that are no workdays cost more; time lost and kilometres have rows of their own; the broker has a fee.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import msgspec

from services.newcomers.domain.interpreting.deadlines import Agreement, Compensation
from services.newcomers.domain.interpreting.orders import Competence
from services.newcomers.domain.workdays import is_workday

HALF_HOUR = timedelta(minutes=30)
_FIRST = timedelta(hours=1)
_DAY_BEGINS, _DAY_ENDS = time(7), time(18)


class PriceKind(StrEnum):
    """What a row prices."""

    BROKER_FEE = "broker_fee"
    FIRST_HOUR = "first_hour"
    HALF_HOUR = "half_hour"
    UNSOCIAL_HALF_HOUR = "unsocial_half_hour"
    WASTE_HALF_HOUR = "waste_half_hour"
    KILOMETRE = "kilometre"


class PriceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One price of an agreement, from a day on until a later row takes its place."""

    agreement: Agreement
    kind: PriceKind
    competence: Competence | None = None
    """None: for every level."""
    valid_from: date
    ore: int
    source_url: str
    checked_on: date


class PriceLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many of what, at which price in öre."""

    kind: PriceKind
    quantity: int
    ore: int

    @property
    def total(self) -> int:
        """Öre."""
        return self.quantity * self.ore


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """The time that is paid; wall-clock times of Stockholm."""

    start_at: datetime
    end_at: datetime
    break_minutes: int = 0
    waste_minutes: int = 0
    kilometres: int = 0


def price(
    worked: Worked, competence: Competence, rows: Iterable[PriceRow], agreement: Agreement
) -> list[PriceLine]:
    """A line per kind that there is something of and a row for."""
    counted = _counted(worked)
    ours = [one for one in rows if one.agreement is agreement]
    lines: list[PriceLine] = []
    for kind, quantity in counted.items():
        row = row_for(ours, kind, competence, worked.start_at.date())
        if row is not None and quantity:
            lines.append(PriceLine(kind=kind, quantity=quantity, ore=row.ore))
    return lines


def after_cancelling(lines: Iterable[PriceLine], cost: Compensation | None) -> list[PriceLine]:
    """What is left to pay: everything, the broker's fee alone, or nothing."""
    if cost in (None, Compensation.FULL):
        return list(lines)
    if cost is Compensation.BROKER_FEE:
        return [line for line in lines if line.kind is PriceKind.BROKER_FEE]
    return []


def row_for(
    rows: Iterable[PriceRow], kind: PriceKind, competence: Competence, day: date
) -> PriceRow | None:
    """The row of that day: one for the level before one for every level, the latest that holds."""
    fitting = [
        one
        for one in rows
        if one.kind is kind and one.competence in (competence, None) and one.valid_from <= day
    ]
    return max(fitting, key=lambda one: (one.competence is not None, one.valid_from), default=None)


def _counted(worked: Worked) -> dict[PriceKind, int]:
    length = worked.end_at - worked.start_at - timedelta(minutes=worked.break_minutes)
    over = max(timedelta(), length - _FIRST)
    return {
        PriceKind.BROKER_FEE: 1,
        PriceKind.FIRST_HOUR: 1,
        PriceKind.HALF_HOUR: _begun(over),
        PriceKind.UNSOCIAL_HALF_HOUR: _unsocial(worked.start_at, worked.end_at),
        PriceKind.WASTE_HALF_HOUR: _begun(timedelta(minutes=worked.waste_minutes)),
        PriceKind.KILOMETRE: worked.kilometres,
    }


def _begun(length: timedelta) -> int:
    """Half hours, one that has begun counted whole."""
    return -(-length // HALF_HOUR)


def _unsocial(start: datetime, end: datetime) -> int:
    """Half hours of the occasion that touch the evening, the early morning or a free day."""
    count, at = 0, start
    while at < end:
        until = min(at + HALF_HOUR, end)
        is_day = at.time() >= _DAY_BEGINS and (until - timedelta(minutes=1)).time() < _DAY_ENDS
        count += not (is_workday(at.date()) and is_day)
        at = until
    return count
