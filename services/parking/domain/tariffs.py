# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tariffs as data: priced windows by day type, the rate of all other time, resident price, options."""

from itertools import pairwise

import msgspec

from services.parking.domain.day_types import DayType

EVERY_DAY = (DayType.WEEKDAY, DayType.EVE, DayType.RED)
DAY_END = 1440


class TariffWindow(msgspec.Struct, frozen=True):
    """A price on the given day types between two minutes of the local day (end 1440 = 24:00)."""

    day_types: tuple[DayType, ...]
    start: int
    end: int
    ore_per_hour: int


class ResidentPrice(msgspec.Struct, frozen=True):
    """What a resident permit costs, in öre; a price that the text does not name is None."""

    month: int | None = None
    day: int | None = None


class FlatTier(msgspec.Struct, frozen=True):
    """The whole price, in öre, of a stay that is no longer than so many seconds."""

    until_seconds: int
    ore: int


class PriceOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What may modify a price by time, in the order in which it applies."""

    increment_seconds: int = 0
    """Time is sold in started steps of this length; 0 = to the second."""
    free_seconds: int = 0
    """The first seconds cost nothing."""
    tiers: tuple[FlatTier, ...] = ()
    """Flat prices for short stays, shortest first; time beyond the last one is priced by rate."""
    day_cap_ore: int | None = None
    """The most that one local calendar day may cost."""
    rolling_cap_ore: int | None = None
    """The most that each 24 hours, counted from the start, may cost."""
    session_cap_ore: int | None = None
    minimum_ore: int = 0
    """The least that a stay costs once it costs anything."""

    def __post_init__(self) -> None:
        """Refuse options under which a longer stay could cost less."""
        numbers = (self.increment_seconds, self.free_seconds, self.minimum_ore)
        caps = (self.day_cap_ore, self.rolling_cap_ore, self.session_cap_ore)
        if any(number < 0 for number in numbers) or any(
            cap is not None and cap < 0 for cap in caps
        ):
            raise ValueError("a price option is negative")
        steps = [(tier.until_seconds, tier.ore) for tier in self.tiers]
        rising = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(steps))
        if not rising or any(seconds <= 0 or ore < 0 for seconds, ore in steps):
            raise ValueError("flat tiers must rise in length and price")


NO_OPTIONS = PriceOptions()


class Tariff(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a tariff. Never changed: a new price is a new version."""

    code: str = ""
    """The city's number of the tariff; empty for free parking."""
    windows: tuple[TariffWindow, ...] = ()
    other_ore_per_hour: int = 0
    resident: ResidentPrice | None = None
    options: PriceOptions = NO_OPTIONS
    text: str = ""
    """The wording that was read."""

    def rate(self, day: DayType, minute: int) -> int:
        """The price in öre per hour at a minute (0..1439) of a day of the given type."""
        for window in self.windows:
            if window.start <= minute < window.end and day in window.day_types:
                return window.ore_per_hour
        return self.other_ore_per_hour

    def edges(self) -> frozenset[int]:
        """The minutes of the local day at which the rate may change, midnight included."""
        found = {0}
        for window in self.windows:
            found.update((window.start, window.end % DAY_END))
        return frozenset(found)

    @property
    def is_free(self) -> bool:
        """Whether nothing is ever charged."""
        return not self.other_ore_per_hour and not any(w.ore_per_hour for w in self.windows)

    @property
    def is_constant(self) -> bool:
        """Whether the rate is the same at all times."""
        rates = {window.ore_per_hour for window in self.windows}
        whole = any(
            w.start == 0 and w.end == DAY_END and set(w.day_types) == set(EVERY_DAY)
            for w in self.windows
        )
        if not whole:
            rates.add(self.other_ore_per_hour)
        return len(rates) == 1


FREE = Tariff(text="avgiftsfri")
