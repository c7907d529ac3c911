# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of participation: polls close on time, peppers go when appeals are over, opinions are grouped."""

from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.jobs import Effect, Job, Long
from services.participation.actions.closing import close_poll, forget_pseudonyms
from services.participation.actions.deliberation import regroup
from services.participation.actions.polls import open_drafted

GROUP_SECONDS = 120.0
"""A deliberation of five thousand people takes a few."""


def jobs(resources: Resources) -> dict[str, Effect | Long]:
    """What each timer does, in the transaction that removes it."""

    async def open_(tx: Tx, job: Job) -> None:
        await open_drafted(tx, job.payload["poll"], resources.folder)

    async def close(tx: Tx, job: Job) -> None:
        await close_poll(tx, job.payload["poll"], resources.folder)

    async def shred(tx: Tx, job: Job) -> None:
        del tx
        await forget_pseudonyms(job.payload["poll"], resources.folder)

    async def group(job: Job) -> Effect:
        return await regroup(resources.database, job)

    return {
        "participation.regroup": Long(group, seconds=GROUP_SECONDS),
        "participation.open": open_,
        "participation.close": close,
        "participation.shred": shred,
    }
