# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of parking: reminders, auto-stop at the end of paid time, plates wiped on time."""

from services.kit.data import Tx
from services.kit.jobs import Effect, Job
from services.parking.actions.occupancy import SLOT_MS, close_quarter
from services.parking.actions.plates import forget_plates
from services.parking.actions.sessions import end_when_paid_time_is_over, remind

DAY_MS = 86_400_000


async def _stop(tx: Tx, job: Job) -> None:
    await end_when_paid_time_is_over(tx, job.payload["id"])


async def _remind(tx: Tx, job: Job) -> None:
    await remind(tx, job.payload["id"])


async def _forget(tx: Tx, job: Job) -> None:
    del job
    await forget_plates(tx)
    await tx.schedule("parking.forget", f"forget:{tx.now // DAY_MS}", tx.now + DAY_MS)


async def _close_quarter(tx: Tx, job: Job) -> None:
    del job
    await close_quarter(tx)
    await schedule_quarter(tx)


async def schedule_quarter(tx: Tx) -> None:
    """Set the timer of the quarter of an hour that runs now."""
    slot = tx.now // SLOT_MS + 1
    await tx.schedule("parking.quarter", f"quarter:{slot}", slot * SLOT_MS)


jobs: dict[str, Effect] = {
    "parking.stop": _stop,
    "parking.remind": _remind,
    "parking.forget": _forget,
    "parking.quarter": _close_quarter,
}
"""What each timer does, in the transaction that removes it."""
