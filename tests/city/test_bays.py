# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A sensor reports to devices, and parking knows: two services that meet by events alone."""

import asyncio
from typing import Any

import pytest

from services.devices.actions.intake import take_batch
from services.devices.actions.running import intake_of
from services.devices.actions.taking_in import drop_entities
from services.devices.demo import bays
from services.devices.domain.writing import iso
from tests.support.together import Together, together

pytestmark = pytest.mark.anyio
ZONE = "LTFR_P_TILLATEN.900001"
COUNTS = "query($z: String!) { parkingOccupancy(zone: $z) { total known free } }"


async def counts_until(city: Together, wanted: dict[str, int]) -> None:
    """Return when parking counts so; events travel by themselves."""
    found: Any = None
    for _ in range(400):
        answer = await city.ask(COUNTS, z=ZONE)
        found = answer.data["parkingOccupancy"] if answer.data else None
        if found == wanted:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(found)


async def test_a_reading_of_a_sensor_becomes_a_free_bay() -> None:
    async with together() as city:
        devices = city.resources["devices"]
        city.clock.advance(60)
        await counts_until(city, {"total": 6, "known": 6, "free": 2})
        now = city.clock.now_ms()
        mine = [one for one in bays(now) if ZONE in one["id"]]
        told = [
            {
                "id": one["id"],
                "type": "ParkingSpot",
                "status": {"value": status, "observedAt": iso(now - 31_000), "sequence": 2},
            }
            for one, status in zip(
                mine, ["occupied", "free", "free", "free", "closed", "odd"], strict=True
            )
        ]
        await take_batch(intake_of(devices), told, source="test")
        await counts_until(city, {"total": 5, "known": 5, "free": 3})
        await take_batch(intake_of(devices), told, source="test")
        await devices.database.transact(lambda tx: drop_entities(tx, [mine[1]["id"]]))
        await counts_until(city, {"total": 4, "known": 4, "free": 2})
        city.clock.advance(4 * 3600)
        await counts_until(city, {"total": 4, "known": 0, "free": 0})
