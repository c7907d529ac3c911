# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What parking hears: states of bays from devices; a batch with a fault in it never stops the others."""

import logging

from services.kit.data import Tx
from services.kit.service import Consumer
from services.kit.wire.caller import SYSTEM
from services.kit.wire.cloudevents import Event
from services.parking.actions import occupancy
from services.parking.domain.bays import bays_of

_log = logging.getLogger(__name__)


async def _take_states(tx: Tx, event: Event) -> None:
    """Register bays that are new here, then take their readings in."""
    found = bays_of(event.data)
    if found.refused:
        _log.warning("bays refused", extra={"event": event.id, "reasons": found.refused})
    await occupancy.add_spaces(
        tx,
        SYSTEM,
        [occupancy.NewSpace(id=one.id, zone=one.zone, point=one.point) for one in found.new],
    )
    await occupancy.report(tx, SYSTEM, found.readings)


async def _drop_bay(tx: Tx, event: Event) -> None:
    """A bay that is no more is out of service: it counts nowhere."""
    if event.data.get("type") == "ParkingSpot" and isinstance(event.data.get("id"), str):
        await occupancy.close_space(tx, SYSTEM, event.data["id"])


consumers = (
    Consumer(name="bays", types=("devices.state.changed",), effect=_take_states),
    Consumer(name="dropped-bays", types=("devices.entity.dropped",), effect=_drop_bay),
)
