# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Calling partners: one door with time limits, one careful retry and a circuit breaker (U1-U6).

The transport that really calls is `services.kit.outbound.http`: httpx is loaded by whoever needs it.
"""

from services.kit.outbound.breaker import Breaker
from services.kit.outbound.client import Outbound
from services.kit.outbound.exchange import PartnerFault, Reply, Request, Transport
from services.kit.outbound.inside import LocalTransport, NullTransport

__all__ = [
    "Breaker",
    "LocalTransport",
    "NullTransport",
    "Outbound",
    "PartnerFault",
    "Reply",
    "Request",
    "Transport",
]
