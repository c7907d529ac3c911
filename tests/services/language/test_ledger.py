# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The ledger on both databases: within its cap with fifty writers, right after kill -9."""

import asyncio
import subprocess
import sys

import pytest

from services.kit.data import Database
from services.kit.errors import Problem
from services.kit.jobs import Worker
from services.language.actions.ledger import LEASE_MS, POOL, charge, release, reserve, settle
from services.language.jobs import jobs
from services.language.settings import Settings
from services.language.store import ledger as store

pytestmark = pytest.mark.anyio

CENTURY = Settings(budget=100)


async def state(database: Database) -> tuple[int, int, int]:
    (one,) = await database.many(store.budgets)
    return one.cap, one.reserved, one.settled


async def test_reserve_settle_release(texts):
    # newcomers 3 rule 10
    held = await texts.transact(lambda tx: reserve(tx, CENTURY, "a", words=40))
    assert await state(texts) == (100, 40, 0)
    assert await texts.transact(lambda tx: settle(tx, held.id, 30))
    assert not await texts.transact(lambda tx: settle(tx, held.id, 30))
    assert await state(texts) == (100, 0, 30)
    with pytest.raises(Problem) as refusal:
        await texts.transact(lambda tx: reserve(tx, CENTURY, "b", words=71))
    assert refusal.value.params == {"wanted": 71, "left": 70}
    await texts.transact(lambda tx: reserve(tx, CENTURY, "c", words=70))
    assert await texts.transact(lambda tx: release(tx, "c"))
    assert await state(texts) == (100, 0, 30)


async def test_the_same_name_is_one_reservation(texts):
    first = await texts.transact(lambda tx: reserve(tx, CENTURY, "a", words=40))
    again = await texts.transact(lambda tx: reserve(tx, CENTURY, "a", words=40))
    assert first == again
    assert await state(texts) == (100, 40, 0)


async def test_a_reservation_that_was_given_back_is_made_again_when_the_bill_comes(texts):
    await texts.transact(lambda tx: reserve(tx, CENTURY, "a", words=40))
    await texts.transact(lambda tx: release(tx, "a"))
    await texts.transact(lambda tx: charge(tx, CENTURY, "a", 40))
    assert await state(texts) == (100, 0, 40)


async def test_fifty_writers_never_exceed_the_cap(texts):
    # newcomers 5: ledger within cap with 50 parallel writers
    async def write(number: int) -> int:
        try:
            await texts.transact(lambda tx: reserve(tx, CENTURY, f"w{number}", words=7))
            cap, reserved, settled = await state(texts)
            assert reserved + settled <= cap
            await texts.transact(lambda tx: settle(tx, f"w{number}", 5))
        except Problem as refusal:
            assert refusal.code == "BUDGET_EXCEEDED"
            return 0
        return 5

    billed = await asyncio.gather(*(write(number) for number in range(50)))
    assert await state(texts) == (100, 0, sum(billed))
    assert sum(billed) >= 70


async def test_kill_9_between_reserve_and_settle_leaves_the_ledger_right(
    texts, database_url, manual_clock
):
    victim = subprocess.Popen(  # noqa: ASYNC220 -- dies in a moment
        [sys.executable, "-m", "tests.services.language.ledger_victim", database_url],
        stdout=subprocess.PIPE,
    )
    assert victim.stdout is not None
    assert victim.stdout.readline() == b"reserved\n"
    victim.kill()
    victim.wait()
    victim.stdout.close()
    assert await state(texts) == (100, 60, 0)
    row = await texts.one(store.reservation_by_id, key="victim")
    assert row is not None
    manual_clock.set(row.expires_at - 1)
    worker = Worker(texts, jobs)
    assert await worker.run_due() == 0
    manual_clock.set(row.expires_at)
    assert row.expires_at >= LEASE_MS
    assert await worker.run_due() == 1
    assert await state(texts) == (100, 0, 0)
    assert POOL == "machine"
