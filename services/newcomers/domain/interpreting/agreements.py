# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What stands above single orders: agreements that end, brokers that are passed by for a time."""

from collections.abc import Iterable

import msgspec

from services.newcomers.domain.interpreting.deadlines import Agreement
from services.newcomers.domain.interpreting.orders import OrderStatus

ENDED_WITH_IT = frozenset({
    OrderStatus.REQUESTED, OrderStatus.AWAITING_DEADLINE,
    OrderStatus.ACCEPTED_AWAITING_INTERPRETER, OrderStatus.AWAITING_APPROVAL,
})  # fmt: skip
"""Orders that an agreement takes with it: what is booked is still carried out."""


class Quarantine(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a broker is passed by, for one unit or for all."""

    id: str
    broker: str
    unit: str
    """Empty: for every unit."""
    from_at: int
    until_at: int
    """UTC milliseconds."""
    reason: str
    lifted_at: int | None = None

    def covers(self, broker: str, unit: str, now: int) -> bool:
        """Whether the broker is passed by when this unit orders now."""
        return (
            self.broker == broker
            and self.unit in ("", unit)
            and self.from_at <= now < self.until_at
            and self.lifted_at is None
        )


class AgreementEnd(msgspec.Struct, frozen=True, kw_only=True):
    """When a framework agreement ends."""

    agreement: Agreement
    ends_at: int
    """UTC milliseconds."""
    reason: str


def passed_by(quarantines: Iterable[Quarantine], broker: str, unit: str, now: int) -> bool:
    """Whether any quarantine of the broker holds for the unit now."""
    return any(one.covers(broker, unit, now) for one in quarantines)
