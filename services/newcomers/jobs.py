# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of newcomers: reminders of steps, terms of brokers, conversations and documents that end."""

from services.kit.data import Tx
from services.kit.jobs import Effect, Job
from services.newcomers.actions import conversations, documents
from services.newcomers.actions.interpreters import expire
from services.newcomers.actions.plans import remind

DAY_MS = 86_400_000


async def _remind(tx: Tx, job: Job) -> None:
    await remind(tx, job.payload["person"], job.payload["step"], job.payload["before"])


async def _expire(tx: Tx, job: Job) -> None:
    await expire(tx, job.payload["id"])


async def _forget(tx: Tx, job: Job) -> None:
    del job
    await documents.forget(tx)
    await conversations.forget(tx)
    await tx.schedule("newcomers.forget", f"forget:{tx.now // DAY_MS + 1}", tx.now + DAY_MS)


jobs: dict[str, Effect] = {
    "newcomers.remind": _remind,
    "newcomers.request.expire": _expire,
    "newcomers.forget": _forget,
}
"""What each timer does, in the transaction that removes it."""
