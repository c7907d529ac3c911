# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: whether a browser may send this request at all (the origin rule, security 4.5)."""

from collections.abc import Collection
from typing import Final

from gateway.pipeline.exchange import Exchange
from services.kit.wire.front.head import RequestHead
from services.kit.wire.problem import Problem

_PREFLIGHT: Final = (b"torget-client", b"apollo-require-preflight", b"x-apollo-operation-name")


def csrf(exchange: Exchange) -> None:
    """Judge origin, site and cookie; a public door takes a GET only with a preflight header."""
    head = exchange.head
    settings = exchange.desk.settings
    judge_origin(head, settings.origins)
    way = exchange.way
    if way.is_socket:
        return
    if b"cookie" in head.headers and not has_preflight(head):
        raise Problem("CSRF_REFUSED")
    if way.is_get and not exchange.desk.is_developer and not has_preflight(head):
        raise Problem("METHOD_NOT_ALLOWED")


def judge_origin(head: RequestHead, origins: Collection[str]) -> None:
    """Refuse foreign origins; apps and scripts send none and are judged by their token."""
    headers = head.headers
    origin = headers.get(b"origin")
    site = headers.get(b"sec-fetch-site")
    if origin is None:
        if site is not None and site.lower() in (b"cross-site", b"same-site"):
            raise Problem("CSRF_REFUSED")
        return
    if len(head.all(b"origin")) > 1:
        raise Problem("CSRF_REFUSED")
    if origin.decode("latin-1") in origins or is_own_origin(head, origin):
        return
    raise Problem("CSRF_REFUSED")


def is_own_origin(head: RequestHead, origin: bytes) -> bool:
    """Whether the page came from this very door."""
    host = head.headers.get(b"host")
    scheme = b"https" if head.secure else b"http"
    return host is not None and origin == b"%b://%b" % (scheme, host)


def has_preflight(head: RequestHead) -> bool:
    """Whether a header stands there that a browser adds only after a preflight."""
    return any(name in head.headers for name in _PREFLIGHT)
