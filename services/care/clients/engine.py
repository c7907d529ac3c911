# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The escalation engine: due rows every 50 ms at most, each step whole in one transaction (care A1, A9, A10)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from services.care.actions.alarms import find_silent
from services.care.actions.escalation import escalate_due, fence
from services.care.actions.rounds import run_due_rounds
from services.care.actions.sending import Leased, lease, note_sent
from services.care.clients.couriers import Couriers
from services.care.store import alerts as alert_store
from services.care.store import devices as device_store
from services.care.store import notices as notice_store
from services.care.store import occurrences as occurrence_store
from services.care.store import policies as policy_store
from services.kit.context import Resources
from services.kit.data import Database, Statement, StorageFull, StorageUnavailable, Tx
from services.kit.ids import new_id

_log = logging.getLogger(__name__)

LONGEST_SLEEP: Final = 0.05
SHORTEST_SLEEP: Final = 0.001
TROUBLE_SLEEP: Final = 0.5
BEAT_SECONDS: Final = 2.0
SENDERS: Final = 6
NOTE_TRIES: Final = 10
"""What was sent is noted even when the database pauses; otherwise it would be sent again."""
NAME: Final = "engine"

Due = Callable[[Tx, bool], Awaitable[int]]
"""(transaction, each row by itself) -> how many were taken."""


class Engine:
    """Alerts, check-ins, silent devices and notices, each in a loop of its own: none waits for another."""

    def __init__(self, resources: Resources, couriers: Couriers | None = None) -> None:
        """Nothing runs before `start`."""
        self.database: Database = resources.database
        self._couriers = couriers or Couriers(resources)
        self._token = new_id()
        self._tasks: list[asyncio.Task[None]] = []
        self._senders = asyncio.Semaphore(SENDERS)
        self._over = asyncio.Event()

    async def start(self) -> None:
        """Begin with what came due while nobody ran."""
        self._over.clear()
        await self.beat()
        steps = {"alerts": self.step_alerts, "rounds": self.step_rounds, "devices": self.step_devices,
                 "notices": self.step_notices}  # fmt: skip
        dues: dict[str, Statement[int]] = {
            "alerts": alert_store.next_due, "rounds": occurrence_store.next_due,
            "devices": device_store.next_check, "notices": notice_store.next_due,
        }  # fmt: skip
        self._tasks = [
            asyncio.create_task(self._loop(step, dues[name]), name=f"care-{name}")
            for name, step in steps.items()
        ]
        self._tasks.append(asyncio.create_task(self._beats(), name="care-beat"))

    async def stop(self) -> None:
        """Finish the steps that are under way."""
        self._over.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        await self._couriers.stop()

    async def run_due(self) -> int:
        """Everything that is due now, to the end; how many rows were taken."""
        total = 0
        while taken := (
            await self.step_rounds() + await self.step_devices() + await self.step_alerts()
            + await self.step_notices()
        ):  # fmt: skip
            total += taken
        return total

    async def step_alerts(self) -> int:
        """One batch of alerts."""
        return await self._batch(lambda tx, careful: escalate_due(tx, careful=careful))

    async def step_rounds(self) -> int:
        """One batch of check-ins."""
        return await self._batch(lambda tx, careful: run_due_rounds(tx, careful=careful))

    async def step_devices(self) -> int:
        """One batch of devices that have fallen silent."""
        return await self._batch(lambda tx, careful: find_silent(tx, careful=careful))

    async def step_notices(self) -> int:
        """One batch of notices: leased, sent side by side, noted."""
        leased = await self.database.transact(lambda tx: lease(tx, self._token))
        await asyncio.gather(*(self._send(each) for each in leased))
        return len(leased)

    async def beat(self) -> None:
        """Leave a sign of life."""

        async def unit(tx: Tx) -> None:
            await tx.run(policy_store.put_beat, name=NAME, at=tx.now, token=self._token)

        await self.database.transact(unit)

    async def _batch(self, due: Due) -> int:
        """A batch together; when one row spoils it, each row alone, so that no other waits for it."""
        dialect = self.database.dialect

        async def unit(tx: Tx, *, careful: bool) -> int:
            await fence(tx, dialect)
            return await due(tx, careful)

        try:
            return await self.database.transact(lambda tx: unit(tx, careful=False))
        except (StorageUnavailable, StorageFull):
            raise
        except Exception:  # noqa: BLE001 -- told in the log; the rows go on one by one
            _log.exception("a batch was spoilt; its rows go on one by one")
        return await self.database.transact(lambda tx: unit(tx, careful=True))

    async def _send(self, leased: Leased) -> None:
        async with self._senders:
            sent = await self._couriers.send(leased)
            for _ in range(NOTE_TRIES):
                try:
                    await self.database.transact(
                        lambda tx: note_sent(tx, self._token, leased.notice, sent)
                    )
                except (StorageUnavailable, StorageFull):
                    await self._rest(TROUBLE_SLEEP)
                else:
                    return

    async def _loop(self, step: Callable[[], Awaitable[int]], due: Statement[int]) -> None:
        asks_now = due is notice_store.next_due
        while not self._over.is_set():
            pause = LONGEST_SLEEP
            try:
                now = self.database.clock.now_ms()
                at = await self.database.one(due, **({"now": now} if asks_now else {}))
                if at is not None and at != -1:
                    if at <= now:
                        pause = 0.0 if await step() else LONGEST_SLEEP
                    else:
                        pause = min(LONGEST_SLEEP, max(SHORTEST_SLEEP, (at - now) / 1000))
            except (StorageUnavailable, StorageFull):
                pause = TROUBLE_SLEEP
            except Exception:  # noqa: BLE001 -- the loop must live whatever a step does
                _log.exception("the engine's step failed; it is tried again")
                pause = TROUBLE_SLEEP
            await self._rest(pause)

    async def _beats(self) -> None:
        while not self._over.is_set():
            with suppress(StorageUnavailable, StorageFull):
                await self.beat()
            await self._rest(BEAT_SECONDS)

    async def _rest(self, seconds: float) -> None:
        """Sleep, but not past the end."""
        if seconds == 0.0:
            await asyncio.sleep(0)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()
