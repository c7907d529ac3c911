# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A transaction on the writer's connection. Its methods are coroutines that never wait."""

import sqlite3
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from services.kit.data.faults import ConstraintBroken, Taken
from services.kit.data.sqlite_faults import translated
from services.kit.data.statement import Statement
from services.kit.data.transaction import Scope, Tx

R = TypeVar("R")


class SqliteTx(Tx):
    """One unit of a batch."""

    __slots__ = ("_broken", "_cautious", "_connection", "_depth", "_marked", "_wrote")

    def __init__(self, scope: Scope, connection: sqlite3.Connection, *, cautious: bool) -> None:
        """Use the writer's connection; when cautious, a savepoint goes before the first write."""
        super().__init__(scope)
        self._connection = connection
        self._cautious = cautious
        self._marked = False
        self._wrote = False
        self._broken: Exception | None = None
        self._depth = 0

    async def one(self, statement: Statement[R], **parameters: Any) -> R | None:
        """The first row, or None."""
        form = statement.for_sqlite()
        rows = self._do(form.sql, form.bind(parameters), writes=form.writes).fetchall()
        return form.read(rows[0]) if rows else None

    async def many(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows."""
        form = statement.for_sqlite()
        return form.read_all(
            self._do(form.sql, form.bind(parameters), writes=form.writes).fetchall()
        )

    async def run(self, statement: Statement[Any], **parameters: Any) -> int:
        """Do it; the number of rows that were touched."""
        form = statement.for_sqlite()
        return self._do(form.sql, form.bind(parameters), writes=form.writes).rowcount

    async def run_each(self, statement: Statement[Any], rows: Iterable[Mapping[str, Any]]) -> None:
        """Do it once per row of parameters."""
        form = statement.for_sqlite()
        bind = form.bind
        bound = [bind(row) for row in rows]
        self._before(writes=True)
        self._wrote = True
        try:
            self._connection.executemany(form.sql, bound)
        except sqlite3.Error as problem:
            raise self._refused(problem) from problem

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What happens inside is undone when it raises."""
        return self._savepoint()

    @asynccontextmanager
    async def _savepoint(self) -> AsyncGenerator[None]:
        self._before(writes=True)
        self._depth += 1
        name = f"inner{self._depth}"
        wrote = self._wrote
        self._connection.execute(f"SAVEPOINT {name}")
        try:
            yield
            self._before(writes=False)
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute(f"ROLLBACK TO {name}")
                self._connection.execute(f"RELEASE {name}")
                self._broken = None
                self._wrote = wrote
            raise
        else:
            self._connection.execute(f"RELEASE {name}")
        finally:
            self._depth -= 1

    def finish(self) -> None:
        """End the unit well: give the savepoint back; raise the refusal an action has swallowed."""
        if self._broken is not None:
            raise self._broken
        if self._marked:
            self._connection.execute("RELEASE unit")

    def undo(self) -> bool:
        """Take back what the unit wrote; False when only a rollback of the whole batch can."""
        if self._marked:
            self._connection.execute("ROLLBACK TO unit")
            self._connection.execute("RELEASE unit")
            return True
        return not self._wrote

    def _before(self, *, writes: bool) -> None:
        if self._broken is not None:
            raise self._broken
        if writes and self._cautious and not self._marked:
            self._connection.execute("SAVEPOINT unit")
            self._marked = True

    def _do(self, sql: str, bound: tuple[Any, ...], *, writes: bool) -> sqlite3.Cursor:
        if self._broken is not None or self._cautious:
            self._before(writes=writes)
        try:
            cursor = self._connection.execute(sql, bound)
        except sqlite3.Error as problem:
            raise self._refused(problem) from problem
        if writes:
            self._wrote = True
        return cursor

    def _refused(self, problem: sqlite3.Error) -> Exception:
        fault = translated(problem)
        if isinstance(fault, Taken | ConstraintBroken):
            self._broken = fault
        return fault
