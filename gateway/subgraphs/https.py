# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The carrier for TLS, HTTP/2 and proxies, on httpx; the same bounds as the plain one."""

import asyncio
import ssl
from collections.abc import Callable
from typing import Final

import httpx

from gateway.subgraphs.carrier import STREAMS, Carrier, Headers, PlainCarrier
from services.kit.wire.pool import (
    BrokenFault,
    ConnectFault,
    HttpAnswer,
    MalformedFault,
    PoolFault,
    QueueFault,
    TimeoutFault,
    TooLargeFault,
)
from services.kit.wire.pool.pool import PoolLimits

_ACCEPT: Final = "application/graphql-response+json, application/json;q=0.9"


def make_carrier(url: str) -> Carrier:
    """Our own pool for http:// addresses, httpx for https://."""
    return PlainCarrier(url) if url.startswith("http://") else TlsCarrier(url)


class TlsCarrier:
    """One https:// address."""

    def __init__(
        self,
        url: str,
        *,
        limits: PoolLimits | None = None,
        trust: ssl.SSLContext | None = None,
        proxy: str | None = None,
    ) -> None:
        """Trust the system's certificates unless `trust` is given."""
        if not url.startswith(("https://", "http://")):
            raise ValueError(f"{url} is not an address of HTTP")
        self._limits = limits or PoolLimits()
        self._url = url
        self._client = httpx.AsyncClient(
            verify=trust if trust is not None else ssl.create_default_context(),
            proxy=proxy,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=self._limits.connect_seconds),
            limits=httpx.Limits(
                max_connections=self._limits.connections,
                max_keepalive_connections=self._limits.connections,
                keepalive_expiry=self._limits.idle_seconds,
            ),
            headers={
                "content-type": "application/json",
                "user-agent": "torget-gateway",
                "accept-encoding": "identity",
            },
        )

    async def post(
        self, body: bytes, headers: Headers, *, seconds: float, repeatable: bool
    ) -> HttpAnswer:
        """Post and read the whole answer within `seconds`."""
        del repeatable
        chunks: list[bytes] = []
        seen: list[tuple[int, dict[bytes, bytes]]] = []
        await self._exchange(
            body,
            [(b"accept", _ACCEPT.encode()), *headers],
            seconds=seconds,
            cap=self._limits.body_bytes,
            on_head=lambda status, fields: seen.append((status, fields)),
            on_chunk=chunks.append,
        )
        status, fields = seen[0]
        return HttpAnswer(status, fields, b"".join(chunks))

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
        del connect_timeout
        await self._exchange(
            body,
            [(b"accept", STREAMS), *headers],
            seconds=seconds,
            cap=1 << 62,
            on_head=on_head,
            on_chunk=on_chunk,
        )

    def close(self) -> None:
        """Close the connections in the background, if a loop still runs."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._closing = loop.create_task(self._client.aclose())

    async def _exchange(
        self,
        body: bytes,
        headers: Headers,
        *,
        seconds: float,
        cap: int,
        on_head: Callable[[int, dict[bytes, bytes]], None],
        on_chunk: Callable[[bytes], None],
    ) -> None:
        has_head = False
        try:
            async with (
                asyncio.timeout(seconds),
                self._client.stream(
                    "POST", self._url, content=body, headers=list(headers)
                ) as answer,
            ):
                has_head = True
                on_head(
                    answer.status_code,
                    {name.lower(): value for name, value in answer.headers.raw},
                )
                size = 0
                async for chunk in answer.aiter_raw():
                    size += len(chunk)
                    if size > cap:
                        raise TooLargeFault("body", answered=True)
                    on_chunk(chunk)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise _fault_of(error, answered=has_head) from error


def _fault_of(error: Exception, *, answered: bool) -> PoolFault:
    match error:
        case httpx.PoolTimeout():
            return QueueFault("no connection became free", sent=False)
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
            return ConnectFault("no connection", sent=False)
        case TimeoutError() | httpx.TimeoutException():
            return TimeoutFault("too slow", answered=answered)
        case httpx.NetworkError():
            return BrokenFault("ended early", answered=answered)
        case _:
            return MalformedFault("unreadable", answered=answered)
