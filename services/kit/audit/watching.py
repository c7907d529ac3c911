# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The watch over one request: who is on record already, what was refused; so that nothing is missed.

Actions put their own, exact entries on record. Whatever personal data an answer holds beyond that is
recorded by the kit before the answer leaves; so is every refusal of a known caller (L1).
"""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from services.kit.audit.entries import Entry, Outcome
from services.kit.data import Tx
from services.kit.wire.caller import Caller

_current: ContextVar["Watch | None"] = ContextVar("torget_audit_watch", default=None)
_noted: ContextVar[set[str] | None] = ContextVar("torget_audit_noted", default=None)


class Watch:
    """What has happened so far in one request. Tasks of the request share it."""

    __slots__ = ("change", "refusals", "subjects")

    def __init__(self) -> None:
        """Nothing yet."""
        self.change: Entry | None = None
        """What a transaction that puts nothing on record itself is recorded as."""
        self.subjects: set[str] = set()
        self.refusals: dict[tuple[str, str], None] = {}

    def entries(
        self, caller: Caller, subjects: set[str], *, action: str, resource: str, operation: str
    ) -> list[Entry]:
        """What is still to be put on record: looks at `subjects`, and every refusal."""
        rows = [
            Entry(
                caller=caller, subject=each, action=action, resource=resource, operation=operation
            )
            for each in sorted(subjects - self.subjects)
        ]
        rows += [
            Entry(
                caller=caller,
                subject=subject,
                action=permission,
                resource=resource,
                outcome=Outcome.REFUSED,
                operation=operation,
            )
            for permission, subject in self.refusals
        ]
        return rows


@contextmanager
def watch() -> Generator[Watch]:
    """Watch what is done inside."""
    made = Watch()
    token = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(token)


def note_entry(entry: Entry) -> None:
    """Somebody has put this on record in the transaction that runs."""
    noted = _noted.get()
    if noted is not None:
        noted.add(entry.subject)


Unit = Callable[[Tx], Awaitable[Any]]


def recorded(unit: Unit, audit: Callable[[Tx, Entry], Awaitable[None]]) -> Unit:
    """The unit, and a record of it in the same transaction if it is a change and left none (L1)."""
    seen = _current.get()
    if seen is None:
        return unit

    async def run(tx: Tx) -> Any:
        noted: set[str] = set()
        token = _noted.set(noted)
        try:
            value = await unit(tx)
            if seen.change is not None and not noted:
                await audit(tx, seen.change)
        finally:
            _noted.reset(token)
        seen.subjects |= noted
        return value

    return run


def note_refusal(caller: Caller, permission: str, owner: Any) -> None:
    """A known caller was refused; `owner` is the person concerned, if the facts name one."""
    current = _current.get()
    if current is not None and caller.is_known:
        subject = owner if isinstance(owner, str) and owner else caller.subject
        current.refusals[permission, subject] = None
