# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of residents: a mandate that ends soon is told of; notifications go out, reports come back."""

from collections.abc import Callable

from services.kit.channels.opening import Channels, channels_of
from services.kit.context import Resources
from services.kit.data import Database, Tx
from services.kit.jobs import Effect, Job, Long
from services.kit.outbound import Transport
from services.kit.outbound.guarded import GuardedTransport
from services.kit.outbound.reach import Reach
from services.residents.actions import callbacks, mandates, sending


async def _remind(tx: Tx, job: Job) -> None:
    await mandates.remind(tx, job.id.split(":")[1])


def _public(origin: str) -> Transport:
    return GuardedTransport(origin, Reach())


def jobs(resources: Resources) -> dict[str, Effect | Long]:
    """What each timer does, with the channels of the settings."""
    return make_jobs(
        resources.database,
        channels_of(resources),
        connect=lambda origin: GuardedTransport(origin, resources.reach),
    )


def make_jobs(
    database: Database,
    channels: Channels,
    *,
    connect: Callable[[str], Transport] = _public,
) -> dict[str, Effect | Long]:
    """The timers on a database and some channels; `connect` opens the way to who wants reports."""

    async def send(job: Job) -> Effect:
        return await sending.send(database, channels, job)

    async def call_back(job: Job) -> Effect:
        return await callbacks.call_back(database, connect, job)

    return {
        mandates.REMIND: _remind,
        sending.FORGET: sending.forget,
        sending.SEND: Long(send),
        sending.CALL_BACK: Long(call_back),
    }
