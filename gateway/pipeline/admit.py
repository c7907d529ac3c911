# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: whether there is room for the request now, by the lane it travels in (V1, V2)."""

from collections.abc import Awaitable

from gateway.pipeline.exchange import Exchange
from gateway.pipeline.metrics import note_wait
from gateway.protection.admission import Lane


def admit(exchange: Exchange) -> Awaitable[None] | None:
    """Take a slot at once, or wait a little for one. The line gives it back."""
    admission = exchange.desk.admission
    lane = exchange.lane = lane_of(exchange)
    if admission.try_enter(lane):
        exchange.has_slot = True
        return None
    return _wait(exchange, lane)


async def _wait(exchange: Exchange, lane: Lane) -> None:
    desk = exchange.desk
    started = desk.now()
    try:
        await desk.admission.enter(lane)
    finally:
        note_wait(desk.now() - started)
    exchange.has_slot = True


def lane_of(exchange: Exchange) -> Lane:
    """The lane, from what the house knows of operation and caller, never from a header."""
    name = exchange.request.operation_name
    if exchange.is_registered and name in exchange.desk.settings.alarm_operations:
        return Lane.ALARM
    if not exchange.caller.is_known:
        return Lane.OPEN
    return Lane.WRITE if exchange.text.lstrip().startswith("mutation") else Lane.READ
