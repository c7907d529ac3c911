# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of newcomers: reminders of steps, terms of brokers, conversations and documents that end."""

import msgspec

from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.jobs import Effect, Job, Long
from services.newcomers.actions import conversations, documents
from services.newcomers.actions.afterwards import at_start
from services.newcomers.actions.agreements import close_orders
from services.newcomers.actions.interpreters import expire, mark_received
from services.newcomers.actions.plans import remind
from services.newcomers.clients.brokers import BrokerCall, Dispatch
from services.newcomers.domain.interpreting.deadlines import Agreement

DAY_MS = 86_400_000


async def _remind(tx: Tx, job: Job) -> None:
    await remind(tx, job.payload["person"], job.payload["step"], job.payload["before"])


async def _expire(tx: Tx, job: Job) -> None:
    await expire(tx, job.payload["id"])


async def _start(tx: Tx, job: Job) -> None:
    await at_start(tx, job.payload["id"])


async def _end_agreement(tx: Tx, job: Job) -> None:
    await close_orders(tx, Agreement(job.payload["agreement"]))


async def _forget(tx: Tx, job: Job) -> None:
    del job
    await documents.forget(tx)
    await conversations.forget(tx)
    await tx.schedule("newcomers.forget", f"forget:{tx.now // DAY_MS + 1}", tx.now + DAY_MS)


def jobs(resources: Resources) -> dict[str, Effect | Long]:
    """What each timer does, in the transaction that removes it; brokers are told outside of one."""
    dispatch = Dispatch(resources)

    async def send(job: Job) -> Effect:
        call = msgspec.convert(job.payload, BrokerCall)
        await dispatch.send(call)

        async def note(tx: Tx, job: Job) -> None:
            del job
            await mark_received(tx, call.request)

        return note

    return {
        "newcomers.remind": _remind,
        "newcomers.request.expire": _expire,
        "newcomers.agreement.end": _end_agreement,
        "newcomers.order.start": _start,
        "newcomers.request.send": Long(send),
        "newcomers.forget": _forget,
    }
