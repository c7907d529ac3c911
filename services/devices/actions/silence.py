# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Silence: a thing whose device has not spoken for 2.5 heartbeats is in no known state (iot I4)."""

from services.devices.actions.taking_in import Taken, Watch, take_in
from services.devices.domain.entities import PROPERTY, Attribute, Incoming
from services.devices.store import devices as store
from services.devices.store import entities as entity_store
from services.kit.data import Tx

HEARTBEATS = 2.5
UNKNOWN = "unknown"


async def mark_silent(tx: Tx, watch: Watch | None = None) -> Taken:
    """Say "unknown" of what has gone stale, as of the moment it went stale: whatever is newer wins."""
    speaks = {one.entity: one for one in await tx.many(store.silent)}
    found = await tx.many(entity_store.by_ids, ids=sorted(speaks))
    stale: list[Incoming] = []
    for one in found:
        status = one.attributes.get("status")
        if status is None or status.value == UNKNOWN:
            continue
        since = status.observed + round(HEARTBEATS * speaks[one.id].heartbeat_ms)
        if since <= tx.now:
            told = Attribute(PROPERTY, UNKNOWN, since, 0, tx.now, None, ("silent",))
            stale.append(Incoming(one.id, one.type, {"status": told}, only="known"))
    return await take_in(tx, stale, watch=watch)
