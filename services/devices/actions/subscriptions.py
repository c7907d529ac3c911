# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subscribing: made, read, changed and ended by whoever owns it."""

from services.devices.domain.entities import EntityRefused
from services.devices.domain.subscriptions import Subscription
from services.devices.store import subscriptions as store
from services.kit.data import Tx
from services.kit.errors import NotFound
from services.kit.ids import new_id
from services.kit.policy import decide, require
from services.kit.wire.caller import Caller

MOST_SUBSCRIPTIONS = 10_000
EDITION = 1


async def subscribe(tx: Tx, caller: Caller, given: Subscription) -> store.Kept:
    """Keep a subscription; EntityRefused already_there for an id that is taken."""
    require(caller, "devices.subscription.write")
    added = await tx.run(
        store.add, id=given.id, owner=caller.sub, body=given, active=given.active,
        everything=decide(caller, "devices.entity.all").allowed, expires_at=given.expires_at,
        failures=0, not_before=0, lease_until=0, sent=0, last_sent_at=None, last_failed_at=None,
    )  # fmt: skip
    if not added:
        raise EntityRefused("already_there", "The subscription exists already.", entity=given.id)
    await _step(tx, given.id)
    return await own(tx, caller, given.id)


async def change_subscription(tx: Tx, caller: Caller, given: Subscription) -> None:
    """Put another wish in the place of the old one; its failures are forgotten."""
    require(caller, "devices.subscription.write")
    await own(tx, caller, given.id)
    await tx.run(
        store.change, key=given.id, new_body=given, is_active=given.active, until=given.expires_at
    )
    await _step(tx, given.id)


async def unsubscribe(tx: Tx, caller: Caller, name: str) -> None:
    """Forget a subscription and what was due for it."""
    require(caller, "devices.subscription.write")
    await own(tx, caller, name)
    await tx.run(store.drop, key=name)
    await tx.run(store.drop_due, key=name)
    await _step(tx, name)


async def own(tx: Tx, caller: Caller, name: str) -> store.Kept:
    """A subscription of the caller; NotFound for anybody else's."""
    found = await tx.one(store.by_id, key=name)
    if found is None or found.owner != caller.sub:
        raise NotFound
    return found


async def end_expired(tx: Tx) -> list[str]:
    """Stop subscriptions whose time is over; their ids."""
    ended = await tx.many(store.expire, now=tx.now)
    if ended:
        await tx.run(store.drop_due_of, ids=ended)
        await _step(tx, ended[0])
    return ended


async def _step(tx: Tx, name: str) -> None:
    await tx.run(store.step_edition, id=EDITION, name=new_id())
    await tx.emit("devices.subscription.changed", name)
