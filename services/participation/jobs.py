# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of participation: polls close on time, peppers go when appeals are over."""

from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.jobs import Effect, Job
from services.participation.actions.closing import close_poll, forget_pseudonyms
from services.participation.actions.polls import open_drafted


def jobs(resources: Resources) -> dict[str, Effect]:
    """What each timer does, in the transaction that removes it."""

    async def open_(tx: Tx, job: Job) -> None:
        await open_drafted(tx, job.payload["poll"], resources.folder)

    async def close(tx: Tx, job: Job) -> None:
        await close_poll(tx, job.payload["poll"], resources.folder)

    async def shred(tx: Tx, job: Job) -> None:
        del tx
        await forget_pseudonyms(job.payload["poll"], resources.folder)

    return {
        "participation.open": open_,
        "participation.close": close,
        "participation.shred": shred,
    }
