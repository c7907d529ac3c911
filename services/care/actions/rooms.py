# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The rooms in which signals of calls meet: in this process's memory, never in the database (video V3).

When the process dies the room dies with it; the next one has another epoch, and the browsers join
anew without touching the picture they already have.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Final
from weakref import WeakKeyDictionary

from services.care.domain.signalling import Signal, SignalKind, SignalLog, Taken
from services.kit.clock import Clock
from services.kit.data import Database

MOST_ROOMS: Final = 2000
"""More rooms than a process can serve; the one unused longest goes."""
SIGNALS_A_SECOND: Final = 50
LOOK_AGAIN_SECONDS: Final = 1.0
"""How often a quiet reader is judged anew, at the least (video V5)."""
SERVER: Final = "server"


class Room:
    """One session's signals and the readers who wait for them."""

    def __init__(self, clock: Clock) -> None:
        """Begin a new epoch."""
        self._clock = clock
        self._log = _new_log()
        self._arrived = asyncio.Event()
        self._budget: dict[str, tuple[float, float]] = {}

    @property
    def epoch(self) -> str:
        """The epoch that signals must name."""
        return self._log.epoch

    def put(
        self, sender: str, *, epoch: str, client_seq: int, kind: SignalKind, payload: Any
    ) -> Taken:
        """Take a signal and wake the readers."""
        if not self._may(sender):
            return Taken.TOO_MANY
        now = self._clock.now_ms()
        taken = self._log.put(
            sender, epoch=epoch, client_seq=client_seq, kind=kind, payload=payload, now=now
        )
        if self._log.is_stuck(now):
            self.begin_anew()
        self.wake()
        return taken

    def begin_anew(self) -> None:
        """Give up this epoch: every reader is welcomed into the next one."""
        self._log = _new_log()
        self.wake()

    def wake(self) -> None:
        """Let every reader look again."""
        self._arrived.set()
        self._arrived = asyncio.Event()

    async def read(
        self, reader: str, *, epoch: str | None, after: int, judge: Callable[[], Awaitable[bool]]
    ) -> AsyncGenerator[Signal]:
        """The others' signals after `after`, from a WELCOME on; ends when `judge` says no.

        `judge` is asked before every push and at least once a second.
        """
        if epoch == self.epoch and self._log.has_lost(after, reader=reader):
            self.begin_anew()
        seq, welcomed = after, None
        while await judge():
            arrived = self._arrived
            if self._log.is_stuck(self._clock.now_ms()):
                self.begin_anew()
            if welcomed != self.epoch:
                if welcomed is not None or epoch != self.epoch:
                    seq = 0
                welcomed = self.epoch
                yield Signal(0, SERVER, SignalKind.WELCOME, {"epoch": welcomed})
                continue
            waiting = self._log.since(seq, reader=reader)
            if waiting:
                seq = waiting[0].seq
                yield waiting[0]
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await arrived.wait()

    def _may(self, sender: str) -> bool:
        """A bucket of fifty signals that fills up in a second."""
        now = self._clock.monotonic()
        left, at = self._budget.get(sender, (float(SIGNALS_A_SECOND), now))
        left = min(float(SIGNALS_A_SECOND), left + (now - at) * SIGNALS_A_SECOND)
        self._budget[sender] = (left - 1 if left >= 1 else left, now)
        return left >= 1


class Rooms:
    """The rooms of one running service, made on first touch (care C3)."""

    def __init__(self, clock: Clock) -> None:
        """Begin without any."""
        self._clock = clock
        self._rooms: OrderedDict[str, Room] = OrderedDict()

    def room(self, session: str) -> Room:
        """The session's room."""
        found = self._rooms.get(session)
        if found is None:
            found = self._rooms[session] = Room(self._clock)
            if len(self._rooms) > MOST_ROOMS:
                self._rooms.popitem(last=False)
        self._rooms.move_to_end(session)
        return found

    def close(self, session: str) -> None:
        """Forget a room whose call is over; its readers look again and find that they may not."""
        gone = self._rooms.pop(session, None)
        if gone is not None:
            gone.wake()


_rooms: WeakKeyDictionary[Database, Rooms] = WeakKeyDictionary()


def rooms_of(database: Database) -> Rooms:
    """The rooms of the service that owns this database."""
    found = _rooms.get(database)
    if found is None:
        found = _rooms[database] = Rooms(database.clock)
    return found


def _new_log() -> SignalLog:
    return SignalLog(secrets.token_hex(8))
