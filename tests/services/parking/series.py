# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An occupancy series of our own making: weekly habits, a wandering residual, bays that fill up."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import exp

from services.kit.red_days import is_red
from services.parking.domain.local_time import to_local

FIRST = datetime(2026, 3, 2, tzinfo=UTC)


def readings(
    *, places: int = 6, days: int = 42, seed: int = 7
) -> Iterator[tuple[str, str, int, int]]:
    """Time, place, occupied, capacity, a quarter of an hour apart; the same for the same seed."""
    chance = random.Random(seed)
    for place in range(places):
        capacity = chance.randint(30, 200)
        ground, height, peak = (
            chance.uniform(0.1, 0.3),
            chance.uniform(0.55, 0.75),
            chance.uniform(10, 15),
        )
        residual = 0.0
        for step in range(days * 96):
            at = FIRST + timedelta(minutes=15 * step)
            local = to_local(at)
            calm = 0.35 if is_red(local.date()) else 0.6 if local.weekday() == 5 else 1.0
            hour = local.hour + local.minute / 60
            usual = ground + height * calm * exp(-(((hour - peak) / 4) ** 2))
            residual = 0.97 * residual + chance.gauss(0, 0.02)
            share = min(1.0, max(0.0, usual + residual))
            yield at.isoformat(), f"place-{place}", round(share * capacity), capacity


def as_csv(**given: int) -> Iterator[str]:
    """The lines of the CSV file."""
    yield "time,place,occupied,capacity\n"
    for reading in readings(**given):
        yield ",".join(map(str, reading)) + "\n"
