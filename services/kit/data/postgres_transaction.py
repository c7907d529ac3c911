# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A transaction on a PostgreSQL connection."""

from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from services.kit.data.faults import ConstraintBroken, Taken
from services.kit.data.postgres_faults import ERRORS, translated
from services.kit.data.statement import Statement
from services.kit.data.transaction import Scope, Tx

R = TypeVar("R")


class PostgresTx(Tx):
    """One unit between BEGIN and COMMIT."""

    __slots__ = ("_broken", "_connection", "_depth")

    def __init__(self, scope: Scope, connection: Any) -> None:
        """Use a connection that nobody else uses meanwhile."""
        super().__init__(scope)
        self._connection = connection
        self._broken: BaseException | None = None
        self._depth = 0

    async def one(self, statement: Statement[R], **parameters: Any) -> R | None:
        """The first row, or None."""
        form = statement.for_postgresql()
        bound = form.bind(parameters)
        self._check()
        try:
            row = await self._connection.fetchrow(form.sql, *bound)
        except ERRORS as problem:
            raise self._refused(problem) from problem
        return None if row is None else form.read(row)

    async def many(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows."""
        form = statement.for_postgresql()
        bound = form.bind(parameters)
        self._check()
        try:
            return form.read_all(await self._connection.fetch(form.sql, *bound))
        except ERRORS as problem:
            raise self._refused(problem) from problem

    async def run(self, statement: Statement[Any], **parameters: Any) -> int:
        """Do it; the number of rows that were touched."""
        form = statement.for_postgresql()
        bound = form.bind(parameters)
        self._check()
        try:
            status: str = await self._connection.execute(form.sql, *bound)
        except ERRORS as problem:
            raise self._refused(problem) from problem
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def run_each(self, statement: Statement[Any], rows: Iterable[Mapping[str, Any]]) -> None:
        """Do it once per row of parameters, in one trip."""
        form = statement.for_postgresql()
        bound = [form.bind(row) for row in rows]
        self._check()
        try:
            await self._connection.executemany(form.sql, bound)
        except ERRORS as problem:
            raise self._refused(problem) from problem

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What happens inside is undone when it raises."""
        return self._savepoint()

    @asynccontextmanager
    async def _savepoint(self) -> AsyncGenerator[None]:
        self._check()
        self._depth += 1
        name = f"inner{self._depth}"
        await self._say(f"SAVEPOINT {name}")
        try:
            yield
            self._check()
        except Exception:
            if not self._connection.is_closed():
                await self._say(f"ROLLBACK TO {name}; RELEASE {name}")
                self._broken = None
            raise
        else:
            await self._say(f"RELEASE {name}")
        finally:
            self._depth -= 1

    async def allow(self, milliseconds: int) -> None:
        """Let the statements of this transaction take longer than the usual two seconds."""
        await self._say(f"SET LOCAL statement_timeout = {milliseconds:d}")

    def finish(self) -> None:
        """Raise the refusal that an action has swallowed: COMMIT would quietly undo everything."""
        self._check()

    async def _say(self, sql: str) -> None:
        try:
            await self._connection.execute(sql)
        except ERRORS as problem:
            raise self._refused(problem) from problem

    def _check(self) -> None:
        if self._broken is not None:
            raise self._broken

    def _refused(self, problem: BaseException) -> BaseException:
        fault = translated(problem)
        if isinstance(fault, Taken | ConstraintBroken) or self._broken is None:
            self._broken = fault
        return fault
