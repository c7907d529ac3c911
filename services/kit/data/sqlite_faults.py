# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What SQLite says, in the words of `faults`."""

import sqlite3

from services.kit.data.faults import ConstraintBroken, StorageFull, StorageUnavailable, Taken

_TAKEN = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID"}
_ELSEWHERE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR")


def translated(problem: sqlite3.Error) -> Exception:
    """Our exception for the driver's; faults of the programmer come back as they are."""
    name: str = getattr(problem, "sqlite_errorname", None) or ""
    what = str(problem).rpartition(": ")[2]
    if name in _TAKEN:
        return Taken(what)
    if name.startswith("SQLITE_CONSTRAINT"):
        kind = name.removeprefix("SQLITE_CONSTRAINT_").lower().replace("notnull", "not_null")
        return ConstraintBroken(kind.replace("foreignkey", "foreign_key"), what)
    if name == "SQLITE_FULL":
        return StorageFull()
    if name.startswith(_ELSEWHERE) or (
        isinstance(problem, sqlite3.ProgrammingError) and "closed" in what
    ):
        return StorageUnavailable()
    return problem
