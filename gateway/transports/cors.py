# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What browsers of listed origins are told (Fetch standard, CORS; security 4.5)."""

from collections.abc import Collection
from typing import Final

from services.kit.wire.front.head import RequestHead
from services.kit.wire.front.reply import HeaderList

_ALLOWED_HEADERS: Final = (
    b"Accept, Accept-Language, App-Version, Authorization, Content-Type, DPoP, Idempotency-Key, "
    b"Platform-Type, Torget-Client, X-GraphQL-Event-Stream-Token, X-Request-Id"
)


class Cors:
    """The allow-list of origins as headers."""

    def __init__(self, origins: Collection[str]) -> None:
        """Name the origins exactly as browsers send them."""
        self._origins = frozenset(origin.encode() for origin in origins)

    def headers(self, head: RequestHead) -> HeaderList:
        """Headers for an answer: a listed origin is echoed, never `*`."""
        origin = head.headers.get(b"origin")
        if origin is None or origin not in self._origins:
            return ()
        return (
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-credentials", b"true"),
        )

    def preflight(self, head: RequestHead, methods: bytes) -> HeaderList:
        """Headers for an OPTIONS request."""
        allowed = self.headers(head)
        if not allowed:
            return ((b"allow", methods), (b"vary", b"Origin"))
        return (
            *allowed,
            (b"allow", methods),
            (b"vary", b"Origin"),
            (b"access-control-allow-methods", methods),
            (b"access-control-allow-headers", _ALLOWED_HEADERS),
            (b"access-control-max-age", b"600"),
        )
