# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Will there be a space: a weekly profile plus the decayed residual of now, with a calibrated chance."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import msgspec

from services.kit.red_days import SUNDAY, is_red
from services.parking.domain.local_time import to_local

SLOT_SECONDS = 900
SLOTS_A_DAY = 96
KEPT = 0.75
"""Share of the old profile that stays when a slot closes."""
QUANTILES = 49
RECENT_ERRORS = 2000
FILL_SLOTS = 24
"""Gaps up to six hours are filled with the last value."""
FIRST_RESIDUALS = 96


@lru_cache(maxsize=200_000)
def place_in_week(slot: int) -> int:
    """Weekday and quarter of an hour of a slot in local time, 0..671; red days count as Sundays."""
    local = to_local(datetime.fromtimestamp(slot * SLOT_SECONDS, UTC))
    day = SUNDAY if is_red(local.date()) else local.weekday()
    return day * SLOTS_A_DAY + local.hour * 4 + local.minute // 15


def slot_of(at: datetime) -> int:
    """The number of the quarter of an hour that an instant lies in."""
    return int(at.timestamp()) // SLOT_SECONDS


def slots_in(horizon: timedelta) -> int:
    """How many slots a horizon is, at least one."""
    return max(1, round(horizon.total_seconds() / SLOT_SECONDS))


class Profile:
    """The usual occupancy (0..1) of a place for each quarter of an hour of the week."""

    __slots__ = ("_count", "_values")

    def __init__(self) -> None:
        """Know nothing."""
        self._values = [0.0] * (7 * SLOTS_A_DAY)
        self._count = [0] * (7 * SLOTS_A_DAY)

    def at(self, slot: int) -> float | None:
        """The usual value; None where nothing was ever seen."""
        key = place_in_week(slot)
        return self._values[key] if self._count[key] else None

    def learn(self, slot: int, value: float) -> None:
        """Take a closed slot in: an average at first, then three quarters of the old value."""
        key = place_in_week(slot)
        self._count[key] += 1
        weight = max(1.0 - KEPT, 1.0 / self._count[key])
        self._values[key] += weight * (value - self._values[key])


class Forecast(msgspec.Struct, frozen=True):
    """What is expected: occupancy 0..1, and the errors made so far as sorted quantiles."""

    occupied: float
    errors: tuple[float, ...]

    def chance(self, need: int, capacity: int) -> float:
        """The chance, 0..1, that at least `need` of `capacity` spaces are free."""
        if need > capacity:
            return 0.0
        limit = 1 - need / capacity
        if not self.errors:
            return 1.0 if self.occupied <= limit else 0.0
        fitting = bisect_right(self.errors, limit - self.occupied + 1e-9)
        return fitting / len(self.errors)


class Predictor:
    """One place and one horizon: fed slot by slot, it forecasts from what it has seen."""

    def __init__(self, ahead: int, profile: Profile | None = None) -> None:
        """Forecast `ahead` slots; `profile` stands in (the area's) until the place has its own."""
        self.ahead = ahead
        self._own = Profile()
        self._area = profile
        self._residuals: dict[int, float] = {}
        self._promised: dict[int, float] = {}
        self._products = 0.0
        self._squares = 0.0
        self._errors: list[float] = []
        self._quantiles: tuple[float, ...] = ()
        self._day = -1

    @property
    def decay(self) -> float:
        """How much of today's difference from the usual is left after the horizon, 0..1."""
        if self._squares <= 0:
            return 1.0
        return min(1.0, max(0.0, self._products / self._squares))

    def usual(self, slot: int) -> float | None:
        """The usual value of a slot: the place's own, else the area's."""
        own = self._own.at(slot)
        return own if own is not None or self._area is None else self._area.at(slot)

    def forecast(self, slot: int, value: float) -> Forecast:
        """What is expected `ahead` slots after `slot`, in which `value` was seen."""
        then, now = self.usual(slot + self.ahead), self.usual(slot)
        if then is None or now is None:
            return Forecast(value, self._quantiles)
        expected = then + self.decay * (value - now)
        return Forecast(min(1.0, max(0.0, expected)), self._quantiles)

    def learn(self, slot: int, value: float) -> Forecast:
        """Take a closed slot in and forecast from it."""
        usual = self.usual(slot)
        if usual is not None:
            residual = value - usual
            self._residuals[slot] = residual
            before = self._residuals.pop(slot - self.ahead, None)
            if before is not None:
                self._products += before * residual
                self._squares += before * before
        promised = self._promised.pop(slot, None)
        if promised is not None:
            self._errors.append(value - promised)
        if slot // SLOTS_A_DAY != self._day:
            self._refit(slot)
        found = self.forecast(slot, value)
        if usual is not None:
            self._promised[slot + self.ahead] = found.occupied
        self._own.learn(slot, value)
        return found

    def _refit(self, slot: int) -> None:
        """Once a day: the spread of errors anew, and memory of slots long gone dropped."""
        self._day = slot // SLOTS_A_DAY
        self._errors = self._errors[-RECENT_ERRORS:]
        if len(self._errors) >= FIRST_RESIDUALS:
            self._quantiles = quantiles_of(self._errors)
        for memory in (self._residuals, self._promised):
            for old in [key for key in memory if key < slot - self.ahead]:
                del memory[old]


def quantiles_of(errors: Sequence[float]) -> tuple[float, ...]:
    """The 2nd, 4th, ... 98th percentile of the errors."""
    ranked = sorted(errors)
    last = len(ranked) - 1
    return tuple(ranked[round(last * part / (QUANTILES + 1))] for part in range(1, QUANTILES + 1))


def filled(values: dict[int, float]) -> dict[int, float]:
    """The series with gaps of up to six hours filled by the last value before them."""
    known = sorted(values)
    whole = dict(values)
    for here, following in pairwise(known):
        gap = following - here - 1
        if 0 < gap <= FILL_SLOTS:
            whole.update(dict.fromkeys(range(here + 1, following), values[here]))
    return whole
