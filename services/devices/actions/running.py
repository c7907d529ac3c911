# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a process keeps running for its database: one writer and the index of subscriptions."""

from weakref import WeakKeyDictionary

from services.devices.actions.taking_in import count_refusals
from services.devices.actions.watching import Watch
from services.devices.actions.writing import StateWriter
from services.devices.domain.entities import EntityRefused
from services.kit.context import Resources
from services.kit.data import Database


class Intake:
    """The way in of one process."""

    def __init__(self, database: Database) -> None:
        """One writer, so that all doors share transactions and one limit."""
        self.database = database
        self.writer = StateWriter(database, watch=Watch())

    async def count(self, source: str, refused: list[EntityRefused]) -> None:
        """Count what was refused before it reached the writer."""
        if refused:
            await self.database.transact(lambda tx: count_refusals(tx, source, refused))


_intakes: "WeakKeyDictionary[Database, Intake]" = WeakKeyDictionary()


def intake_of(resources: Resources) -> Intake:
    """The way in to a service's database; made when first asked for."""
    database = resources.database
    found = _intakes.get(database)
    if found is None:
        found = _intakes[database] = Intake(database)
    return found
