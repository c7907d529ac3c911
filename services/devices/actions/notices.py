# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a subscriber is to be told: read and judged at the moment of sending, noted when it is sent."""

from typing import Any

import msgspec

from services.devices.domain.matching import watchers_of
from services.devices.domain.writing import CORE_CONTEXT, entity_json, iso, shown_of
from services.devices.store import entities as entity_store
from services.devices.store import subscriptions as store
from services.kit.data import Database, Tx
from services.kit.ids import new_id

MOST_ENTITIES = 500
LEASE_MS = 30_000
LINK = f'<{CORE_CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notification under way."""

    subscription: str
    uri: str
    media_type: str
    headers: dict[str, str]
    body: dict[str, Any]
    entities: tuple[str, ...]
    """What it tells of; empty: everything due turned out not to be for this subscriber."""
    waiting: tuple[store.Waiting, ...]
    failures: int
    throttling_s: float


async def waiting(database: Database) -> list[str]:
    """Subscriptions with something due that may be tried now."""
    return await database.many(store.waiting_subscriptions, now=database.clock.now_ms())


async def next_try(database: Database) -> int | None:
    """When the next subscriber that failed may be tried again."""
    found = await database.one(store.next_try, now=database.clock.now_ms())
    return None if found in (None, -1) else found


async def lease_notice(tx: Tx, name: str) -> Notice | None:
    """Take a subscription for a while and gather what is due; None when somebody else has it.

    Expiry, conditions and what may be shown are judged here, at the time of sending (iot N3).
    """
    kept = await tx.one(store.lease, key=name, now=tx.now, until=tx.now + LEASE_MS)
    if kept is None:
        return None
    if kept.expires_at is not None and kept.expires_at <= tx.now:
        await tx.run(store.drop_due, key=name)
        await tx.run(store.release, key=name)
        return None
    due = await tx.many(store.waiting, key=name, most=MOST_ENTITIES)
    found = await tx.many(entity_store.by_ids, ids=[one.entity for one in due])
    wish = kept.body
    watchers = watchers_of(wish, everything=kept.everything)
    wanted = wish.attributes or None
    data: list[dict[str, Any]] = []
    for one in found:
        if any(watcher.wants(one) for watcher in watchers):
            shown = shown_of(one, everything=kept.everything, wanted=wanted)
            if shown:
                data.append(entity_json(one, shown, form=wish.form))
    body: dict[str, Any] = {
        "id": f"urn:ngsi-ld:Notification:{new_id()}",
        "type": "Notification",
        "subscriptionId": name,
        "notifiedAt": iso(tx.now),
        "data": data,
    }
    headers: dict[str, str] = {}
    if wish.linked:
        body["@context"] = CORE_CONTEXT
    else:
        headers["Link"] = LINK
    return Notice(
        subscription=name, uri=wish.uri, body=body, headers=headers, waiting=tuple(due),
        media_type="application/ld+json" if wish.linked else "application/json",
        entities=tuple(one["id"] for one in data), failures=kept.failures,
        throttling_s=wish.throttling_s,
    )  # fmt: skip


async def note_sent(tx: Tx, notice: Notice) -> None:
    """What was told is no longer due, unless it has changed meanwhile."""
    await tx.run_each(
        store.told,
        [
            {"key": notice.subscription, "one": one.entity, "seen": one.mark}
            for one in notice.waiting
        ],
    )
    count = 1 if notice.entities else 0
    await tx.run(store.sent, key=notice.subscription, count=count, now=tx.now)


async def note_failed(tx: Tx, notice: Notice, pause_ms: int) -> None:
    """Everything stays due; the subscriber is left in peace for a while."""
    await tx.run(store.failed, key=notice.subscription, again_at=tx.now + pause_ms, now=tx.now)
