# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""People and short ways of consultations under test."""

import msgspec

from services.care.actions import bookings, waiting_room
from services.care.domain.consultations import Channel
from tests.services.care.people import ELIN, INGRID, SARA, UNIT

MOTHER = INGRID
DAUGHTER = SARA
NURSE = ELIN
WEAK = msgspec.structs.replace(INGRID, loa=1)


async def requested(database, who=MOTHER, **changes):
    wish = bookings.RequestConsultation(
        **{
            "resident": who.subject, "unit": UNIT, "reason": "yrsel", "language": "sv",
            "channel": Channel.VIDEO,
        }
        | changes
    )  # fmt: skip
    return await database.transact(lambda tx: bookings.request_consultation(tx, who, wish))


async def offered(database, *starts, staff=NURSE.sub, by=NURSE, minutes=20):
    given = [
        bookings.OfferSlot(
            staff=staff, unit=UNIT, starts_at=start, ends_at=start + minutes * 60_000
        )
        for start in starts
    ]
    return await database.transact(lambda tx: bookings.offer_slots(tx, by, given))


async def scheduled(database, who=MOTHER, *, start):
    """A consultation with a booked time."""
    one = await requested(database, who)
    (slot,) = await offered(database, start)
    await database.transact(lambda tx: bookings.propose_slots(tx, NURSE, one.facts.id, [slot.id]))
    return await database.transact(lambda tx: bookings.choose_slot(tx, who, one.facts.id, slot.id))


async def admitted(database, who=MOTHER, *, start):
    """A consultation whose resident and nurse have been let in."""
    one = await scheduled(database, who, start=start)
    await database.transact(
        lambda tx: waiting_room.enter_waiting_room(tx, who, one.facts.id, consents=True)
    )
    return await database.transact(lambda tx: waiting_room.admit(tx, NURSE, one.facts.id, []))
