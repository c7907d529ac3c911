# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tells subscribers: each has its own queue, window and breaker, so a dead one delays nobody (iot N2)."""

import asyncio
import random
from contextlib import suppress

import msgspec

from services.devices.actions import notices
from services.devices.actions.notices import Notice
from services.devices.clients.endpoints import Endpoint, open_way, split
from services.kit.data import Database, StorageFull, StorageUnavailable
from services.kit.errors import SettingsProblem
from services.kit.outbound import Outbound, PartnerFault, Request
from services.kit.outbound.reach import Reach

POLL_SECONDS = 5.0
MOST_AT_ONCE = 1_000
LONGEST_PAUSE_MS = 300_000
FIRST_PAUSE_MS = 500
GOOD = range(200, 300)


class Notifier:
    """Delivers what is due; several replicas may run one each."""

    def __init__(self, database: Database, *, reach: Reach) -> None:
        """Nothing is sent before `start`."""
        self._database = database
        self._reach = reach
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._windows: dict[str, float] = {}
        """Until when, by the monotonic clock, a subscriber is left in peace."""
        self._clients: dict[str, tuple[str, Outbound]] = {}
        self._chance = random.Random()  # noqa: S311 -- spreads retries, guards nothing

    async def start(self) -> None:
        """Send after every change, as soon as a subscriber's window is open."""
        self._forget = self._database.watch("outbox", self._wake.set)
        self._task = asyncio.create_task(self._run(), name="devices-notifier")

    async def stop(self) -> None:
        """End; what was under way is sent again later."""
        task, self._task = self._task, None
        if task is None:
            return
        self._forget()
        under_way = [task, *self._running.values()]
        for each in under_way:
            each.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        for _, client in self._clients.values():
            await client.stop()
        self._clients.clear()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                wait = await self._begin_due()
            except (StorageUnavailable, StorageFull):
                wait = 1.0
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()

    async def _begin_due(self) -> float:
        """Begin a delivery for everybody whose window is open; seconds until the next one opens."""
        clock = self._database.clock
        wait = POLL_SECONDS
        for name in await notices.waiting(self._database):
            if name in self._running or len(self._running) >= MOST_AT_ONCE:
                continue
            left = self._windows.get(name, 0.0) - clock.monotonic()
            if left > 0:
                wait = min(wait, left)
                continue
            self._windows.pop(name, None)
            task = asyncio.create_task(self._deliver(name), name=f"notify-{name}")
            self._running[name] = task
            task.add_done_callback(lambda _, n=name: self._ended(n))
        again = await notices.next_try(self._database)
        if again is not None:
            wait = min(wait, max(0.01, (again - clock.now_ms()) / 1000))
        return wait

    def _ended(self, name: str) -> None:
        self._running.pop(name, None)
        self._wake.set()

    async def _deliver(self, name: str) -> None:
        """One notification of what is due now; then the window closes."""
        try:
            notice = await self._database.transact(lambda tx: notices.lease_notice(tx, name))
            if notice is None:
                return
            self._windows[name] = self._database.clock.monotonic() + notice.throttling_s
            good = not notice.entities or await self._send(notice)
            if good:
                await self._database.transact(lambda tx: notices.note_sent(tx, notice))
            else:
                pause = self._pause(notice.failures)
                await self._database.transact(lambda tx: notices.note_failed(tx, notice, pause))
        except (StorageUnavailable, StorageFull):
            return

    async def _send(self, notice: Notice) -> bool:
        request = Request(
            method="POST",
            path=split(notice.uri).path,
            headers={"Content-Type": notice.media_type, **notice.headers},
            body=msgspec.json.encode(notice.body),
            repeatable=True,
        )
        try:
            client = await self._client(notice)
            return (await client.send(request)).status in GOOD
        except (PartnerFault, SettingsProblem):
            await self._drop_client(notice.subscription)
            return False

    async def _client(self, notice: Notice) -> Outbound:
        place: Endpoint = split(notice.uri)
        held = self._clients.get(notice.subscription)
        if held is not None and held[0] == place.origin:
            return held[1]
        await self._drop_client(notice.subscription)
        client = open_way(place, self._reach)
        self._clients[notice.subscription] = (place.origin, client)
        return client

    async def _drop_client(self, name: str) -> None:
        held = self._clients.pop(name, None)
        if held is not None:
            await held[1].stop()

    def _pause(self, failures: int) -> int:
        """Milliseconds until the next try: doubling, with a spread, at most five minutes."""
        longest = min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** min(failures, 12))
        return round(longest * self._chance.uniform(0.5, 1.0))
