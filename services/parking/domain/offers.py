# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ranks places to park near a destination: price, walk, chance of a space, each in öre."""

from datetime import datetime

import msgspec

from services.kit.geometry import Point
from services.parking.domain.pricing import Price
from services.parking.domain.regulations import Regulation
from services.parking.domain.verdict import Verdict

DETOUR = 1.3
"""Streets are longer than the line through the houses."""
WALK_ORE_PER_METRE = 8
"""What a metre on foot is worth: 100 m for 8 kronor."""
SEARCH_ORE = 3_000
"""What driving on because nothing is free costs, in time and nerves."""
UNKNOWN_CHANCE = 0.5


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A place to park for the whole stay."""

    regulation: Regulation
    point: Point
    walk_m: float
    price: Price
    chance: float | None
    """That a space is free on arrival, 0..1; None when nobody knows."""
    must_end_at: datetime | None
    verdict: Verdict

    @property
    def burden(self) -> float:
        """Everything together in öre; less is better."""
        chance = UNKNOWN_CHANCE if self.chance is None else self.chance
        walk = self.walk_m * WALK_ORE_PER_METRE * 2
        return self.price.total_ore + walk + (1 - chance) * SEARCH_ORE


def rank(offers: list[Offer]) -> list[Offer]:
    """The best first; equal ones by the shorter walk, then by id."""
    return sorted(offers, key=lambda one: (one.burden, one.walk_m, one.regulation.id))
