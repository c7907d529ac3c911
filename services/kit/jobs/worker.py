# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The worker: claim, effect and removal in one transaction; leases for work that takes long (J1-J4)."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import msgspec

from services.kit.backoff import MOST_TRIES, pause_ms
from services.kit.data import Database, StorageFull, StorageUnavailable, Tx
from services.kit.ids import new_id
from services.kit.jobs import statements as sql
from services.kit.jobs.statements import Job, ParkedJob

POLL_SECONDS = 5.0
END_SECONDS = 5.0
SIDE_BY_SIDE = {"sqlite": 50, "postgresql": 4}
"""SQLite joins them into one commit; PostgreSQL runs them on as many connections."""

Effect = Callable[[Tx, Job], Awaitable[None]]
"""What a job does to its own database: happens exactly once."""

Work = Callable[[Job], Awaitable[Effect]]
"""What a long job does outside any transaction; it may happen again, so partners get the job's id
as their idempotency key. The effect it returns is run, once, in the transaction that ends the job."""


class Long(msgspec.Struct, frozen=True):
    """A kind of job that calls others or takes time: leased, worked on, then ended."""

    work: Work
    seconds: float = 30.0
    """After so long the work is stopped and counts as failed; the lease lasts ten seconds more."""


class LeaseLost(Exception):
    """The job went to another worker meanwhile: nothing of ours is written."""


class Worker:
    """Runs the kinds it was given, oldest deadline first; several replicas may run one each."""

    def __init__(self, database: Database, kinds: Mapping[str, Effect | Long]) -> None:
        """Kinds that are not named stay where they are."""
        self._database = database
        self._quick: dict[str, Effect] = {}
        self._long: dict[str, Long] = {}
        for kind, what in kinds.items():
            if isinstance(what, Long):
                self._long[kind] = what
            else:
                self._quick[kind] = what
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ending = False
        self._chance = random.Random()  # noqa: S311 -- spreads retries, guards nothing

    async def start(self) -> None:
        """Run jobs as they come due. What came due while nobody ran begins at once (O7)."""
        self._forget = self._database.watch("job", self._wake.set)
        self._task = asyncio.create_task(self._run(), name=f"worker-{self._database.service}")

    async def stop(self) -> None:
        """Finish what is under way, for five seconds at most; what is not finished is given back."""
        task, self._task = self._task, None
        if task is not None:
            self._forget()
            self._ending = True
            self._wake.set()
            await asyncio.wait([task], timeout=END_SECONDS)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def run_due(self) -> int:
        """Run everything that is due now; how many jobs ended well."""
        ended = 0
        while not self._ending and (done := await self._round()):
            ended += sum(done)
        return ended

    async def parked(self) -> list[ParkedJob]:
        """Jobs that were set aside, oldest first."""
        return await self._database.many(sql.PARKED)

    async def replay(self, job_id: str) -> bool:
        """Try a parked job again from the beginning; False when it is not parked."""

        async def unit(tx: Tx) -> bool:
            tx.touched.add("job")
            return await tx.run(sql.REPLAY, key=job_id, now=tx.now) == 1

        return await self._database.transact(unit)

    async def next_due(self) -> int | None:
        """When the next job of our kinds is due, in milliseconds; None when there is none."""
        due = await self._database.one(sql.NEXT_DUE, kinds=[*self._quick, *self._long])
        return None if due in (None, -1) else due

    async def _run(self) -> None:
        while not self._ending:
            self._wake.clear()
            wait = POLL_SECONDS
            try:
                await self.run_due()
                due = await self.next_due()
                if due is not None:
                    left = (due - self._database.clock.now_ms()) / 1000
                    wait = min(POLL_SECONDS, max(0.005, left))
            except (StorageUnavailable, StorageFull):
                wait = 1.0
            with suppress(TimeoutError):
                async with asyncio.timeout(0 if self._ending else wait):
                    await self._wake.wait()

    async def _round(self) -> list[bool]:
        """One job at each place; True for an end, False for a failure, nothing where none was due."""
        places = SIDE_BY_SIDE[self._database.dialect]
        answers: list[bool | None] = []
        if self._quick:
            first = await self._run_one()
            answers.append(first)
            if first is not None:
                answers += await asyncio.gather(*(self._run_one() for _ in range(places - 1)))
        if self._long:
            answers += await asyncio.gather(*(self._run_long() for _ in range(4)))
        return [answer for answer in answers if answer is not None]

    async def _run_one(self) -> bool | None:
        taken: list[Job] = []

        async def unit(tx: Tx) -> bool:
            taken.clear()
            found = await tx.one(sql.TAKE, now=tx.now, kinds=list(self._quick))
            if found is None:
                return False
            taken.append(found)
            await self._quick[found.kind](tx, found)
            return True

        try:
            return True if await self._database.transact(unit) else None
        except (StorageUnavailable, StorageFull):
            raise
        except Exception as problem:
            if not taken:
                raise
            await self._note_failure(taken[0], problem)
            return False

    async def _run_long(self) -> bool | None:
        token = new_id()

        async def lease(tx: Tx) -> Job | None:
            longest = max(kind.seconds for kind in self._long.values())
            until = tx.now + round((longest + 10) * 1000)
            return await tx.one(
                sql.LEASE, now=tx.now, kinds=list(self._long), until=until, token=token
            )

        job = await self._database.transact(lease)
        if job is None:
            return None
        kind = self._long[job.kind]
        try:
            async with asyncio.timeout(kind.seconds):
                effect = await kind.work(job)
            await self._finish(job, token, effect)
        except LeaseLost:
            return False
        except asyncio.CancelledError:
            await self._give_back(job, token)
            raise
        except (StorageUnavailable, StorageFull):
            raise
        except Exception as problem:  # noqa: BLE001 -- noted beside the job, tried again later
            await self._note_failure(job, problem)
            return False
        return True

    async def _finish(self, job: Job, token: str, effect: Effect) -> None:
        async def unit(tx: Tx) -> None:
            if await tx.run(sql.FINISH, key=job.id, token=token) != 1:
                raise LeaseLost
            await effect(tx, job)

        await self._database.transact(unit)

    async def _give_back(self, job: Job, token: str) -> None:
        async def unit(tx: Tx) -> None:
            await tx.run(sql.RELEASE, key=job.id, token=token)

        await self._database.transact(unit)

    async def _note_failure(self, job: Job, problem: Exception) -> None:
        """Later again, with growing pauses; after ten tries set aside. The error names its kind alone."""
        last = job.attempts + 1 >= MOST_TRIES

        async def unit(tx: Tx) -> None:
            await tx.run(
                sql.FAILED,
                key=job.id,
                seen=job.attempts,
                again_at=tx.now + pause_ms(job.attempts, self._chance),
                error=type(problem).__name__,
                set_aside_at=tx.now if last else None,
            )

        await self._database.transact(unit)
