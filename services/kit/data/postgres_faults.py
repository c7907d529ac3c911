# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What PostgreSQL says (SQLSTATE), in the words of `faults` (reliability D3, D4)."""

import asyncpg

from services.kit.data.faults import ConstraintBroken, StorageFull, StorageUnavailable, Taken

_TAKEN = {"23505", "23P01"}
_BROKEN = {"23502": "not_null", "23503": "foreign_key", "23514": "check"}
_FULL = {"53100"}
_AGAIN = {"40001", "40P01"}
_LOST = {"57P01", "57P02", "57P03", "53300"}
_LATE = {"55P03", "57014"}

ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
"""Everything that talking to PostgreSQL raises."""


class ConnectionLost(StorageUnavailable):
    """The connection died or was never made; the statement may be sent on another one."""


class TryAgain(StorageUnavailable):
    """A serialization failure or a deadlock: the whole unit may be run again."""


def translated(problem: BaseException) -> BaseException:  # noqa: PLR0911 -- a table
    """Our exception for the driver's; faults of the programmer come back as they are."""
    state: str = getattr(problem, "sqlstate", None) or ""
    name: str = getattr(problem, "constraint_name", None) or ""
    if state in _TAKEN:
        return Taken(name)
    if state in _BROKEN:
        return ConstraintBroken(_BROKEN[state], name or str(problem))
    if state in _FULL:
        return StorageFull()
    if state in _AGAIN:
        return TryAgain()
    if state in _LOST or state.startswith("08") or isinstance(problem, OSError | TimeoutError):
        return ConnectionLost()
    if state in _LATE:
        return StorageUnavailable()
    if isinstance(problem, asyncpg.InterfaceError) and "closed" in str(problem):
        return ConnectionLost()
    return problem
