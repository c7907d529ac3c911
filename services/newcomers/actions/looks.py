# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every look at and change of somebody's data is put on record, before the answer leaves."""

from collections.abc import Iterable

from services.kit.audit import Entry, record
from services.kit.data import Database, Tx
from services.kit.wire.caller import Caller


async def note_change(tx: Tx, caller: Caller, person: str, action: str, ids: Iterable[str]) -> None:
    """A change, in its transaction."""
    await tx.audit(_entry(caller, person, action, ids))


async def note_look(
    database: Database, caller: Caller, person: str, action: str, ids: Iterable[str]
) -> None:
    """A look, durable before the answer leaves."""
    await record(database, [_entry(caller, person, action, ids)])


def _entry(caller: Caller, person: str, action: str, ids: Iterable[str]) -> Entry:
    return Entry(
        caller=caller,
        subject=person,
        action=f"newcomers.{action}",
        resource=action.partition(".")[0],
        ids=tuple(ids),
    )
