# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The gateway's own database at work: sessions, attempts, revocations, what must not come twice."""

from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

from gateway.auth.replays import LocalReplays, Replays
from gateway.auth.revocation import Revocations
from gateway.city.databases import database_url
from gateway.city.keys import CityKeys, load_keys
from gateway.city.records.revocations import RevocationDesk
from gateway.city.records.sessions import AttemptRows, SessionRows
from gateway.city.settings import CitySettings
from services.kit.bus import Bus
from services.kit.clock import Clock
from services.kit.data import Database, migrate

NAME: Final = "gateway"
PACKAGE: Final = "gateway.city.records"


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """What the gateway remembers about who was let in."""

    database: Database
    keys: CityKeys
    sessions: SessionRows
    attempts: AttemptRows
    memory: Revocations
    revocations: RevocationDesk
    replays: Replays
    close: Callable[[], Awaitable[None]]
    """Lets go of what remembers the replays."""

    async def start(self) -> None:
        """Read what was revoked while nobody ran, and go on reading."""
        await self.revocations.start()

    async def stop(self) -> None:
        """Close the database."""
        await self.revocations.stop()
        await self.database.stop()
        await self.close()


async def open_records(settings: CitySettings, bus: Bus, clock: Clock) -> Records:
    """Open and migrate; before the bus starts. SettingsProblem or StorageUnavailable."""
    keys = load_keys(settings.folder, clock)
    database = Database.open(database_url(settings), service=NAME, clock=clock)
    await database.start()
    await migrate(database, PACKAGE)

    def now() -> float:
        return clock.now_ms() / 1000

    memory = Revocations(now=now)
    replays, close = _replays(settings, clock)
    return Records(
        database=database,
        keys=keys,
        sessions=SessionRows(database, keys.sessions),
        attempts=AttemptRows(database, keys.sessions),
        memory=memory,
        revocations=RevocationDesk(database, memory, bus),
        replays=replays,
        close=close,
    )


def _replays(settings: CitySettings, clock: Clock) -> tuple[Replays, Callable[[], Awaitable[None]]]:
    def now() -> float:
        return clock.now_ms() / 1000

    if not settings.redis_url:
        return LocalReplays(now=now), _nothing
    from gateway.city.replays import RedisReplays  # only a city that has Redis pays for it
    from services.kit.redis_client import RedisClient

    redis = RedisClient(settings.redis_url, clock=clock)
    return RedisReplays(redis, now=now), redis.stop


async def _nothing() -> None:
    """Nothing to let go of."""
