# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The inbox: a consumer notes an event in the transaction of its effect, so it happens once (O2)."""

from collections.abc import Awaitable, Callable

from services.kit.bus import Handler
from services.kit.data import Database, Tx, define, insert
from services.kit.data.tables import inbox
from services.kit.wire.cloudevents import Event

Effect = Callable[[Tx, Event], Awaitable[None]]

_NOTE = define(
    insert(inbox).on_conflict_do_nothing(index_elements=["consumer", "event_id"]),
    columns=("consumer", "event_id", "at"),
)


def consumer(database: Database, name: str, effect: Effect) -> Handler:
    """A handler for the bus whose effect in `database` happens once per event id."""

    async def handle(event: Event) -> None:
        async def unit(tx: Tx) -> None:
            if await tx.run(_NOTE, consumer=name, event_id=event.id, at=tx.now) == 1:
                await effect(tx, event)

        await database.transact(unit)

    return handle
