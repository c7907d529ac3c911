# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The database of one service: units of work, reads, and the doors to SQLite and PostgreSQL."""

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from services.kit.clock import Clock, SystemClock
from services.kit.data.compiling import Compiled, Dialect
from services.kit.data.faults import Misuse
from services.kit.data.statement import Statement
from services.kit.data.transaction import AuditHook, Scope, Topic, Tx
from services.kit.errors import SettingsProblem

T = TypeVar("T")
R = TypeVar("R")

Unit = Callable[[Tx], Awaitable[T]]
"""Work of one transaction. It may be run again, so it changes nothing but the transaction."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class Database(ABC):
    """One service's tables: its own SQLite file or its own PostgreSQL schema."""

    dialect: Dialect

    def __init__(self, service: str, clock: Clock) -> None:
        """Name the service; use `Database.open`."""
        self.scope = Scope(service, clock)
        self._watchers: dict[Topic, list[Callable[[], None]]] = {"outbox": [], "job": []}

    @staticmethod
    def open(url: str, *, service: str, clock: Clock | None = None) -> "Database":
        """Choose by URL; nothing is touched before `start`.

        `sqlite:///folder` (relative) or `sqlite:////folder` (absolute): the file
        `<folder>/<service>.sqlite3`. `sqlite://`: a file that is gone after `stop`.
        `postgresql://...`: the schema named as the service. Raises SettingsProblem.
        """
        if not _NAME.fullmatch(service):
            raise SettingsProblem(f"{service!r} cannot name a database: use a-z, 0-9 and _")
        clock = clock or SystemClock()
        scheme, found, rest = url.partition("://")
        if found and scheme == "sqlite":
            from services.kit.data.sqlite import SqliteDatabase  # noqa: PLC0415 -- it imports us

            return SqliteDatabase(rest.removeprefix("/"), service=service, clock=clock)
        if found and scheme in ("postgresql", "postgres"):
            from services.kit.data.postgres import PostgresDatabase  # noqa: PLC0415 -- asyncpg is optional

            return PostgresDatabase(url, service=service, clock=clock)
        raise SettingsProblem(
            "the database URL must begin with sqlite:// or postgresql://; "
            "for example sqlite:///var/torget"
        )

    @property
    def service(self) -> str:
        """The service whose database this is."""
        return self.scope.service

    @property
    def clock(self) -> Clock:
        """The clock that stamps its transactions."""
        return self.scope.clock

    @abstractmethod
    async def start(self) -> None:
        """Open it and read the durability settings back; SettingsProblem, StorageUnavailable."""

    @abstractmethod
    async def stop(self) -> None:
        """Finish what was accepted, then close."""

    async def transact(self, unit: Unit[T]) -> T:
        """Run a unit in one transaction; its value once the commit is on the disk.

        What the unit raises undoes all of it. Raises StorageUnavailable, StorageFull, Taken.
        """
        around = self.scope.around
        return await self._transact(unit if around is None else around(unit))

    @abstractmethod
    async def _transact(self, unit: Unit[T]) -> T:
        """The database's own way to run a unit."""

    @abstractmethod
    async def one(self, statement: Statement[R], **parameters: Any) -> R | None:
        """The first row outside any transaction, or None."""

    @abstractmethod
    async def many(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows outside any transaction: for lists with a limit."""

    @abstractmethod
    async def scan(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows of a long read, away from the event loop."""

    @abstractmethod
    async def writable(self) -> bool:
        """Whether a write would succeed now: for /readyz."""

    @abstractmethod
    async def versions(self) -> dict[str, int]:
        """Schema versions by package; empty for a fresh database."""

    @abstractmethod
    async def apply(self, package: str, steps: Iterable[tuple[int, str]]) -> None:
        """Run schema steps (number, module name) in order, each in one transaction."""

    def attach_audit(
        self, hook: AuditHook, *, around: Callable[[Unit[Any]], Unit[Any]] | None = None
    ) -> None:
        """Give `tx.audit` its log; `around` may put a unit on record that did not do so itself."""
        self.scope.audit = hook
        self.scope.around = around

    def attach_seals(self, seals: Any) -> None:
        """Give transactions the seals of the service's sealed columns."""
        self.scope.seals = seals

    def watch(self, topic: Topic, wake: Callable[[], None]) -> Callable[[], None]:
        """Call `wake` in the loop after each commit that touched the topic; returns the way to stop."""
        self._watchers[topic].append(wake)
        return lambda: self._watchers[topic].remove(wake)

    def _tell(self, touched: Iterable[Topic]) -> None:
        for topic in touched:
            for wake in tuple(self._watchers[topic]):
                wake()


def read_only(form: Compiled) -> Compiled:
    """The statement itself; Misuse when it writes and so belongs into a unit of work."""
    if form.writes:
        raise Misuse("a statement that writes needs transact(unit)")
    return form
