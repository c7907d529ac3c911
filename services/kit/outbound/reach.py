# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which addresses may be called when an address comes from data: public ones, over https (security row 50)."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

from services.kit.errors import InputInvalid
from services.kit.outbound.exchange import PartnerFault

Resolve = Callable[[str], Awaitable[list[str]]]
"""A host's addresses; OSError when it cannot be asked."""

LOOK_UP_SECONDS: Final = 3.0
_TLS_PORT: Final = 443
_FREE_PORTS: Final = range(1024, 65536)
_TRANSLATED: Final = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("::/96"),
)
"""IPv6 that carries an IPv4 address in its last 32 bits (RFC 6052, 8215, 4291)."""


class Reach:
    """Judges where a call may go whose address came from data: a subscriber's, a department's, a broker's."""

    def __init__(
        self,
        intranet: Iterable[str] = (),
        *,
        resolve: Resolve | None = None,
        anywhere: bool = False,
    ) -> None:
        """`intranet` are hosts of the city's own network that may be named besides public ones.

        `anywhere` is for a city whose partners all live in its own network: every host may be named.
        """
        self._intranet = frozenset(host.lower() for host in intranet)
        self._resolve = resolve or look_up
        self._anywhere = anywhere

    def is_own(self, host: str) -> bool:
        """Whether the operator has said that this host may be called, wherever it is."""
        return self._anywhere or host.lower() in self._intranet

    async def judge(self, origin: str, *, kept: str = "") -> str:
        """The address to connect to for an origin, and nowhere else: `kept` while it is still one of them.

        Raises PartnerFault: refused for where nobody may be called, unreachable for a host nobody knows.
        """
        try:
            parts = urlsplit(origin)
            host = parts.hostname or ""
        except ValueError:
            raise PartnerFault("refused", sent=False) from None
        try:
            if host and self.is_own(host) and parts.scheme in ("http", "https"):
                found = await self._addresses(host)
                return kept if kept in found else found[0]
            return await public_address(origin, self._addresses, kept=kept)
        except InputInvalid:
            raise PartnerFault("refused", sent=False) from None

    async def _addresses(self, host: str) -> list[str]:
        if _is_literal(host):
            return [host]
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                found = await self._resolve(host)
        except (OSError, UnicodeError, TimeoutError):
            raise PartnerFault("unreachable", sent=False) from None
        if not found:
            raise PartnerFault("unreachable", sent=False)
        return found


async def look_up(host: str) -> list[str]:
    """A host's addresses as this machine knows them."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


async def public_address(url: str, resolve: Resolve, *, kept: str = "") -> str:
    """The address to connect to for `url`, judged after resolving; connect there and nowhere else.

    A host has several addresses in any order; `kept` is chosen while it is still among them.
    Raises InputInvalid for another scheme, credentials, a port of other services, a host without
    address, and any address that is private, loopback, link-local, multicast or reserved: all of a
    host's must be public.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _TLS_PORT
    except ValueError:
        raise InputInvalid(path=("url",)) from None
    host = parts.hostname
    is_open = port == _TLS_PORT or port in _FREE_PORTS
    if parts.scheme != "https" or not host or parts.username is not None or not is_open:
        raise InputInvalid(path=("url",))
    found = [host] if _is_literal(host) else await resolve(host)
    if not found or not all(is_public(address) for address in found):
        raise InputInvalid(path=("url",))
    return kept if kept in found else found[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet; addresses inside addresses are looked at, too."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = _carried(parsed)
    if inner is not None and not is_public(str(inner)):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _carried(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = None if address.teredo is None else address.teredo[1]
    return address.ipv4_mapped or address.sixtofour or teredo


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
