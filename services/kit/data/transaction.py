# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A transaction as an action sees it: read, write, tell others, set timers; never commit."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, TypeVar

from services.kit.clock import Clock
from services.kit.data.statement import Statement
from services.kit.data.tables import ADD_EVENT, ADD_JOB, DROP_JOB
from services.kit.ids import IdSource

R = TypeVar("R")

Topic = Literal["outbox", "job"]
AuditHook = Callable[["Tx", Any], Awaitable[None]]


class Scope:
    """What every transaction of one database shares."""

    __slots__ = ("around", "audit", "clock", "ids", "seals", "service")

    def __init__(self, service: str, clock: Clock) -> None:
        """Name the service; take its clock."""
        self.service = service
        self.clock = clock
        self.ids = IdSource(clock)
        self.audit: AuditHook | None = None
        self.seals: Any = None
        self.around: Callable[[Callable[[Tx], Awaitable[Any]]], Any] | None = None


class Tx(ABC):
    """One transaction. An action awaits nothing else, and the caller of `transact` commits."""

    __slots__ = ("_scope", "now", "touched")

    def __init__(self, scope: Scope) -> None:
        """Begin to remember; `now` is the one instant of this transaction, in milliseconds."""
        self._scope = scope
        self.now = scope.clock.now_ms()
        self.touched: set[Topic] = set()

    @property
    def service(self) -> str:
        """The service whose database this is."""
        return self._scope.service

    @property
    def seals(self) -> Any:
        """The seals of the service's sealed columns; None when it has none."""
        return self._scope.seals

    @abstractmethod
    async def one(self, statement: Statement[R], **parameters: Any) -> R | None:
        """The first row, or None."""

    @abstractmethod
    async def many(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows."""

    @abstractmethod
    async def run(self, statement: Statement[Any], **parameters: Any) -> int:
        """Do it; the number of rows that were touched."""

    @abstractmethod
    async def run_each(self, statement: Statement[Any], rows: Iterable[Mapping[str, Any]]) -> None:
        """Do it once per row of parameters, in one trip."""

    @abstractmethod
    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """`async with`: what happens inside is undone when it raises, the rest stays.

        After a constraint has refused a row outside a savepoint, the transaction is lost on
        both databases: every further statement and the commit raise that refusal again.
        """

    async def emit(self, type: str, subject: str, data: Mapping[str, Any] | None = None) -> str:  # noqa: A002
        """Write an event that leaves after the commit; its id. The type begins with the service's name.

        Order is kept per subject. `data` carries ids and types, never personal content.
        """
        if not type.startswith(f"{self._scope.service}."):
            raise ValueError(f"an event of {self._scope.service} cannot be called {type}")
        event_id = self._scope.ids.new()
        await self.run(
            ADD_EVENT, id=event_id, type=type, subject=subject, data=dict(data or {}), at=self.now
        )
        self.touched.add("outbox")
        return event_id

    async def schedule(
        self,
        kind: str,
        id: str,  # noqa: A002
        due: int,
        payload: Mapping[str, Any] | None = None,
    ) -> bool:
        """Set a timer for `due` (UTC milliseconds); False when this id is already set.

        The id says what it means: `checkin:123:escalate:2`. To move a timer: cancel, schedule.
        """
        count = await self.run(ADD_JOB, id=id, kind=kind, due=due, payload=dict(payload or {}))
        self.touched.add("job")
        return count == 1

    async def cancel(self, id: str) -> bool:  # noqa: A002
        """Take a timer away; False when there was none (or it has just run)."""
        return await self.run(DROP_JOB, id=id) == 1

    async def audit(self, entry: Any) -> None:
        """Write to the audit log in this transaction; ValueError when no log has been attached."""
        if self._scope.audit is None:
            raise ValueError(f"no audit log is attached to the database of {self._scope.service}")
        await self._scope.audit(self, entry)
