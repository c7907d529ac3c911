# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Newcomers and language at work together, as in the city: one bus, each asks the other's graph."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest

from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock, milliseconds
from services.kit.context import Surroundings
from services.kit.jobs import Worker
from services.kit.outbound.reach import Reach
from services.kit.running import RunningService, open_service
from services.kit.service import Room
from services.language import service as language_manifest
from services.language.clients.apertium import ApertiumCommand
from services.language.clients.bootstrap import bench
from services.language.clients.guarding import Guard
from services.language.settings import Settings
from services.newcomers import service as newcomers_manifest
from services.newcomers.domain.local_time import STOCKHOLM
from tests.services.newcomers.people import NOW
from tests.support.services import Asked


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def engines() -> Iterator[None]:
    bench.use(Guard([ApertiumCommand()]), Settings(budget=10_000))
    yield
    bench.use(None)


ENVIRON = {"TORGET_NEWCOMERS_BROKER_KEYS": "broker-0=key-0,broker-9=key-9"}


class Pair:
    """Both services and the bus between them."""

    def __init__(self, newcomers: Asked, language: Asked, bus: LocalBus) -> None:
        self.newcomers, self.language, self.bus = newcomers, language, bus

    @property
    def clock(self) -> ManualClock:
        return self.newcomers.clock

    async def settle(self) -> None:
        """Let events arrive and queued work be done, until nothing is left."""
        for _ in range(4):
            for asked in (self.newcomers, self.language):
                await asked.running._relay.drain()
                kinds = asked.running.service.load(Room.JOBS)
                given = kinds(asked.running.resources) if callable(kinds) else kinds
                await Worker(asked.database, given).run_due()


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    clock = ManualClock(milliseconds(NOW.replace(tzinfo=STOCKHOLM)))
    bus = LocalBus()
    async with AsyncExitStack() as stack:
        made: dict[str, RunningService] = {}
        for manifest in (language_manifest, newcomers_manifest):
            running = await open_service(
                manifest,
                database_url="sqlite://",
                bus=bus,
                clock=clock,
                environ=ENVIRON,
                surroundings=Surroundings(reach=Reach(["127.0.0.1"])),
            )
            stack.push_async_callback(running.stop)
            await running.resources.database.transact(manifest.load(Room.DEMO))
            made[manifest.name] = running
        for name, running in made.items():
            for other, neighbour in made.items():
                if other != name and running.resources.neighbours is not None:
                    running.resources.neighbours.know(other, neighbour.fetch)
        await bus.start()
        stack.push_async_callback(bus.stop)
        both = Pair(Asked(made["newcomers"], clock), Asked(made["language"], clock), bus)
        await both.settle()
        yield both
