# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Notices leave: leased, sent outside any transaction, then noted; who lost the lease notes nothing (care A7, A9)."""

from collections.abc import Mapping

import msgspec

from services.care.actions.alerts import append, locked
from services.care.actions.escalation import level_failed
from services.care.domain.alerts import Happening
from services.care.domain.ladder import Channel
from services.care.domain.notices import (
    LEASE_MS,
    MOST_TRIES,
    RETRY_MS,
    Notice,
    NoticeState,
)
from services.care.domain.people import Endpoint
from services.care.store import notices as store
from services.care.store import people as people_store
from services.kit.data import Tx
from services.kit.errors import NotFound

BATCH = 100


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider said: taken, refused for good, or not reached."""

    accepted: bool
    provider_id: str | None = None
    is_gone: bool = False
    """The endpoint exists no more: it alone is removed (N3)."""
    may_try_again: bool = False


class Leased(msgspec.Struct, frozen=True):
    """A notice to send now, and where to; None for screens."""

    notice: Notice
    endpoint: Endpoint | None


async def lease(tx: Tx, token: str, *, most: int = BATCH) -> list[Leased]:
    """Take notices that are due; expired ones are set aside unsent (A5)."""
    taken = await tx.many(store.take, token=token, until=tx.now + LEASE_MS, now=tx.now, most=most)
    ways = await _ways(tx, taken)
    ready: list[Leased] = []
    for each in sorted(taken, key=lambda one: (not one.urgent, one.not_before, one.id)):
        if each.expires_at <= tx.now:
            await _finish(tx, token, each, NoticeState.EXPIRED, None)
        elif each.endpoint is not None and each.endpoint not in ways:
            await _fail(tx, token, each)
        else:
            ready.append(Leased(each, ways.get(each.endpoint or "")))
    return ready


async def note_sent(tx: Tx, token: str, notice: Notice, sent: Sent) -> bool:
    """What came of a send; False when the lease had gone and nothing was written."""
    if sent.accepted:
        if not await _finish(tx, token, notice, NoticeState.ACCEPTED, sent.provider_id):
            return False
        if notice.channel is Channel.SCREEN:
            await tx.emit(
                "care.unit.called", notice.person, {"alert": notice.alert, "notice": notice.id}
            )
        return True
    if sent.is_gone and notice.endpoint is not None:
        await tx.run(people_store.remove_endpoint, id=notice.endpoint, now=tx.now)
    elif sent.may_try_again and notice.attempts < MOST_TRIES:
        again_at = min(tx.now + RETRY_MS * notice.attempts, notice.expires_at)
        return await tx.run(store.later, id=notice.id, token=token, again_at=again_at) == 1
    return await _fail(tx, token, notice)


async def note_delivery(tx: Tx, provider_id: str, *, delivered: bool) -> bool:
    """A provider reports later; the same report twice changes nothing. Delivered is not acknowledged."""
    state = NoticeState.DELIVERED if delivered else NoticeState.FAILED
    changed = await tx.one(
        store.delivered,
        provider=provider_id,
        from_states=[NoticeState.ACCEPTED.value],
        new_state=state,
    )
    if changed is None:
        return False
    if not delivered:
        await _next_way(tx, changed)
    return True


async def _ways(tx: Tx, taken: list[Notice]) -> Mapping[str, Endpoint]:
    people = sorted({each.person for each in taken if each.endpoint is not None})
    return {way.id: way for way in await tx.many(people_store.endpoints_of, people=people)}


async def _finish(
    tx: Tx, token: str, notice: Notice, state: NoticeState, provider: str | None
) -> bool:
    done = await tx.run(
        store.finish, id=notice.id, token=token, new_state=state, provider=provider, now=tx.now
    )
    return done == 1


async def _fail(tx: Tx, token: str, notice: Notice) -> bool:
    if not await _finish(tx, token, notice, NoticeState.FAILED, None):
        return False
    await _next_way(tx, notice)
    return True


async def _next_way(tx: Tx, notice: Notice) -> None:
    """Every way of the level has failed: on to the next level at once, never "notified" (A6, N4)."""
    if notice.alert is None:
        return
    siblings = [
        each
        for each in await tx.many(store.of_alerts, alerts=[notice.alert])
        if each.generation == notice.generation and each.level == notice.level
    ]
    if any(each.state is not NoticeState.FAILED for each in siblings):
        return
    try:
        alert = await locked(tx, notice.alert)
    except NotFound:
        return
    if alert.generation == notice.generation:
        failed = {"level": notice.level, "channel": notice.channel.value, "failed": True}
        alert = await append(tx, alert, [(Happening.INFORMATION, failed)], actor="system")
        await level_failed(tx, alert, notice.level)
