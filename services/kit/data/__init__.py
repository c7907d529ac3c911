# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The data seam: statements, transactions, databases. Stores import from here and nowhere else."""

from services.kit.data import sql
from services.kit.data.database import Database, Unit
from services.kit.data.faults import (
    ConstraintBroken,
    Misuse,
    OutcomeUnknown,
    StorageFull,
    StorageUnavailable,
    Taken,
)
from services.kit.data.migrating import migrate
from services.kit.data.sql import *  # noqa: F403 -- the words of sql.py are listed there
from services.kit.data.statement import Statement, define
from services.kit.data.transaction import Topic, Tx

__all__ = [
    "ConstraintBroken",
    "Database",
    "Misuse",
    "OutcomeUnknown",
    "Statement",
    "StorageFull",
    "StorageUnavailable",
    "Taken",
    "Topic",
    "Tx",
    "Unit",
    "define",
    "migrate",
]
__all__ += sql.__all__
