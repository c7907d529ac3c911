# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of parking: reminders, auto-stop at the end of paid time, plates wiped on time."""

import asyncio

from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.jobs import Effect, Job, Long
from services.parking.actions.feed_sources import known_marks, take_look
from services.parking.actions.holds import expire_hold
from services.parking.actions.occupancy import close_quarter, schedule_quarter
from services.parking.actions.offline import renew_signer
from services.parking.actions.payments import NotPaidYet, due_of, note_payment
from services.parking.actions.permit_terms import close_over, remind_of_end
from services.parking.actions.plates import chest_of, forget_plates, wrap_anew
from services.parking.actions.sessions import end_overdue, end_when_paid_time_is_over, remind
from services.parking.clients import schedule_refresh
from services.parking.clients.feeds import known_as
from services.parking.clients.looks import look_at
from services.parking.clients.payments import open_payments
from services.parking.domain.payments import PaymentStatus, instruction_of
from services.parking.settings import Settings

DAY_MS = 86_400_000


async def _stop(tx: Tx, job: Job) -> None:
    await end_when_paid_time_is_over(tx, job.payload["id"])


async def _remind(tx: Tx, job: Job) -> None:
    await remind(tx, job.payload["id"])


async def _remind_of_permit(tx: Tx, job: Job) -> None:
    await remind_of_end(tx, job.payload["id"], job.payload["endDay"])


async def _end_hold(tx: Tx, job: Job) -> None:
    await expire_hold(tx, job.payload["id"])


async def _close_quarter(tx: Tx, job: Job) -> None:
    del job
    await close_quarter(tx)
    await end_overdue(tx)
    await close_over(tx)
    await schedule_quarter(tx)


def jobs(resources: Resources) -> dict[str, Effect | Long]:
    """What each timer does, in the transaction that removes it; partners are called before it."""
    settings: Settings = resources.settings or Settings()

    async def collect(job: Job) -> Effect:
        """Ask the provider, or read how the payment stands; nothing is asked for twice."""
        name = str(job.payload["id"])
        ore = await resources.database.transact(lambda tx: due_of(tx, name))
        found = None
        if ore:
            payments = open_payments(settings, address=resources.address)
            try:
                found = await payments.collect(instruction_of(name), ore, reference=name)
            finally:
                await payments.stop()
        if found is not None and found.status is PaymentStatus.ASKED:
            raise NotPaidYet

        async def note(tx: Tx, _: Job) -> None:
            if found is not None:
                await note_payment(tx, name, ore, found.status, found.reference)

        return note

    async def refresh(job: Job) -> Effect:
        """Fetch the city's feeds, each for itself: one that fails holds back no other."""
        known = [await known_marks(resources.database, known_as(place)) for place in settings.feeds]
        looks = await asyncio.gather(*map(look_at, settings.feeds, known))

        async def take(tx: Tx, _: Job) -> None:
            failed = [not await take_look(tx, look) for look in looks]
            attempt = int(job.payload.get("attempt", 0)) + 1
            await schedule_refresh(tx, attempt if any(failed) else 0)

        return take

    async def forget(tx: Tx, job: Job) -> None:
        """Plates and secrets on time; what is left is wrapped under this year's key."""
        del job
        await forget_plates(tx)
        await wrap_anew(tx, chest_of(resources))
        renew_signer(resources)
        await tx.schedule("parking.forget", f"forget:{tx.now // DAY_MS}", tx.now + DAY_MS)

    return {
        "parking.stop": _stop,
        "parking.remind": _remind,
        "parking.permit.remind": _remind_of_permit,
        "parking.forget": forget,
        "parking.quarter": _close_quarter,
        "parking.hold": _end_hold,
        "parking.collect": Long(collect),
        "parking.refresh": Long(refresh, seconds=300),
    }
