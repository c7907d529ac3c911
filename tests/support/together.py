# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Several e-services of this process behind the gateway's planner and executor; one may be stopped."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from gateway.city.catalogue import all_services
from gateway.city.opening import supergraph_of
from gateway.executor import Response, execute
from gateway.planner import prepare
from gateway.subgraphs.faults import failed
from gateway.subgraphs.local import LocalSubgraph
from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.context import Resources
from services.kit.neighbours import Fetch
from services.kit.running import RunningService, open_service
from services.kit.service import Room
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.subgraph import FaultReason, FetchContext, FetchRequest, FetchResult
from tests.support.services import context_of


class Together:
    """Services of one process that answer as one graph."""

    def __init__(self, running: dict[str, RunningService], clock: ManualClock) -> None:
        self.running = running
        self.clock = clock
        self.stopped: set[str] = set()
        self.resources: dict[str, Resources] = {}
        """Of every service, those without a graph too."""
        self.everybody: dict[str, RunningService] = dict(running)
        """Those without a graph too."""
        self.supergraph = supergraph_of(running, {})
        self.subgraphs = {name: self._subgraph(name) for name in running}

    def _subgraph(self, name: str) -> LocalSubgraph:
        return LocalSubgraph(name, self.way_to(name))

    def way_to(self, name: str) -> Fetch:
        """How a service is reached, while it is not stopped."""

        async def fetch(request: FetchRequest, context: FetchContext) -> FetchResult:
            if name in self.stopped:
                return failed(name, FaultReason.UNREACHABLE, context)
            return await self.running[name].fetch(request, context)

        return fetch

    async def ask(
        self, query: str, caller: Caller = ANONYMOUS, *, locale: str = "sv", **variables: Any
    ) -> Response:
        prepared = prepare(self.supergraph, query)
        return await execute(prepared, variables, context_of(caller, locale=locale), self.subgraphs)

    async def settle(self, seconds: float = 0) -> None:
        """Let time pass; events arrive, timers and queued work are done."""
        self.clock.advance(seconds)
        for _ in range(3):
            for running in self.everybody.values():
                await running._relay.drain()
                if running._worker is not None:
                    await running._worker.run_due()


@asynccontextmanager
async def together(
    database_url: str = "sqlite://", *, folder: Path | None = None, awake: bool = True
) -> AsyncIterator[Together]:
    """Every service of the house with its demo data; asleep, its events and timers do not move.

    In a folder they share their keys, as a city's services do.
    """
    clock = ManualClock()
    bus = LocalBus()
    async with AsyncExitStack() as stack:
        running: dict[str, RunningService] = {}
        for name, manifest in all_services().items():
            one = await open_service(
                manifest, database_url=database_url, bus=bus, clock=clock, folder=folder
            )
            stack.push_async_callback(one.stop)
            if manifest.has(Room.DEMO):
                await one.resources.database.transact(manifest.load(Room.DEMO))
            running[name] = one
        if awake:
            for one in running.values():
                await one.start()
            await bus.start()
            stack.push_async_callback(bus.stop)
        graphs = {name: one for name, one in running.items() if one.engine is not None}
        city = Together(graphs, clock)
        for name, one in running.items():
            for other in graphs:
                if other != name and one.resources.neighbours is not None:
                    one.resources.neighbours.know(other, city.way_to(other))
        city.everybody = running
        city.resources = {name: one.resources for name, one in running.items()}
        yield city
