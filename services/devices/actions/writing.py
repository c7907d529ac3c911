# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The one writer of state: messages wait in a bounded queue and share transactions (iot section 6)."""

import asyncio
from collections import deque
from collections.abc import Sequence

from services.devices.actions.taking_in import Taken, Watch, take_in
from services.devices.domain.entities import Incoming
from services.kit.data import Database, StorageFull, StorageUnavailable, Tx
from services.kit.errors import RateLimited

MOST_WAITING = 40_000
"""Messages that may wait; whoever brings more is told to come again (iot N4)."""
MOST_ROWS = 5_000
"""Messages of one transaction."""
AGAIN_SECONDS = 1


class _Batch:
    """Messages of one sender and whoever waits for them."""

    __slots__ = ("done", "messages")

    def __init__(self, messages: Sequence[Incoming], done: "asyncio.Future[Taken]") -> None:
        self.messages = messages
        self.done = done


class StateWriter:
    """Joins what waits into one transaction; each sender is answered after the commit."""

    def __init__(self, database: Database, *, watch: Watch | None = None) -> None:
        """`watch` sees every change in its transaction."""
        self._database = database
        self._watch = watch
        self._batches: deque[_Batch] = deque()
        self._task: asyncio.Task[None] | None = None
        self.waiting = 0

    async def write(self, messages: Sequence[Incoming]) -> Taken:
        """What became of the messages, once they are on the disk. Raises RateLimited when too many wait.

        A batch is taken whole, in the order in which it was handed over.
        """
        if not messages:
            return Taken(())
        if self.waiting and self.waiting + len(messages) > MOST_WAITING:
            raise RateLimited(AGAIN_SECONDS)
        done: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self._batches.append(_Batch(messages, done))
        self.waiting += len(messages)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain(), name="devices-writer")
        return await done

    async def idle(self) -> None:
        """Return when nothing waits."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        while self._batches:
            joined = [self._batches.popleft()]
            size = len(joined[0].messages)
            while self._batches and size + len(self._batches[0].messages) <= MOST_ROWS:
                joined.append(self._batches.popleft())
                size += len(joined[-1].messages)
            try:
                await self._commit(joined)
            finally:
                self.waiting -= size

    async def _commit(self, joined: Sequence[_Batch]) -> None:
        """One transaction for all; when that fails for another reason than storage, one for each."""
        try:
            taken = await self._database.transact(lambda tx: self._take(tx, joined))
        except (StorageUnavailable, StorageFull) as gone:
            _refuse(joined, gone)
            return
        except Exception as broken:  # noqa: BLE001 -- told to the sender whose batch it was
            if len(joined) == 1:
                _refuse(joined, broken)
                return
            for batch in joined:
                await self._commit([batch])
            return
        at = 0
        for batch in joined:
            end = at + len(batch.messages)
            if not batch.done.done():
                batch.done.set_result(Taken(taken.outcomes[at:end]))
            at = end

    async def _take(self, tx: Tx, joined: Sequence[_Batch]) -> Taken:
        messages = [message for batch in joined for message in batch.messages]
        return await take_in(tx, messages, watch=self._watch)


def _refuse(joined: Sequence[_Batch], fault: Exception) -> None:
    for batch in joined:
        if not batch.done.done():
            batch.done.set_exception(fault)
