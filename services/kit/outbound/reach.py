# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which addresses may be called when an address comes from data: public ones, over https (security row 50)."""

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from services.kit.errors import InputInvalid

Resolve = Callable[[str], Awaitable[list[str]]]
"""A host's addresses."""

_PORTS = frozenset({None, 443, 8443})


async def public_address(url: str, resolve: Resolve) -> str:
    """The address to connect to for `url`, judged after resolving; connect there and nowhere else.

    Raises InputInvalid for another scheme, credentials, an odd port, a host without address, and any
    address that is private, loopback, link-local, multicast or reserved: all of a host's must be public.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InputInvalid(path=("url",)) from None
    host = parts.hostname
    if parts.scheme != "https" or not host or parts.username is not None or port not in _PORTS:
        raise InputInvalid(path=("url",))
    found = [host] if _is_literal(host) else await resolve(host)
    if not found or not all(is_public(address) for address in found):
        raise InputInvalid(path=("url",))
    return found[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet; addresses inside addresses are looked at, too."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if inner is not None and not is_public(str(inner)):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
