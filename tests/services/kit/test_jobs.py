# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Durable timers and jobs over both databases."""

import asyncio

import pytest

from services.kit.clock import ManualClock
from services.kit.data import Database, Tx, define, migrate, select
from services.kit.data.tables import outbox
from services.kit.jobs import Job, Long, Worker

pytestmark = pytest.mark.anyio


async def schedule(database: Database, *jobs: tuple[str, int], kind: str = "pot.water") -> None:
    async def unit(tx: Tx) -> None:
        for name, seconds in jobs:
            await tx.schedule(kind, name, tx.now + seconds * 1000, {"name": name})

    await database.transact(unit)


class Effects:
    """Writes one event per job, so that doubles would show in the database."""

    def __init__(self) -> None:
        self.fail: set[str] = set()

    async def run(self, tx: Tx, job: Job) -> None:
        await tx.emit("parking.pot.watered", job.id)
        if job.id in self.fail:
            raise LookupError(job.id)

    async def done(self, database: Database) -> list[str]:
        return await database.many(define(select(outbox.c.subject).order_by(outbox.c.seq), str))


async def test_jobs_run_when_due_oldest_deadline_first(  # reliability O7
    database: Database, manual_clock: ManualClock
) -> None:
    effects = Effects()
    worker = Worker(database, {"pot.water": effects.run})
    await schedule(database, ("late", 30), ("soon", 10), ("later", 60))
    assert await worker.run_due() == 0
    assert await worker.next_due() == manual_clock.now_ms() + 10_000
    manual_clock.advance(30)
    assert await worker.run_due() == 2
    assert sorted(await effects.done(database)) == ["late", "soon"]
    if database.dialect == "sqlite":
        assert await effects.done(database) == ["soon", "late"]
    manual_clock.advance(30)
    assert await worker.run_due() == 1
    assert await worker.next_due() is None


async def test_kinds_that_are_not_ours_stay(database: Database) -> None:
    await schedule(database, ("a", 0), kind="care.escalate")
    assert await Worker(database, {"pot.water": Effects().run}).run_due() == 0
    assert await Worker(database, {"care.escalate": Effects().run}).run_due() == 1


async def test_effect_and_removal_are_one(
    database: Database, manual_clock: ManualClock
) -> None:  # J1
    effects = Effects()
    effects.fail = {"bad"}
    worker = Worker(database, {"pot.water": effects.run})
    await schedule(database, ("bad", 0), ("good", 0))
    assert await worker.run_due() == 1
    assert await effects.done(database) == ["good"]
    effects.fail.clear()
    manual_clock.advance(1)
    assert await worker.run_due() == 1
    assert await effects.done(database) == ["good", "bad"]


async def test_ten_failures_set_a_job_aside_and_a_person_can_replay_it(
    database: Database, manual_clock: ManualClock
) -> None:
    effects = Effects()
    effects.fail = {"bad"}
    worker = Worker(database, {"pot.water": effects.run})
    await schedule(database, ("bad", 0))
    for _ in range(12):
        await worker.run_due()
        manual_clock.advance(3600)
    parked = await worker.parked()
    assert [(job.id, job.attempts, job.last_error) for job in parked] == [
        ("bad", 10, "LookupError")
    ]
    assert await worker.next_due() is None
    effects.fail.clear()
    assert await worker.replay("bad")
    assert await worker.run_due() == 1
    assert not await worker.replay("bad")


async def test_two_workers_run_every_job_once(open_database) -> None:
    first, second = open_database(), open_database()
    await first.start()
    await migrate(first)
    await second.start()
    effects = Effects()
    workers = [Worker(database, {"pot.water": effects.run}) for database in (first, second)]
    await schedule(first, *((f"j{n:03}", 0) for n in range(200)))
    ended = await asyncio.gather(*(worker.run_due() for worker in workers))
    assert sum(ended) == 200
    assert sorted(await effects.done(first)) == [f"j{n:03}" for n in range(200)]


async def test_a_job_may_set_the_next_one(database: Database) -> None:
    async def climb(tx: Tx, job: Job) -> None:
        step = int(job.payload.get("step", 0))
        await tx.emit("parking.pot.watered", str(step))
        if step < 2:
            await tx.schedule("pot.climb", f"a:{step + 1}", tx.now, {"step": step + 1})

    await schedule(database, ("a:0", 0), kind="pot.climb")
    assert await Worker(database, {"pot.climb": climb}).run_due() == 3
    assert await Effects().done(database) == ["0", "1", "2"]


async def test_long_work_ends_in_one_transaction(database: Database) -> None:  # stack J4
    called: list[str] = []

    async def work(job: Job):
        await asyncio.sleep(0)
        called.append(job.id)

        async def end(tx: Tx, job: Job) -> None:
            await tx.emit("parking.pot.watered", job.id)

        return end

    await schedule(database, ("a", 0), ("b", 0))
    assert await Worker(database, {"pot.water": Long(work)}).run_due() == 2
    assert sorted(called) == sorted(await Effects().done(database)) == ["a", "b"]


async def test_a_worker_that_wakes_after_its_lease_writes_nothing(  # reliability O6
    open_database, manual_clock: ManualClock
) -> None:
    first, second = open_database(), open_database()
    await first.start()
    await migrate(first)
    await second.start()
    started, go_on = asyncio.Event(), asyncio.Event()

    async def end(tx: Tx, job: Job) -> None:
        await tx.emit("parking.pot.watered", job.id)

    async def slow(_: Job):
        started.set()
        await go_on.wait()
        return end

    async def quick(_: Job):
        return end

    await schedule(first, ("a", 0))
    sleeper = asyncio.create_task(Worker(first, {"pot.water": Long(slow)}).run_due())
    await started.wait()
    other = Worker(second, {"pot.water": Long(quick)})
    assert await other.run_due() == 0
    manual_clock.advance(41)
    assert await other.run_due() == 1
    go_on.set()
    assert await sleeper == 0
    assert await Effects().done(first) == ["a"]


async def test_a_started_worker_runs_a_timer_that_a_unit_has_set(database: Database) -> None:
    ran = asyncio.Event()

    async def effect(_tx: Tx, _job: Job) -> None:
        ran.set()

    worker = Worker(database, {"pot.water": effect})
    await worker.start()
    await schedule(database, ("a", 0))
    async with asyncio.timeout(2):
        await ran.wait()
    await worker.stop()
