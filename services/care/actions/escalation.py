# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The engine's step on alerts: what is due is told, and nothing that is open is left without a next time."""

from services.care.actions.alerts import append
from services.care.actions.batches import AGAIN_MS, each
from services.care.actions.telling import tell_fallback, tell_level
from services.care.domain.alert_steps import pass_over, wake
from services.care.domain.alerts import Alert, Happening
from services.care.domain.ladder import Fire
from services.care.domain.occurrences import OccurrenceState
from services.care.store import alerts as store
from services.care.store import occurrences as occurrence_store
from services.kit.data import Text, Tx, bindparam, define, func, select

BATCH = 200
"""So many rows in one transaction: short enough that a person never waits for it."""

STOPPED_MS = 5000

_FENCE = define(
    select(
        func.set_config("idle_in_transaction_session_timeout", bindparam("span", type_=Text), True)
    ),
    str,
)


async def fence(tx: Tx, dialect: str) -> None:
    """PostgreSQL ends the transaction of a worker that was stopped; when it wakes it writes nothing (A9)."""
    if dialect == "postgresql":
        await tx.one(_FENCE, span=str(STOPPED_MS))


async def escalate_due(tx: Tx, *, careful: bool = False) -> int:
    """Wake every alert whose time has come; how many."""
    held = await tx.many(store.due, now=tx.now, most=BATCH)

    async def postpone(one: store.Held) -> None:
        await tx.run(store.put_off, id=one.body.id, again_at=tx.now + AGAIN_MS)

    await each(tx, held, lambda one: escalate(tx, one.body), careful=careful, postpone=postpone)
    return len(held)


async def escalate(tx: Tx, alert: Alert) -> Alert:
    """One alert: its events, its notices, its next time, in this transaction (A1)."""
    steps, fires = wake(alert, tx.now)
    alert = await append(tx, alert, steps, actor="system")
    reached = not fires
    for fire in fires:
        told = await tell_level(tx, alert, fire)
        alert, reached = told.alert, told.reached
    while not reached and alert.level < len(alert.ladder.levels):
        alert = await append(tx, alert, [pass_over(alert, tx.now)], actor="system")
        steps, fires = wake(alert, tx.now)
        alert = await append(tx, alert, steps, actor="system")
        told = await tell_level(tx, alert, fires[-1])
        alert, reached = told.alert, told.reached
    if not reached and fires:
        await tell_fallback(tx, alert, fires[-1])
    if fires:
        await _mark_occurrences(tx, alert)
    return alert


async def level_failed(tx: Tx, alert: Alert, level: int) -> Alert:
    """Every notice of a level has failed: the next level is due now, not after its delay (A6)."""
    if not alert.is_open or alert.level != level or alert.owner is not None:
        return alert
    if level < len(alert.ladder.levels):
        return await append(tx, alert, [pass_over(alert, tx.now)], actor="system")
    await tell_fallback(tx, alert, Fire(level, alert.rung_round))
    return await append(
        tx, alert, [(Happening.ROTA_GAP, {"level": level, "why": "no way worked"})], actor="system"
    )


async def _mark_occurrences(tx: Tx, alert: Alert) -> None:
    for one in await tx.many(occurrence_store.by_alert, alert=alert.id):
        if one.state is OccurrenceState.MISSED:
            await tx.run(
                occurrence_store.save, id=one.id, read_version=one.version,
                new_state=OccurrenceState.ESCALATING, new_attempt_no=one.attempt_no,
                new_closes_at=one.closes_at, new_reminders_sent=one.reminders_sent,
                new_reason=one.reason, new_alert=one.alert, new_next_action_at=None,
            )  # fmt: skip
