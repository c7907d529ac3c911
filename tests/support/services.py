# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One e-service on a database of its own, asked as the gateway asks it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.running import RunningService, open_service
from services.kit.service import Room
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult, OperationKind

AMINA = Caller(kind=CallerKind.RESIDENT, sub="demo-amina", loa=3, auth_time=1_767_225_000)
STRANGER = Caller(kind=CallerKind.RESIDENT, sub="somebody-else", loa=3, auth_time=1_767_225_000)


class Asked:
    """A running service with a short way to ask it."""

    def __init__(self, running: RunningService, clock: ManualClock) -> None:
        self.running = running
        self.clock = clock

    @property
    def database(self):
        return self.running.resources.database

    async def ask(
        self,
        query: str,
        caller: Caller = ANONYMOUS,
        *,
        locale: str = "sv",
        key: str | None = None,
        **variables: Any,
    ) -> FetchResult:
        request = FetchRequest(
            query=query,
            variables=variables,
            kind=OperationKind.MUTATION if query.startswith("mutation") else OperationKind.QUERY,
        )
        return await self.running.fetch(request, context_of(caller, locale=locale, key=key))

    async def entities(
        self, representations: list[Mapping[str, Any]], selection: str, caller: Caller = ANONYMOUS
    ) -> FetchResult:
        query = (
            "query($r: [_Any!]!) { _entities(representations: $r) { __typename "
            + selection
            + " } }"
        )
        return await self.ask(query, caller, r=representations)


def context_of(caller: Caller, *, locale: str = "sv", key: str | None = None) -> FetchContext:
    return FetchContext(
        deadline=Deadline(at=1e12), caller=caller, locale=locale, idempotency_key=key
    )


@asynccontextmanager
async def opened(name: str, database_url: str) -> AsyncIterator[Asked]:
    """The service `name` on the given database, migrated, seeded with its demo data, with an audit log."""
    manifest = import_module(f"services.{name}").service
    clock = ManualClock()
    bus = LocalBus()
    kept = TemporaryDirectory()
    running = await open_service(
        manifest, database_url=database_url, bus=bus, clock=clock, folder=Path(kept.name)
    )
    await running.start()
    await bus.start()
    try:
        if manifest.has(Room.DEMO):
            await running.resources.database.transact(manifest.load(Room.DEMO))
        yield Asked(running, clock)
    finally:
        await bus.stop()
        await running.stop()
        kept.cleanup()
