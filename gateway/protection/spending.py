# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What callers may spend in a while, in units of work, and out of whose purse (security X1)."""

from typing import Final

import msgspec

from services.kit.wire.caller import Caller
from services.kit.wire.floor import network_of
from services.kit.wire.gcra import Budget

COST_PER_UNIT: Final = 100
"""Estimated cost that counts as one more operation."""


class Budgets(msgspec.Struct, frozen=True, kw_only=True):
    """Operations a minute, and at once, by what is known of the caller."""

    anonymous: Budget = Budget(limit=300, burst=100)
    """For all of one network together."""
    known: Budget = Budget(limit=600, burst=200)


def purse_of(caller: Caller, address: str | None) -> str | None:
    """Whose purse pays: the one who acts, else the network; None for this machine's own anonymous."""
    if caller.sub:
        return f"{caller.kind}:{caller.sub}"
    network = network_of(address or "")
    return f"net:{network}" if network else None


def units_of(cost: int) -> float:
    """What an operation of an estimated cost takes out of the purse."""
    return 1 + cost // COST_PER_UNIT
