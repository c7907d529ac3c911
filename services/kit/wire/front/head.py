# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The head of a request as an ASGI server hands it over: all that is known before the body."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

Scope = Mapping[str, Any]


class RequestHead(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Method, address and headers of one request, or of the handshake of one socket."""

    method: str
    path: str
    query: bytes = b""
    """What stands behind the question mark, still encoded."""
    raw: list[tuple[bytes, bytes]] = []
    """All headers, names in lower case, in the order they came."""
    headers: dict[bytes, bytes] = {}
    """The same by name; of repeated ones the last."""
    client: str | None = None
    """Address of the peer, without its port."""
    secure: bool = False
    payload: dict[str, Any] | None = None
    """What a socket said in `connection_init`; None for requests."""
    again: bool = False
    """Whether this head was let in before and is only looked at again: no fresh proof is asked (P4)."""

    def header(self, name: bytes) -> str | None:
        """The value of a header (name in lower case), of repeated ones the last."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    def all(self, name: bytes) -> list[str]:
        """Every value of a header, in order."""
        if self.headers and name not in self.headers:
            return []
        return [value.decode("latin-1") for key, value in self.raw if key == name]


def read_head(scope: Scope, *, payload: dict[str, Any] | None = None) -> RequestHead:
    """The head of an ASGI scope of type http or websocket."""
    raw = cast("list[tuple[bytes, bytes]]", scope["headers"])
    client = scope.get("client")
    return RequestHead(
        method=scope.get("method", "GET"),
        path=scope["path"],
        query=scope.get("query_string", b""),
        raw=raw,
        headers=dict(raw),
        client=client[0] if client else None,
        secure=scope.get("scheme") in ("https", "wss"),
        payload=payload,
    )
