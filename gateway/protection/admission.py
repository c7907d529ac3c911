# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How many operations run at once, who waits, and who is sent away first (reliability V1, V2)."""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from enum import IntEnum
from typing import Final

from services.kit.wire.problem import Problem

LEAST: Final = 8
MOST: Final = 256
WAIT_SECONDS: Final = 0.3
ALARM_SHARE: Final = 0.15
_STEP_SECONDS: Final = 0.1
_SLOW_SECONDS: Final = 0.05
_SHRINK: Final = 0.9


class Lane(IntEnum):
    """What a request is for; the highest lane is sent away first, ALARM never."""

    ALARM = 0
    WRITE = 1
    READ = 2
    OPEN = 3


_LANES = tuple(Lane)


class Admission:
    """Slots for running operations. The number follows how long people have to wait for one."""

    def __init__(self, *, running: int, now: Callable[[], float], most: int = MOST) -> None:
        """Begin with `running` slots."""
        self._limit = float(running)
        self._most = most
        self._now = now
        self._queues: tuple[deque[asyncio.Future[None]], ...] = tuple(deque() for _ in Lane)
        self._waits: list[float] = []
        self._adjusted = now()
        self.running = 0
        self.shed = 0

    @property
    def limit(self) -> int:
        """Slots there are now."""
        return int(self._limit)

    @property
    def waiting(self) -> int:
        """Requests in all queues."""
        return sum(map(len, self._queues))

    def try_enter(self, lane: Lane) -> bool:
        """Take a slot if one is free and nobody of the same standing waits."""
        if self.running < self._room(lane) and not self._queues[lane]:
            self.running += 1
            return True
        return False

    async def enter(self, lane: Lane) -> None:
        """Take a slot, waiting a little. Raises Problem OVERLOADED."""
        queue = self._queues[lane]
        if lane is not Lane.ALARM and self.waiting >= self.limit * 2 and not self._displace(lane):
            raise self._refuse()
        waiter = asyncio.get_running_loop().create_future()
        queue.append(waiter)
        started = self._now()
        try:
            if lane is Lane.ALARM:
                await waiter
            else:
                async with asyncio.timeout(WAIT_SECONDS):
                    await waiter
        except TimeoutError as error:
            self._give_up(waiter, lane)
            raise self._refuse() from error
        except asyncio.CancelledError:
            self._give_up(waiter, lane)
            raise
        finally:
            self._note(self._now() - started)

    def leave(self) -> None:
        """Give the slot to who waits, lowest lane first; once saturated, the newest first."""
        self.running -= 1
        self._adjust()
        for lane, queue in zip(_LANES, self._queues, strict=True):
            while queue and self.running < self._room(lane):
                is_saturated = lane is not Lane.ALARM and len(queue) > self.limit
                waiter = queue.pop() if is_saturated else queue.popleft()
                if not waiter.done():
                    self.running += 1
                    waiter.set_result(None)

    def _room(self, lane: Lane) -> float:
        """Slots a lane may fill: a share is kept free for alarms."""
        return self._limit if lane is Lane.ALARM else self._limit * (1 - ALARM_SHARE)

    def _displace(self, lane: Lane) -> bool:
        """Send away one of a higher lane to make room in the queue."""
        for other in reversed(Lane):
            if other <= lane:
                return False
            queue = self._queues[other]
            if queue:
                waiter = queue.popleft()
                if not waiter.done():
                    waiter.set_exception(self._refuse())
                return True
        return False

    def _give_up(self, waiter: asyncio.Future[None], lane: Lane) -> None:
        queue = self._queues[lane]
        if waiter in queue:
            queue.remove(waiter)
        elif waiter.done() and not waiter.cancelled() and waiter.exception() is None:
            self.leave()

    def _refuse(self) -> Problem:
        self.shed += 1
        wait = random.randint(1, 5)  # noqa: S311 - spreads the return of clients
        return Problem("OVERLOADED", extensions={"retryAfter": wait})

    def _note(self, seconds: float) -> None:
        self._waits.append(seconds)
        self._adjust()

    def _adjust(self) -> None:
        """Fewer slots when the wait grows, one more when it does not."""
        now = self._now()
        if now - self._adjusted < _STEP_SECONDS:
            return
        self._adjusted = now
        waits = sorted(self._waits)
        self._waits.clear()
        if waits and waits[len(waits) * 9 // 10] > _SLOW_SECONDS:
            self._limit = max(float(LEAST), self._limit * _SHRINK)
        else:
            self._limit = min(float(self._most), self._limit + 1)
