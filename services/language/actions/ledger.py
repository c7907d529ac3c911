# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words are set aside before an engine is asked and settled after it answered; nothing is lost between."""

from services.kit.clock import instant
from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.language.domain.ledger import Budget, Reservation, period_of
from services.language.settings import Settings
from services.language.store import ledger as store

POOL = "machine"
"""The one budget of the city for words that machines translate."""

LEASE_MS = 15 * 60_000
"""A reservation that nobody settles is given back after a quarter of an hour."""


async def reserve(
    tx: Tx, settings: Settings, name: str, *, words: int, pool: str = POOL
) -> Reservation:
    """Set words aside and a timer that gives them back; BUDGET_EXCEEDED says wanted and left.

    The same name twice is one reservation, so whoever tries again after a crash pays once.
    """
    known = await tx.one(store.reservation_by_id, key=name)
    if known is not None and known.billed is None:
        return known
    period = period_of(instant(tx.now).date(), settings.renewal_month)
    await tx.run(
        store.open_budget, pool=pool, period=period, cap=settings.budget, reserved=0, settled=0,
        margin_percent=10,
    )  # fmt: skip
    if await tx.one(store.reserve, of_pool=pool, of_period=period, words=words) is None:
        found = await tx.one(store.budget_of, of_pool=pool, of_period=period)
        raise Problem("BUDGET_EXCEEDED", wanted=words, left=max(0, found.left) if found else 0)
    made = Reservation(
        id=name if known is None else f"{name}:{tx.now}",
        pool=pool, period=period, words=words, expires_at=tx.now + LEASE_MS,
    )  # fmt: skip
    await tx.run(
        store.add_reservation, id=made.id, pool=pool, period=period, words=words, billed=None,
        expires_at=made.expires_at,
    )  # fmt: skip
    await tx.schedule("language.release", f"release:{made.id}", made.expires_at, {"id": made.id})
    return made


async def settle(tx: Tx, name: str, billed: int) -> bool:
    """Turn what was set aside into what was used, once; False when it had been closed before."""
    closed = await tx.one(store.close_reservation, key=name, billed=billed)
    if closed is None:
        return False
    await tx.run(
        store.settle,
        of_pool=closed.pool,
        of_period=closed.period,
        words=closed.words,
        billed=min(billed, closed.words),
    )
    await tx.cancel(f"release:{name}")
    return True


async def charge(tx: Tx, settings: Settings, name: str, words: int) -> None:
    """Settle a reservation; one that was given back meanwhile is made again. BUDGET_EXCEEDED."""
    if not await settle(tx, name, words):
        again = await reserve(tx, settings, name, words=words)
        await settle(tx, again.id, words)


async def release(tx: Tx, name: str) -> bool:
    """Give the words back, once."""
    return await settle(tx, name, 0)


async def set_budget(
    tx: Tx, caller: Caller, settings: Settings, *, cap: int, margin_percent: int, pool: str = POOL
) -> Budget:
    """Decide what machines may cost this year; never below what is already bound."""
    require(caller, "language.budget.write")
    period = period_of(instant(tx.now).date(), settings.renewal_month)
    await tx.run(
        store.open_budget, pool=pool, period=period, cap=cap, reserved=0, settled=0,
        margin_percent=margin_percent,
    )  # fmt: skip
    found = await tx.one(store.budget_of, of_pool=pool, of_period=period)
    bound = 0 if found is None else found.reserved + found.settled
    if cap < bound:
        raise Problem("BUDGET_EXCEEDED", path=("cap",), wanted=bound, left=cap)
    changed = await tx.one(
        store.set_cap, of_pool=pool, of_period=period, new_cap=cap, new_margin=margin_percent
    )
    if changed is None:
        raise LookupError("the budget was opened in this transaction")
    return changed
