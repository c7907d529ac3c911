# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An e-service at work: its rooms read, its database open, its graph answering in this process."""

from collections.abc import AsyncGenerator

import msgspec

from services.kit import policy
from services.kit.clock import Clock
from services.kit.context import Context, Resources, context_for
from services.kit.data import Database, migrate
from services.kit.execution import Engine, Result
from services.kit.service import Room, Service
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult


class RunningService:
    """One e-service of this process. Made by `start_service`, ended by `stop`."""

    def __init__(self, service: Service, resources: Resources) -> None:
        """Read the rooms that answer requests; the database must be open."""
        self.service = service
        self.resources = resources
        if service.has(Room.POLICY):
            policy.register(service.load(Room.POLICY))
        self.engine = Engine(service.load(Room.GRAPH)) if service.has(Room.GRAPH) else None

    @property
    def name(self) -> str:
        """The service's name."""
        return self.service.name

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        """Answer one query or mutation of the gateway."""
        result = await self._engine().run(
            request.query,
            request.variables,
            operation_name=request.operation_name,
            context=self.context(context),
        )
        return _as_fetched(result)

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncGenerator[FetchResult]:
        """Answer one subscription, a result per event."""
        results = self._engine().subscribe(
            request.query,
            request.variables,
            operation_name=request.operation_name,
            context=self.context(context),
        )
        async for result in results:
            yield _as_fetched(result)

    def context(self, fetch: FetchContext) -> Context:
        """The inside view of a request."""
        return context_for(fetch, self.resources)

    async def stop(self) -> None:
        """Close the database; what was accepted is finished first."""
        await self.resources.database.stop()

    def _engine(self) -> Engine:
        if self.engine is None:
            raise LookupError(f"{self.name} has no graph")
        return self.engine


async def start_service(service: Service, *, database_url: str, clock: Clock) -> RunningService:
    """Open and migrate the service's own database, then read its rooms.

    Raises SettingsProblem or StorageUnavailable when the database cannot be used.
    """
    database = Database.open(database_url, service=service.name, clock=clock)
    await database.start()
    if service.has(Room.MIGRATIONS):
        await migrate(database, service.home)
    resources = Resources(service=service.name, database=database, clock=clock)
    return RunningService(service, resources)


def _as_fetched(result: Result) -> FetchResult:
    data = None if result.data is msgspec.UNSET else result.data
    return FetchResult(data=data, errors=result.errors)
