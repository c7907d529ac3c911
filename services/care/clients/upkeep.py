# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The first of every timer that repeats itself: set once at start, however many processes start."""

from typing import Final

from services.kit.context import Resources
from services.kit.data import Column, MetaData, Table, Text, Tx, define, select

REPEATING: Final = ("care.make", "care.rota.gaps", "care.weed")
ONCE: Final = ("care.rezone",)

_job = Table("job", MetaData(), Column("id", Text, primary_key=True), Column("kind", Text))
_KINDS = define(select(_job.c.kind).group_by(_job.c.kind), str)


class Upkeep:
    """Sets the timers that are missing."""

    def __init__(self, resources: Resources) -> None:
        """Of this service."""
        self._database = resources.database

    async def start(self) -> None:
        """Set what is not set."""

        async def unit(tx: Tx) -> None:
            known = set(await tx.many(_KINDS))
            for kind in (*REPEATING, *ONCE):
                if kind not in known:
                    await tx.schedule(kind, f"{kind}:first", tx.now)

        await self._database.transact(unit)

    async def stop(self) -> None:
        """Timers stay."""
