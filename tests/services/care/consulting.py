# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""People and short ways of consultations under test."""

from services.care.actions import bookings, waiting_room
from services.care.domain.consultations import Channel
from services.kit.wire.caller import Assignment, Caller, CallerKind

UNIT = "hemtjanst-norr"
MOTHER = Caller(kind=CallerKind.RESIDENT, sub="demo-mother", loa=3)
DAUGHTER = Caller(kind=CallerKind.RESIDENT, sub="demo-daughter", loa=3)
STRANGER = Caller(kind=CallerKind.RESIDENT, sub="somebody-else", loa=3)
WEAK = Caller(kind=CallerKind.RESIDENT, sub="demo-mother", loa=2)


def nurse(sub="nurse-1", unit=UNIT, rights=("triage",)):
    return Caller(
        kind=CallerKind.STAFF,
        sub=sub,
        loa=3,
        assignment=Assignment(id="a", unit=unit, provider="city", purpose="care", rights=rights),
    )


NURSE = nurse()


async def requested(database, who=MOTHER, **changes):
    wish = bookings.RequestConsultation(
        **{
            "resident": who.subject, "unit": UNIT, "reason": "yrsel", "language": "sv",
            "channel": Channel.VIDEO,
        }
        | changes
    )  # fmt: skip
    return await database.transact(lambda tx: bookings.request_consultation(tx, who, wish))


async def offered(database, *starts, staff="nurse-1", by=NURSE, minutes=20):
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
