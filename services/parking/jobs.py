# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of parking: reminders, auto-stop at the end of paid time, plates wiped on time."""

from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.jobs import Effect, Job
from services.parking.actions.holds import expire_hold
from services.parking.actions.occupancy import close_quarter, schedule_quarter
from services.parking.actions.plates import chest_of, forget_plates, wrap_anew
from services.parking.actions.sessions import end_overdue, end_when_paid_time_is_over, remind

DAY_MS = 86_400_000


async def _stop(tx: Tx, job: Job) -> None:
    await end_when_paid_time_is_over(tx, job.payload["id"])


async def _remind(tx: Tx, job: Job) -> None:
    await remind(tx, job.payload["id"])


async def _end_hold(tx: Tx, job: Job) -> None:
    await expire_hold(tx, job.payload["id"])


async def _close_quarter(tx: Tx, job: Job) -> None:
    del job
    await close_quarter(tx)
    await end_overdue(tx)
    await schedule_quarter(tx)


def jobs(resources: Resources) -> dict[str, Effect]:
    """What each timer does, in the transaction that removes it."""

    async def forget(tx: Tx, job: Job) -> None:
        """Plates and secrets on time; what is left is wrapped under this year's key."""
        del job
        await forget_plates(tx)
        await wrap_anew(tx, chest_of(resources))
        await tx.schedule("parking.forget", f"forget:{tx.now // DAY_MS}", tx.now + DAY_MS)

    return {
        "parking.stop": _stop,
        "parking.remind": _remind,
        "parking.forget": forget,
        "parking.quarter": _close_quarter,
        "parking.hold": _end_hold,
    }
