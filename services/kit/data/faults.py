# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a database can refuse, in words that are the same for SQLite and PostgreSQL.

Conflict (Problem)
└── Taken                a unique or exclusion constraint said no: somebody was faster
ConstraintBroken         any other constraint: a fault of ours, never of the person
StorageUnavailable       (Problem) the database does not answer; nothing was saved
└── OutcomeUnknown       the answer to COMMIT was lost: look the idempotency key up
StorageFull              (Problem) no room; nothing was saved
Misuse                   an action awaited something that is not its transaction
"""

from typing import Any

from services.kit.errors import Conflict, Problem, StorageUnavailable

__all__ = [
    "ConstraintBroken",
    "Misuse",
    "OutcomeUnknown",
    "StorageFull",
    "StorageUnavailable",
    "Taken",
]


class Taken(Conflict):
    """A unique or exclusion constraint refused the row."""

    def __init__(self, constraint: str) -> None:
        """Name the constraint (PostgreSQL) or the columns (SQLite); neither is shown to people."""
        super().__init__()
        self.constraint = constraint


class ConstraintBroken(Exception):
    """A CHECK, NOT NULL or FOREIGN KEY constraint refused the row."""

    def __init__(self, kind: str, constraint: str) -> None:
        """Name the kind and what the driver says of it."""
        super().__init__(f"{kind}: {constraint}")
        self.kind = kind
        self.constraint = constraint


class OutcomeUnknown(StorageUnavailable):
    """The connection was lost while COMMIT was under way: it may or may not have happened."""


class StorageFull(Problem):
    """No room is left on the disk."""

    def __init__(self, **params: Any) -> None:
        """Say so."""
        super().__init__("STORAGE_FULL", **params)


class Misuse(RuntimeError):
    """An action awaited something other than its transaction."""
