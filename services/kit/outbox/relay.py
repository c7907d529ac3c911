# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The relay: takes events from the outbox to the bus, at least once, in order per subject (O2-O4)."""

import asyncio
import random
from collections.abc import Iterable
from contextlib import suppress

from services.kit.backoff import MOST_TRIES, pause_ms
from services.kit.bus import Bus, BusGone
from services.kit.data import Database, StorageFull, StorageUnavailable, Tx
from services.kit.outbox import statements as sql
from services.kit.outbox.statements import Parked, Pending
from services.kit.wire.cloudevents import Event

MOST_EVENTS = 100
LEASE_MS = 30_000
PUBLISH_SECONDS = 20.0
POLL_SECONDS = 5.0
GONE_SECONDS = 1.0
DAY_MS = 86_400_000
KEEP_DAYS = 7
CLEAN_EVERY_MS = 3_600_000


class Relay:
    """One service's relay; several replicas may run one each."""

    def __init__(self, database: Database, bus: Bus) -> None:
        """Nothing moves before `start`."""
        self._database = database
        self._bus = bus
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._chance = random.Random()  # noqa: S311 -- spreads retries, guards nothing
        self._next_cleaning = 0
        self._ending = False

    async def start(self) -> None:
        """Run after every commit that wrote an event, and at least every five seconds."""
        self._forget = self._database.watch("outbox", self._wake.set)
        self._task = asyncio.create_task(self._run(), name=f"relay-{self._database.service}")

    async def stop(self) -> None:
        """Send what is ready, then end."""
        task, self._task = self._task, None
        if task is None:
            return
        self._forget()
        self._ending = True
        self._wake.set()
        await asyncio.wait([task], timeout=PUBLISH_SECONDS / 4)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        try:
            async with asyncio.timeout(GONE_SECONDS):
                await self.drain()
        except (BusGone, StorageUnavailable, StorageFull, TimeoutError):
            return

    async def drain(self) -> int:
        """Publish everything that is due; how many events left. Raises BusGone, StorageUnavailable."""
        await self._publish_again_if_lost()
        sent = 0
        while batch := await self._database.transact(self._lease):
            sent += await self._send(batch)
        return sent

    async def parked(self) -> list[Parked]:
        """Events that were set aside, oldest first."""
        return await self._database.many(sql.PARKED)

    async def replay(self, event_id: str) -> bool:
        """Try a parked event again from the beginning; False when it is not parked."""

        async def unit(tx: Tx) -> bool:
            tx.touched.add("outbox")
            return await tx.run(sql.REPLAY, key=event_id) == 1

        return await self._database.transact(unit)

    async def skip(self, event_id: str) -> bool:
        """Give a parked event up, so that its subject goes on; False when it is not parked."""

        async def unit(tx: Tx) -> bool:
            tx.touched.add("outbox")
            return await tx.run(sql.SKIP, key=event_id, now=tx.now) == 1

        return await self._database.transact(unit)

    async def lag_ms(self) -> int:
        """Age of the oldest event that has not left; 0 when all have."""
        oldest = await self._database.one(sql.LAG)
        return 0 if oldest in (None, -1) else max(0, self._database.clock.now_ms() - oldest)

    async def _run(self) -> None:
        while not self._ending:
            self._wake.clear()
            wait = POLL_SECONDS
            try:
                await self.drain()
                await self._clean()
                wait = await self._until_next_try()
            except (BusGone, StorageUnavailable, StorageFull):
                wait = GONE_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(0 if self._ending else wait):
                    await self._wake.wait()

    async def _lease(self, tx: Tx) -> list[Pending]:
        if self._database.dialect == "postgresql" and not await tx.one(sql.TURN):
            return []
        batch = await tx.many(sql.DUE, now=tx.now, most=MOST_EVENTS)
        if batch:
            ids = [pending.id for pending in batch]
            await tx.run(sql.LEASE, ids=ids, until=tx.now + LEASE_MS)
        return batch

    async def _send(self, batch: list[Pending]) -> int:
        """Subjects side by side, the events of one subject in order; then one note of it all."""
        by_subject: dict[str, list[Pending]] = {}
        for pending in batch:
            by_subject.setdefault(pending.subject, []).append(pending)
        sent: list[str] = []
        failed: list[tuple[Pending, str]] = []
        gone: list[bool] = []

        async def send_in_order(events: Iterable[Pending]) -> None:
            for pending in events:
                try:
                    async with asyncio.timeout(PUBLISH_SECONDS):
                        await self._bus.publish(self._event(pending))
                except BusGone:
                    gone.append(True)
                    return
                except Exception as problem:  # noqa: BLE001 -- noted beside the event, tried again
                    failed.append((pending, f"{type(problem).__name__}: {problem}"[:200]))
                    return
                sent.append(pending.id)

        await asyncio.gather(*(send_in_order(events) for events in by_subject.values()))

        async def note(tx: Tx) -> None:
            touched = {*sent, *(pending.id for pending, _ in failed)}
            rest = [pending.id for pending in batch if pending.id not in touched]
            await tx.run(sql.PUBLISHED, ids=sent, now=tx.now)
            await tx.run(sql.LEASE, ids=rest, until=0)
            for pending, reason in failed:
                await tx.run(
                    sql.FAILED,
                    key=pending.id,
                    again_at=tx.now + pause_ms(pending.attempts, self._chance),
                    reason=reason if pending.attempts + 1 >= MOST_TRIES else None,
                )

        await self._database.transact(note)
        if gone:
            raise BusGone
        return len(sent)

    def _event(self, pending: Pending) -> Event:
        return Event(
            id=pending.id,
            source=f"/services/{self._database.service}",
            type=pending.type,
            subject=pending.subject,
            time=pending.at,
            data=pending.data,
        )

    async def _publish_again_if_lost(self) -> None:
        """The bus has forgotten us: the last week goes out again; consumers drop what they know."""
        service = self._database.service
        if await self._bus.has_memory_of(service):
            return

        async def unit(tx: Tx) -> None:
            await tx.run(sql.AGAIN, since=tx.now - KEEP_DAYS * DAY_MS)

        await self._database.transact(unit)
        await self._bus.remember(service)

    async def _until_next_try(self) -> float:
        now = self._database.clock.now_ms()
        due = await self._database.one(sql.NEXT_TRY, now=now)
        if due in (None, -1):
            return POLL_SECONDS
        return min(POLL_SECONDS, max(0.01, (due - now) / 1000))

    async def _clean(self) -> None:
        """Once an hour: events a week after they left, inbox notes a day later, spent answers."""
        now = self._database.clock.now_ms()
        if now < self._next_cleaning:
            return
        self._next_cleaning = now + CLEAN_EVERY_MS
        bounds = (now - KEEP_DAYS * DAY_MS, now - (KEEP_DAYS + 1) * DAY_MS, now)

        async def unit(tx: Tx) -> None:
            for statement, before in zip(sql.CLEAN, bounds, strict=True):
                await tx.run(statement, before=before)

        await self._database.transact(unit)
