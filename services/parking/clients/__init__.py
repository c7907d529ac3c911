# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Partners of parking: the city's regulation feed, charging operators, the payment provider."""

from collections.abc import Sequence
from contextlib import suppress

from services.kit.context import Resources
from services.kit.data import Database, StorageFull, StorageUnavailable, Tx
from services.kit.running import Attendant
from services.parking.actions.occupancy import schedule_quarter
from services.parking.clients.feeds import fetch_feed, source_name

__all__ = ["attendants", "fetch_feed", "schedule_refresh", "source_name"]

DAY_MS = 86_400_000
REFRESH_AT_MS = 2 * 3_600_000
AGAIN_MS = 10 * 60_000
MOST_AGAIN = 5
"""After a failure: again in 10, 20, 40, 80 and 160 minutes, then the next night."""


async def schedule_refresh(tx: Tx, attempt: int = 0) -> None:
    """Set the timer of the next night, when the feeds are fetched; after a failure also a sooner one.

    `attempt` counts the fetches in a row that failed somewhere; 0 = all went well.
    """
    day = tx.now // DAY_MS + 1
    await tx.schedule("parking.refresh", f"refresh:{day}", day * DAY_MS + REFRESH_AT_MS)
    if 0 < attempt <= MOST_AGAIN:
        due = tx.now + AGAIN_MS * 2 ** (attempt - 1)
        await tx.schedule("parking.refresh", f"refresh:again:{due}", due, {"attempt": attempt})


class Timers:
    """Sees to it that the timers which repeat themselves have been set once."""

    def __init__(self, database: Database) -> None:
        """Nothing is set before `start`."""
        self._database = database

    async def start(self) -> None:
        """Set what is missing; another start finds it there."""

        async def unit(tx: Tx) -> None:
            await schedule_refresh(tx)
            await schedule_quarter(tx)
            await tx.schedule("parking.forget", f"forget:{tx.now // DAY_MS}", tx.now + DAY_MS)

        with suppress(StorageUnavailable, StorageFull):
            await self._database.transact(unit)

    async def stop(self) -> None:
        """Timers are rows: nothing to end."""


def attendants(resources: Resources) -> Sequence[Attendant]:
    """What is set going with the service."""
    return [Timers(resources.database)]
