# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of devices: expired subscriptions end, history and raw frames go on time."""

from services.devices.actions.silence import mark_silent
from services.devices.actions.subscriptions import end_expired
from services.devices.actions.watching import Watch
from services.devices.settings import Settings
from services.devices.store import devices as device_store
from services.devices.store import entities as store
from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.jobs import Effect, Job

DAY_MS = 86_400_000
EXPIRY_EVERY_MS = 60_000
REFUSALS_KEPT_DAYS = 90


def jobs(resources: Resources) -> dict[str, Effect]:
    """What each timer does, in the transaction that removes it."""
    settings: Settings = resources.settings or Settings()
    watch = Watch()

    async def forget(tx: Tx, job: Job) -> None:
        del job
        await tx.run(store.forget_history, before=tx.now - settings.history_days * DAY_MS)
        await tx.run(device_store.forget_frames, before=tx.now - settings.frames_days * DAY_MS)
        await tx.run(store.forget_refusals, before=tx.now // DAY_MS - REFUSALS_KEPT_DAYS)
        await set_timers(tx)

    async def expire(tx: Tx, job: Job) -> None:
        del job
        await end_expired(tx)
        await set_timers(tx)

    async def still(tx: Tx, job: Job) -> None:
        del job
        await mark_silent(tx, watch)
        await set_timers(tx)

    return {"devices.forget": forget, "devices.expire": expire, "devices.silent": still}


async def set_timers(tx: Tx) -> None:
    """Set the next timers, each once."""
    day, minute = tx.now // DAY_MS + 1, tx.now // EXPIRY_EVERY_MS + 1
    await tx.schedule("devices.forget", f"forget:{day}", day * DAY_MS)
    await tx.schedule("devices.silent", f"silent:{minute}", minute * EXPIRY_EVERY_MS)
    await tx.schedule("devices.expire", f"expire:{minute}", minute * EXPIRY_EVERY_MS)
