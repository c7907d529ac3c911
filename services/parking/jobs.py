# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of parking: reminders, auto-stop at the end of paid time, plates wiped on time."""

from services.kit.data import Tx
from services.kit.jobs import Effect, Job
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


jobs: dict[str, Effect] = {
    "parking.stop": _stop,
    "parking.remind": _remind,
    "parking.forget": _forget,
}
"""What each timer does, in the transaction that removes it."""
