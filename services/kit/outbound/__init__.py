# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Calling partners: one door with time limits, one careful retry and a circuit breaker (U1-U6)."""

from services.kit.outbound.breaker import Breaker
from services.kit.outbound.client import Outbound
from services.kit.outbound.exchange import PartnerFault, Reply, Request, Transport
from services.kit.outbound.http import HttpTransport
from services.kit.outbound.inside import LocalTransport, NullTransport

__all__ = [
    "Breaker",
    "HttpTransport",
    "LocalTransport",
    "NullTransport",
    "Outbound",
    "PartnerFault",
    "Reply",
    "Request",
    "Transport",
]
