# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What of care runs beside its answers: the escalation engine, ways out to people, the door for alarm senders."""

from services.care.clients.engine import Engine
from services.care.clients.receiver import ScaipDoor
from services.care.clients.upkeep import Upkeep
from services.kit.context import Resources
from services.kit.running import Attendant


def attendants(resources: Resources) -> tuple[Attendant, ...]:
    """Timers are set, then what is due is moved on, then senders are let in."""
    return (Upkeep(resources), Engine(resources), ScaipDoor(resources))
