# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that subscribers gave: reached at the very address that was judged."""

from urllib.parse import urlsplit

import msgspec

from services.kit.outbound import Outbound
from services.kit.outbound.guarded import GuardedTransport
from services.kit.outbound.reach import Reach

SECONDS = 5.0
MOST_ANSWER_BYTES = 65_536


class Endpoint(msgspec.Struct, frozen=True):
    """An address split into what a transport needs."""

    origin: str
    path: str


def split(uri: str) -> Endpoint:
    """The parts of an address that the domain has accepted."""
    parts = urlsplit(uri)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    port = parts.port or (80 if parts.scheme == "http" else 443)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(f"{parts.scheme}://{shown}:{port}", path)


def open_way(place: Endpoint, reach: Reach) -> Outbound:
    """A client of the endpoint; PartnerFault refused comes with the first call."""
    transport = GuardedTransport(place.origin, reach)
    return Outbound("subscriber", transport, seconds=SECONDS, most_bytes=MOST_ANSWER_BYTES)
