# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where the city's gateway keeps count of what callers spend: in Redis for all replicas, else here."""

from gateway.city.settings import CitySettings
from services.kit.clock import Clock
from services.kit.wire.gcra import Buckets, Budget, Spend


def open_purses(settings: CitySettings, clock: Clock) -> Spend | None:
    """Purses for a door that strangers come to; the demonstration city counts nothing."""
    if settings.is_demo:
        return None
    if not settings.redis_url:
        return Buckets(clock.monotonic).take
    from services.kit.rate import RedisRate  # only a city that has Redis pays for it
    from services.kit.redis_client import RedisClient

    rate = RedisRate(RedisClient(settings.redis_url, clock=clock), clock=clock)

    async def spend(purse: str, budget: Budget, cost: float) -> int:
        return (await rate.spend(purse, budget, cost=cost)).retry_after

    return spend
