# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""SQLite: point reads in the loop, scans in a thread, one writer with group commit (stack D5-D8)."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any, TypeVar

from services.kit.clock import Clock
from services.kit.data.compiling import Compiled
from services.kit.data.database import Database, Unit, read_only
from services.kit.data.faults import StorageUnavailable
from services.kit.data.migrating import apply_to_sqlite, read_versions
from services.kit.data.sqlite_faults import translated
from services.kit.data.sqlite_file import open_reader
from services.kit.data.statement import Statement
from services.kit.data.transaction import Tx
from services.kit.data.writer import Writer, WriteUnit

T = TypeVar("T")
R = TypeVar("R")


class SqliteDatabase(Database):
    """One service's SQLite file."""

    dialect = "sqlite"

    def __init__(self, folder: str, *, service: str, clock: Clock) -> None:
        """An empty folder name stands for a file that is gone after `stop`."""
        super().__init__(service, clock)
        self._folder = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._reader: sqlite3.Connection | None = None

    async def start(self) -> None:
        """Open the file, start the writer, open the readers."""
        folder = self._folder
        if not folder:
            self._temporary = tempfile.TemporaryDirectory(prefix="torget-")
            folder = self._temporary.name
        self.path = Path(folder) / f"{self.service}.sqlite3"
        self.writer = Writer(self.path, self.scope, durable=bool(self._folder))
        self.writer.start(self._tell)
        self._reader = open_reader(self.path)
        self._scanner = open_reader(self.path)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix=f"reader-{self.service}")

    async def stop(self) -> None:
        """Commit what is queued and close."""
        reader, self._reader = self._reader, None
        if reader is None:
            return
        await asyncio.to_thread(self._threads.shutdown)
        reader.close()
        self._scanner.close()
        await asyncio.to_thread(self.writer.stop)
        if self._temporary is not None:
            self._temporary.cleanup()

    async def _transact(self, unit: Unit[T]) -> T:
        """Hand the unit to the writer; its value once the commit is on the disk."""
        if self._reader is None:
            raise StorageUnavailable
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self.writer.submit(WriteUnit(unit, future, loop, copy_context()))
        return await future

    async def one(self, statement: Statement[R], **parameters: Any) -> R | None:
        """The first row, read in the loop."""
        form = statement.for_sqlite()
        rows = self._read(form, form.bind(parameters))
        return form.read(rows[0]) if rows else None

    async def many(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows, read in the loop."""
        form = statement.for_sqlite()
        return form.read_all(self._read(form, form.bind(parameters)))

    async def scan(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows, read in a thread."""
        if self._reader is None:
            raise StorageUnavailable
        form = read_only(statement.for_sqlite())
        bound = form.bind(parameters)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._threads, lambda: form.read_all(_fetch(self._scanner, form.sql, bound))
        )

    async def writable(self) -> bool:
        """Whether the writer can begin and commit."""

        async def nothing(tx: Tx) -> bool:
            return tx.now > 0

        try:
            return await self.transact(nothing)
        except StorageUnavailable:
            return False

    async def versions(self) -> dict[str, int]:
        """Schema versions by package."""
        if self._reader is None:
            raise StorageUnavailable
        return read_versions(self._reader)

    async def apply(self, package: str, steps: Iterable[tuple[int, str]]) -> None:
        """Run schema steps in a thread, on a connection of their own."""
        await asyncio.to_thread(apply_to_sqlite, self.path, package, list(steps))

    def _read(self, form: Compiled, bound: tuple[Any, ...]) -> list[Any]:
        if self._reader is None:
            raise StorageUnavailable
        return _fetch(self._reader, read_only(form).sql, bound)


def _fetch(connection: sqlite3.Connection, sql: str, bound: tuple[Any, ...]) -> list[Any]:
    try:
        return connection.execute(sql, bound).fetchall()
    except sqlite3.Error as problem:
        raise translated(problem) from problem
