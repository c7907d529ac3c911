# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL: one schema per service, asyncpg behind a free list, whole units tried again (stack D9)."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

import asyncpg

from services.kit.clock import Clock
from services.kit.data.database import Database, Unit, read_only
from services.kit.data.faults import Misuse, OutcomeUnknown, StorageUnavailable
from services.kit.data.free_list import FreeList
from services.kit.data.migrating import MAKE_VERSIONS, READ_VERSIONS, script_for_postgresql
from services.kit.data.postgres_faults import ERRORS, ConnectionLost, TryAgain, translated
from services.kit.data.postgres_transaction import PostgresTx
from services.kit.data.statement import Statement
from services.kit.data.transaction import Tx
from services.kit.errors import SettingsProblem

T = TypeVar("T")
R = TypeVar("R")

MOST_TRIES = 4
CONNECT_SECONDS = 2
SCAN_MILLISECONDS = 60_000

_KEEP = {
    "synchronous_commit": ("on", "remote_apply"),
    "fsync": ("on",),
    "full_page_writes": ("on",),
}


class PostgresDatabase(Database):
    """One service's schema."""

    dialect = "postgresql"

    def __init__(self, url: str, *, service: str, clock: Clock) -> None:
        """Nothing is opened before `start`."""
        super().__init__(service, clock)
        self._url = url
        self._list: FreeList | None = None
        self._chance = random.Random()  # noqa: S311 -- spreads retries, guards nothing

    async def start(self) -> None:
        """Make the schema if need be and read the durability settings back."""
        self._list = FreeList(self._connect, self.clock)
        async with self._borrow() as connection:
            async with connection.transaction():
                await self._take_turns(connection)
                await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{self.service}"')
            for name, good in _KEEP.items():
                found = await connection.fetchval(f"SHOW {name}")
                if found not in good:
                    await self.stop()
                    raise SettingsProblem(
                        f"PostgreSQL runs with {name} = {found}; acknowledged writes could be lost. "
                        f"Set it to {good[0]}"
                    )

    async def stop(self) -> None:
        """Close every connection."""
        if self._list is not None:
            await self._list.close()

    async def _transact(self, unit: Unit[T]) -> T:
        """Run the unit; again on a deadlock or a lost connection, never after an unknown COMMIT."""
        for tries in range(1, MOST_TRIES + 1):
            try:
                value, tx = await self._attempt(unit)
            except (TryAgain, ConnectionLost):
                if tries == MOST_TRIES:
                    raise
                await asyncio.sleep(self._chance.uniform(0.005, 0.02) * 2**tries)
            else:
                self._tell(tx.touched)
                return value
        raise StorageUnavailable

    async def _attempt(self, unit: Unit[T]) -> tuple[T, PostgresTx]:
        async with self._borrow() as connection:
            await _say(connection, "BEGIN")
            tx = PostgresTx(self.scope, connection)
            try:
                value = await unit(tx)
                tx.finish()
            except Exception:
                if not connection.is_closed():
                    await _say(connection, "ROLLBACK")
                raise
            try:
                await _say(connection, "COMMIT")
            except ConnectionLost as problem:
                raise OutcomeUnknown from problem
            return value, tx

    async def one(self, statement: Statement[R], **parameters: Any) -> R | None:
        """The first row, or None."""
        form = read_only(statement.for_postgresql())
        bound = form.bind(parameters)
        row = await self._read(lambda connection: connection.fetchrow(form.sql, *bound))
        return None if row is None else form.read(row)

    async def many(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows."""
        form = read_only(statement.for_postgresql())
        bound = form.bind(parameters)
        return form.read_all(
            await self._read(lambda connection: connection.fetch(form.sql, *bound))
        )

    async def scan(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows of a long read: up to a minute."""
        read_only(statement.for_postgresql())

        async def unit(tx: Tx) -> list[R]:
            if not isinstance(tx, PostgresTx):
                raise Misuse("a scan runs on its own database")
            await tx.allow(SCAN_MILLISECONDS)
            return await tx.many(statement, **parameters)

        return await self.transact(unit)

    async def writable(self) -> bool:
        """Whether the server answers and takes writes."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                answer = await self._read(
                    lambda connection: connection.fetchval("SHOW transaction_read_only")
                )
        except (StorageUnavailable, TimeoutError):
            return False
        return answer == "off"

    async def versions(self) -> dict[str, int]:
        """Schema versions by package."""
        exists = await self._read(lambda c: c.fetchval("SELECT to_regclass('schema_version')"))
        if exists is None:
            return {}
        return {row[0]: row[1] for row in await self._read(lambda c: c.fetch(READ_VERSIONS))}

    async def apply(self, package: str, steps: Iterable[tuple[int, str]]) -> None:
        """Run schema steps; replicas that start together take turns."""
        for number, module in steps:
            script = script_for_postgresql(module)
            async with self._borrow() as connection, connection.transaction():
                await self._take_turns(connection)
                await connection.execute("SET LOCAL statement_timeout = '10min'")
                await connection.execute(MAKE_VERSIONS)
                known = {row[0]: row[1] for row in await connection.fetch(READ_VERSIONS)}
                if known.get(package, 0) < number:
                    await connection.execute(script)
                    await connection.execute(
                        "INSERT INTO schema_version VALUES ($1, $2) "
                        "ON CONFLICT (package) DO UPDATE SET number = excluded.number",
                        package,
                        number,
                    )

    async def _take_turns(self, connection: Any) -> None:
        """Wait for replicas that start at the same time; `IF NOT EXISTS` alone does not.

        Two sessions that both see a schema missing both insert it, and one of them fails.
        """
        await connection.execute("SET LOCAL lock_timeout = '30s'")
        await connection.execute("SET LOCAL statement_timeout = '30s'")
        await connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", self.service
        )
        await connection.execute("SET LOCAL lock_timeout = '1s'")

    async def _read(self, ask: Callable[[Any], Awaitable[Any]]) -> Any:
        """Ask once, and once more on a fresh connection when the first was dead."""
        for last in (False, True):
            connection, born = await self._free().take()
            sound = False
            try:
                answer = await ask(connection)
                sound = True
            except ERRORS as problem:
                fault = translated(problem)
                sound = not isinstance(fault, ConnectionLost)
                if sound or last:
                    raise fault from problem
                self._free().forget_idle()
            else:
                return answer
            finally:
                self._free().give_back(connection, born, sound=sound)
        raise StorageUnavailable

    @asynccontextmanager
    async def _borrow(self) -> AsyncGenerator[Any]:
        connection, born = await self._free().take()
        sound = False
        try:
            yield connection
            sound = True
        except ConnectionLost:
            self._free().forget_idle()
            raise
        except Exception:
            sound = not connection.is_in_transaction()
            raise
        finally:
            self._free().give_back(connection, born, sound=sound)

    def _free(self) -> FreeList:
        if self._list is None:
            raise StorageUnavailable
        return self._list

    async def _connect(self) -> Any:
        """A fresh connection with its limits; the role may set stricter ones.

        Pages lie in memory or on flash, so an index costs little more than reading on; a request
        that takes several cores would take them from others.
        """
        try:
            connect = cast("Callable[..., Awaitable[Any]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType] -- partial stubs
            return await connect(
                self._url,
                timeout=CONNECT_SECONDS,
                statement_cache_size=512,
                max_cached_statement_lifetime=0,
                target_session_attrs="read-write",
                server_settings={
                    "application_name": f"torget-{self.service}",
                    "search_path": f'"{self.service}"',
                    "statement_timeout": "2000",
                    "lock_timeout": "1000",
                    "idle_in_transaction_session_timeout": "10000",
                    "random_page_cost": "1.1",
                    "max_parallel_workers_per_gather": "0",
                    "tcp_keepalives_idle": "10",
                    "tcp_keepalives_interval": "5",
                    "tcp_keepalives_count": "3",
                },
            )
        except ERRORS as problem:
            raise ConnectionLost from problem


async def _say(connection: Any, sql: str) -> None:
    try:
        await connection.execute(sql)
    except ERRORS as problem:
        raise translated(problem) from problem
