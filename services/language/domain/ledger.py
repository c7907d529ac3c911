# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The budget for machine words: what is reserved and settled never exceeds the cap (rule 10)."""

from datetime import date

import msgspec

from services.kit.errors import Problem


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """Words of one pool in one year of the contract."""

    pool: str
    period: str
    """The first day of the contract's year: 2026-03-01."""
    cap: int
    reserved: int = 0
    settled: int = 0
    margin_percent: int = 10
    """From this share left, people are warned."""

    @property
    def left(self) -> int:
        """Words that may still be reserved."""
        return self.cap - self.reserved - self.settled

    @property
    def is_low(self) -> bool:
        """Whether the soft margin has been reached."""
        return self.left * 100 < self.cap * self.margin_percent


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """Words set aside for one job until they are settled or given back."""

    id: str
    pool: str
    period: str
    words: int
    billed: int | None = None
    """None while it is open."""
    expires_at: int = 0


def period_of(day: date, renewal_month: int) -> str:
    """The first day of the contract's year that `day` lies in."""
    year = day.year if day.month >= renewal_month else day.year - 1
    return date(year, renewal_month, 1).isoformat()


def reserve(budget: Budget, words: int) -> Budget:
    """The budget with `words` set aside; refuses what it does not hold and says both numbers."""
    if words > budget.left:
        raise Problem("BUDGET_EXCEEDED", wanted=words, left=max(0, budget.left))
    return msgspec.structs.replace(budget, reserved=budget.reserved + words)


def settle(budget: Budget, reservation: Reservation, billed: int) -> Budget:
    """The budget after the bill; a bill above what was set aside is capped and cannot overdraw."""
    charged = min(billed, reservation.words)
    return msgspec.structs.replace(
        budget, reserved=budget.reserved - reservation.words, settled=budget.settled + charged
    )


def release(budget: Budget, reservation: Reservation) -> Budget:
    """The budget with the words given back."""
    return msgspec.structs.replace(budget, reserved=budget.reserved - reservation.words)
