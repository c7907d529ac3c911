# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that subscribers gave: looked up, judged, and reached at the very address that was judged."""

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

import msgspec

from services.devices.settings import Places
from services.kit.outbound import Outbound, PartnerFault
from services.kit.outbound.http import HttpTransport

SECONDS = 5.0
MOST_ANSWER_BYTES = 65_536


class Endpoint(msgspec.Struct, frozen=True):
    """An address split into what a transport needs."""

    origin: str
    host: str
    port: int
    path: str
    is_plain: bool


def split(uri: str) -> Endpoint:
    """The parts of an address that the domain has accepted."""
    parts = urlsplit(uri)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    plain = parts.scheme == "http"
    port = parts.port or (80 if plain else 443)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(f"{parts.scheme}://{shown}:{port}", host, port, path, plain)


async def reach(place: Endpoint, places: Places) -> Outbound:
    """A client of the endpoint. Raises PartnerFault refused for where nobody may be called."""
    if place.is_plain and places is Places.PUBLIC:
        raise PartnerFault("refused", sent=False)
    address = await _address(place)
    if places is Places.PUBLIC and not address.is_global:
        raise PartnerFault("refused", sent=False)
    host = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 -- IPv6
    transport = HttpTransport(place.origin, plain=True, address=host)
    return Outbound("subscriber", transport, seconds=SECONDS, most_bytes=MOST_ANSWER_BYTES)


async def _address(place: Endpoint) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The first address of the host; PartnerFault when it has none or is not in time."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(SECONDS):
            found = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as problem:
        raise PartnerFault("unreachable", sent=False) from problem
    if not found:
        raise PartnerFault("unreachable", sent=False)
    address = ipaddress.ip_address(found[0][4][0])
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped if mapped is not None else address
