# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How a request body gets to a subgraph's address and the answer back, over plain TCP."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol
from urllib.parse import urlsplit

from services.kit.wire.pool import Connection, HttpAnswer, Origin, Pool, PoolLimits, build_head
from services.kit.wire.pool.reading import AnswerReader
from services.kit.wire.pool.writing import build_lines

Headers = Sequence[tuple[bytes, bytes]]

_FIXED: Final = (
    (b"content-type", b"application/json"),
    (b"accept", b"application/graphql-response+json, application/json;q=0.9"),
    (b"user-agent", b"torget-gateway"),
)
STREAMS: Final = b"text/event-stream, multipart/mixed;subscriptionSpec=1.0;q=0.9"
"""How a subscription may be answered."""
_FIXED_STREAM: Final = (
    (b"content-type", b"application/json"),
    (b"accept", STREAMS),
    (b"user-agent", b"torget-gateway"),
)
_HTTP_PORT: Final = 80


class Carrier(Protocol):
    """Posts a body. Raises PoolFault when no usable answer comes back."""

    async def post(
        self, body: bytes, headers: Headers, *, seconds: float, repeatable: bool
    ) -> HttpAnswer:
        """Post and read the whole answer within `seconds`; redirects are answers."""
        ...

    async def stream(
        self,
        body: bytes,
        headers: Headers,
        *,
        connect_timeout: float,
        seconds: float,
        on_head: Callable[[int, dict[bytes, bytes]], None],
        on_chunk: Callable[[bytes], None],
    ) -> None:
        """Post and pass the answer's body on as it comes, until it ends."""
        ...

    def close(self) -> None:
        """Let go of the connections."""
        ...


class PlainCarrier:
    """The hot path: our own pool on asyncio."""

    def __init__(self, url: str, *, limits: PoolLimits | None = None) -> None:
        """Serve one http:// address."""
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"{url} is not an http:// address")
        self.pool = Pool(Origin(parts.hostname, parts.port or _HTTP_PORT), limits=limits)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = parts.netloc.rpartition("@")[2].encode()
        self._head = build_head(b"POST", target.encode(), host, _FIXED)
        self._stream_head = build_head(b"POST", target.encode(), host, _FIXED_STREAM)

    async def post(
        self, body: bytes, headers: Headers, *, seconds: float, repeatable: bool
    ) -> HttpAnswer:
        """Post and read the whole answer within `seconds`."""
        message = b"%b%bcontent-length: %d\r\n\r\n%b" % (
            self._head,
            build_lines(headers),
            len(body),
            body,
        )
        return await self.pool.request(message, seconds=seconds, repeatable=repeatable)

    async def stream(
        self,
        body: bytes,
        headers: Headers,
        *,
        connect_timeout: float,
        seconds: float,
        on_head: Callable[[int, dict[bytes, bytes]], None],
        on_chunk: Callable[[bytes], None],
    ) -> None:
        """Post and pass the answer's body on as it comes."""
        message = b"%b%bcontent-length: %d\r\n\r\n%b" % (
            self._stream_head,
            build_lines(headers),
            len(body),
            body,
        )
        seen: list[AnswerReader] = []

        def keep(reader: AnswerReader, connection: Connection) -> None:
            del connection
            seen.append(reader)

        def pass_on(chunk: bytes) -> None:
            if len(seen) == 1:
                seen.append(seen[0])
                on_head(seen[0].status, seen[0].headers)
            on_chunk(chunk)

        await self.pool.stream(
            message,
            connect_timeout=connect_timeout,
            seconds=seconds,
            on_chunk=pass_on,
            on_reader=keep,
        )

    def close(self) -> None:
        """Close the pool."""
        self.pool.close()
