# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Revocations as rows that every process reads: told by the bus at once, polled each second anyway (B7)."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import msgspec

from gateway.auth.revocation import Revocation, Revocations, RevokedKind
from services.kit.bus import Bus, BusGone, NotTaken
from services.kit.data import (
    BigInteger,
    Column,
    Database,
    Instant,
    MetaData,
    StorageUnavailable,
    Table,
    Text,
    Tx,
    bindparam,
    define,
    delete,
    insert,
    select,
)
from services.kit.ids import new_id
from services.kit.wire.cloudevents import Event

_log = logging.getLogger(__name__)

POLL_SECONDS: Final = 1.0
OVERLAP_MS: Final = 60_000
"""Rows are read again for a minute: a slow commit may carry an older instant."""

TOLD: Final = "gateway.access.revoked"
MANDATE_ENDED: Final = "residents.mandate.withdrawn"
MANDATE_SECONDS: Final = 366 * 86_400

metadata = MetaData()

revocation = Table(
    "revocation",
    metadata,
    Column("iss", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("not_before", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Instants but `at` are whole UTC milliseconds, as tokens tell them in seconds."""


class RevocationRow(msgspec.Struct, frozen=True):
    """A row as stored."""

    iss: str
    kind: RevokedKind
    value: str
    not_before: int
    until: int
    at: int


_put = insert(revocation)
PUT: Final = define(
    _put.on_conflict_do_update(
        index_elements=["iss", "kind", "value"],
        set_={name: _put.excluded[name] for name in ("not_before", "until", "at")},
    )
)
SINCE: Final = define(
    select(revocation).where(
        revocation.c.at >= bindparam("since", type_=Instant),
        revocation.c.until > bindparam("now_ms", type_=BigInteger),
    ),
    RevocationRow,
)
DROP_OVER: Final = define(
    delete(revocation).where(revocation.c.until < bindparam("now_ms", type_=BigInteger))
)


class RevocationDesk:
    """Writes revocations and keeps this process's memory of them up to date."""

    def __init__(self, database: Database, memory: Revocations, bus: Bus) -> None:
        """Feed `memory`; hear of others' revocations by `bus` and by looking."""
        self._database = database
        self._memory = memory
        self._bus = bus
        self._since = 0
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        bus.subscribe(f"gateway-revocations-{new_id()}", (TOLD,), self._hear)
        bus.subscribe("gateway-mandates", (MANDATE_ENDED,), self._end_mandate)

    async def start(self) -> None:
        """Read what is there, then go on reading. StorageUnavailable when that cannot be."""
        await self.read()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Read no more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def revoke(self, revocations: Sequence[Revocation]) -> None:
        """Make them durable, obey them here at once and everywhere within a second."""
        self._memory.add(revocations)

        async def keep(tx: Tx) -> None:
            await tx.run(DROP_OVER, now_ms=tx.now)
            for each in revocations:
                await tx.run(
                    PUT,
                    iss=each.iss,
                    kind=each.kind.value,
                    value=each.value,
                    not_before=int(each.not_before * 1000),
                    until=int(each.until * 1000),
                    at=tx.now,
                )

        await self._database.transact(keep)
        await self._tell()

    async def read(self) -> None:
        """Take in what has come since the last look."""
        now = self._database.clock.now_ms()
        rows = await self._database.many(SINCE, since=self._since, now_ms=now)
        self._memory.add(
            Revocation(
                iss=row.iss,
                kind=row.kind,
                value=row.value,
                not_before=row.not_before / 1000,
                until=row.until / 1000,
            )
            for row in rows
        )
        newest = max((row.at for row in rows), default=self._since)
        self._since = max(self._since, newest - OVERLAP_MS)

    async def _tell(self) -> None:
        event = Event(
            id=new_id(),
            source="gateway",
            type=TOLD,
            subject="",
            time=self._database.clock.now_ms(),
            data={},
        )
        try:
            await self._bus.publish(event)
        except (BusGone, NotTaken):
            _log.warning("the bus did not take a revocation; the table is read each second")

    async def _hear(self, event: Event) -> None:
        del event
        self._wake.set()

    async def _end_mandate(self, event: Event) -> None:
        now = self._database.clock.now_ms() / 1000
        await self.revoke(
            [
                Revocation(
                    iss="",
                    kind=RevokedKind.DELEGATION,
                    value=str(event.data["id"]),
                    not_before=now,
                    until=now + MANDATE_SECONDS,
                )
            ]
        )

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            self._wake.clear()
            try:
                await self.read()
            except StorageUnavailable:
                _log.warning("revocations cannot be read; those known are obeyed")
