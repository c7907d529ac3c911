# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of care that may be late by a moment; what may not is the engine's (clients/engine.py)."""

from services.care.actions.administering import GAPS_EVERY_MS, report_gaps
from services.care.actions.making import BATCH, make_ahead, rezone
from services.care.actions.planning import finish_pause
from services.care.actions.waiting_room import when_due
from services.care.actions.weeding import DAY_MS, weed
from services.kit.data import Tx
from services.kit.jobs import Effect, Job

MAKE_EVERY_MS = 15 * 60_000


async def _make(tx: Tx, job: Job) -> None:
    """Occurrences two days ahead, a batch of plans at a time, then again in a quarter of an hour."""
    del job
    made = await make_ahead(tx)
    again = tx.now if made == BATCH else tx.now + MAKE_EVERY_MS
    await tx.schedule("care.make", f"make:{tx.now}", again)


async def _rezone(tx: Tx, job: Job) -> None:
    del job
    if await rezone(tx) == BATCH:
        await tx.schedule("care.rezone", f"rezone:{tx.now}", tx.now)


async def _end_pause(tx: Tx, job: Job) -> None:
    await finish_pause(tx, job.payload["id"])


async def _gaps(tx: Tx, job: Job) -> None:
    del job
    await report_gaps(tx)
    await tx.schedule("care.rota.gaps", f"rota-gaps:{tx.now}", tx.now + GAPS_EVERY_MS)


async def _weed(tx: Tx, job: Job) -> None:
    del job
    await weed(tx)
    await tx.schedule("care.weed", f"weed:{tx.now}", tx.now + DAY_MS)


async def _move_consultation(tx: Tx, job: Job) -> None:
    await when_due(tx, job.payload["id"], job.payload["version"])


jobs: dict[str, Effect] = {
    "care.make": _make,
    "care.rezone": _rezone,
    "care.pause.end": _end_pause,
    "care.rota.gaps": _gaps,
    "care.weed": _weed,
    "care.consultation": _move_consultation,
}
"""What each timer does, in the transaction that removes it."""
