# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The one writer of a SQLite file: a thread that joins many units into one commit (stack D6-D8).

Units run one after the other between BEGIN IMMEDIATE and COMMIT and are answered after it. A unit
that fails before it has written leaves nothing behind. One that fails later has the batch rolled
back and run again with a savepoint per unit, and so do the next batches: calm days pay for no
savepoint, and one unit never undoes another.
"""

import queue
import sqlite3
import time
from asyncio import AbstractEventLoop, Future
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextvars import Context
from pathlib import Path
from threading import Thread
from typing import Any

from services.kit.data.faults import Misuse, StorageUnavailable
from services.kit.data.sqlite_faults import translated
from services.kit.data.sqlite_file import FileLock, open_writer
from services.kit.data.sqlite_transaction import SqliteTx
from services.kit.data.transaction import Scope, Topic, Tx

MOST_UNITS = 512
LONGEST_BATCH_SECONDS = 0.02
CAUTIOUS_BATCHES = 64


class WriteUnit:
    """A unit in the queue, and who waits for it."""

    __slots__ = ("action", "context", "error", "future", "loop", "touched", "value")

    def __init__(
        self,
        action: Callable[[Tx], Awaitable[Any]],
        future: "Future[Any]",
        loop: AbstractEventLoop,
        context: Context,
    ) -> None:
        self.action = action
        self.future = future
        self.loop = loop
        self.context = context
        self.value: Any = None
        self.error: BaseException | None = None
        self.touched: set[Topic] = set()


class _UndoNeeded(Exception):
    """A unit failed after it had written, and there is no savepoint to go back to."""


class _TransactionLost(Exception):
    """SQLite ended the transaction by itself."""


class Writer:
    """Owns the writing connection and its thread."""

    def __init__(self, path: Path, scope: Scope, *, durable: bool) -> None:
        """Prepare; `start` opens the file."""
        self._path = path
        self._scope = scope
        self._durable = durable
        self._queue: queue.SimpleQueue[WriteUnit | None] = queue.SimpleQueue()
        self._thread: Thread | None = None
        self._caution = 0
        self.commits = 0
        self.units = 0

    def start(self, tell: Callable[[Iterable[Topic]], None]) -> None:
        """Open the file (pragmas are read back) and start the thread; `tell` runs in the loop."""
        self._connection = open_writer(self._path, durable=self._durable)
        self._lock = FileLock(self._path)
        self._tell = tell
        self._thread = Thread(target=self._work, name=f"writer-{self._scope.service}", daemon=True)
        self._thread.start()

    def submit(self, unit: WriteUnit) -> None:
        """Queue a unit; its future is answered after the commit. Raises StorageUnavailable."""
        if self._thread is None:
            raise StorageUnavailable
        self._queue.put(unit)

    def stop(self) -> None:
        """Commit what is queued, close the file, end the thread. Blocks."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _work(self) -> None:
        going = True
        while going:
            first = self._queue.get()
            if first is None:
                break
            batch = [first]
            try:
                going = self._commit_together(batch)
            except BaseException as problem:  # noqa: BLE001 -- the thread must live: all are told
                self._roll_back()
                for unit in batch:
                    unit.error = unit.error or problem
            self._answer(batch)
        with self._lock:
            self._connection.close()
        self._lock.close()

    def _commit_together(self, batch: list[WriteUnit]) -> bool:
        """One transaction for the units that are waiting; False when the queue has ended."""
        going = True
        try:
            with self._lock:
                try:
                    self._connection.execute("BEGIN IMMEDIATE")
                    going = self._fill(batch)
                    self._connection.execute("COMMIT")
                    self.commits += 1
                    self.units += len(batch)
                except _UndoNeeded:
                    self._roll_back()
                    if len(batch) > 1:
                        self._caution = CAUTIOUS_BATCHES
                        self._again(batch)
                except (_TransactionLost, sqlite3.Error) as problem:
                    self._roll_back()
                    if (
                        isinstance(problem, sqlite3.Error)
                        and problem.sqlite_errorname == "SQLITE_BUSY"
                    ):
                        raise
                    for unit in batch:
                        self._alone(unit)
        except sqlite3.Error as problem:
            raise translated(problem) from problem
        return going

    def _fill(self, batch: list[WriteUnit]) -> bool:
        """Perform the first unit and whatever comes in while the batch is young."""
        cautious = self._caution > 0
        self._caution -= cautious
        self._perform(batch[0], cautious=cautious)
        until = time.monotonic() + LONGEST_BATCH_SECONDS
        while len(batch) < MOST_UNITS and time.monotonic() < until:
            try:
                unit = self._queue.get_nowait()
            except queue.Empty:
                return True
            if unit is None:
                return False
            batch.append(unit)
            self._perform(unit, cautious=cautious)
        return True

    def _again(self, batch: list[WriteUnit]) -> None:
        """The same units once more, each behind a savepoint."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for unit in batch:
                self._perform(unit, cautious=True)
            self._connection.execute("COMMIT")
            self.commits += 1
            self.units += len(batch)
        except (_TransactionLost, sqlite3.Error):
            self._roll_back()
            for unit in batch:
                self._alone(unit)

    def _alone(self, unit: WriteUnit) -> None:
        """One unit in a transaction of its own: the last resort, where each gets its own answer."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._perform(unit, cautious=True)
            if unit.error is None:
                self._connection.execute("COMMIT")
                self.commits += 1
                self.units += 1
            else:
                self._roll_back()
        except _TransactionLost:
            self._roll_back()
        except sqlite3.Error as problem:
            self._roll_back()
            unit.error = translated(problem)

    def _perform(self, unit: WriteUnit, *, cautious: bool) -> None:
        """Run one unit inside the open transaction and keep its value or error."""
        unit.error, unit.value = None, None
        if unit.future.cancelled():
            return
        tx = SqliteTx(self._scope, self._connection, cautious=cautious)
        try:
            unit.value = unit.context.run(_drive, unit.action, tx)
            tx.finish()
            unit.touched = tx.touched
        except BaseException as problem:
            unit.error = problem
            unit.touched = set()
            if not self._connection.in_transaction:
                raise _TransactionLost from problem
            if not tx.undo():
                raise _UndoNeeded from problem

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _answer(self, batch: list[WriteUnit]) -> None:
        """Tell everybody, with one call into each loop."""
        by_loop: dict[AbstractEventLoop, list[WriteUnit]] = {}
        for unit in batch:
            if unit.loop not in by_loop:
                by_loop[unit.loop] = []
            by_loop[unit.loop].append(unit)
        for loop, units in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._resolve, units)

    def _resolve(self, units: list[WriteUnit]) -> None:
        touched: set[Topic] = set()
        for unit in units:
            if unit.touched:
                touched.update(unit.touched)
            future = unit.future
            if future.done():
                continue
            if unit.error is None:
                future.set_result(unit.value)
            else:
                future.set_exception(unit.error)
        if touched:
            self._tell(touched)


def _drive(action: Callable[[Tx], Awaitable[Any]], tx: Tx) -> Any:
    """Run the coroutine to its end without a loop: it may await nothing but `tx`, which never waits."""
    made = action(tx)
    if not isinstance(made, Coroutine):
        raise Misuse("a unit of work is an async function")
    try:
        made.send(None)  # pyright: ignore[reportUnknownMemberType] -- any coroutine
    except StopIteration as done:
        return done.value
    made.close()
    raise Misuse("awaited outside its transaction")
