# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The connection floor (reliability F1-F3): time-outs and bounds below the application."""

# The server's protocol class keeps its state in attributes without precise types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportOptionalMemberAccess=false
# pyright: reportUnnecessaryComparison=false

import asyncio
import ipaddress
import re
from collections import Counter
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS: Final = 10.0
BODY_GRACE_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 2.0
BODY_BYTES_PER_SECOND: Final = 1000
SLOW_READER_SECONDS: Final = 30.0
HEAD_BYTES: Final = 40_960
"""32 kB of headers and 8 kB of address."""
HEADERS: Final = 100
PREFIX_CONNECTIONS: Final = 200
_HOST: Final = re.compile(
    rb"[A-Za-z0-9._~!$&'()*+,;=%-]*(?::[0-9]{0,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{0,5})?"
)
_FIRST, _HEAD, _BODY, _WHOLE = range(4)
_OPEN: Final[Counter[str]] = Counter()


class GuardedProtocol(HttpToolsProtocol):
    """One client connection that cannot be held open for nothing.

    One slow timer looks after each connection; a request itself only leaves marks.
    """

    _guard: asyncio.TimerHandle | None = None
    _reader_guard: asyncio.TimerHandle | None = None
    _prefix: str = ""
    _head_bytes: int = 0
    _body_bytes: int = 0
    _phase: int = _FIRST
    _since: float = 0.0
    _is_cut: bool = False
    _host: bytes = b""
    """The last Host of the connection that was found good."""

    def connection_made(self, transport: Any) -> None:
        """Count the connection by the network it comes from; expect a first byte soon."""
        super().connection_made(transport)
        self._prefix = network_of(self.client[0] if self.client else "")
        if self._prefix:
            _OPEN[self._prefix] += 1
            if _OPEN[self._prefix] > PREFIX_CONNECTIONS:
                self._cut(503, b"Service Unavailable")
                return
        self._since = self.loop.time()
        self._guard = self.loop.call_later(LOOK_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_looking()
        if self._reader_guard is not None:
            self._reader_guard.cancel()
        if self._prefix:
            _OPEN[self._prefix] -= 1
            if _OPEN[self._prefix] <= 0:
                del _OPEN[self._prefix]
            self._prefix = ""
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; a head beyond its bound is answered 431."""
        if self._is_cut:
            return
        if self._phase != _BODY:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > HEAD_BYTES and self._phase == _HEAD:
            self._cut(431, b"Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """A new head begins."""
        super().on_message_begin()
        self.mark_head()

    def mark_head(self) -> None:
        """Give the head its time."""
        self._phase = _HEAD
        self._since = self.loop.time()

    def on_headers_complete(self) -> None:
        """The head is whole: one Host (RFC 9112 section 3.2), then the body's pace."""
        host: bytes | None = None
        for name, value in self.headers:
            if name == b"host":
                if host is not None:
                    raise ValueError("Host")
                host = value
        if host is None:
            if self.parser.get_http_version() == "1.1":
                raise ValueError("Host")
        elif host != self._host:
            if not _HOST.fullmatch(host):
                raise ValueError("Host")
            self._host = host
        self._phase = _BODY
        is_large = self._head_bytes > HEAD_BYTES and _size(self.headers) > HEAD_BYTES
        if is_large or len(self.headers) > HEADERS:
            self._cut(431, b"Request Header Fields Too Large")
            return
        self._head_bytes = 0
        self._body_bytes = 0
        self.begin()

    def begin(self) -> None:
        """Start what answers the request; its head is whole and within bounds."""
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count the body."""
        if self._is_cut:
            return
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole: nothing more is expected of the client."""
        self._phase = _WHOLE
        if not self._is_cut:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with the next request; read on only when none waits for its turn.

        The slow timer looks after idle connections too, so that an answer sets none of its own.
        """
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self._since = self.loop.time()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        if self.pipeline:
            self.flow.pause_reading()
        else:
            self.flow.resume_reading()

    def pause_writing(self) -> None:
        """The client reads slowly: it gets some time to catch up."""
        super().pause_writing()
        self._reader_guard = self.loop.call_later(SLOW_READER_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has caught up."""
        if self._reader_guard is not None:
            self._reader_guard.cancel()
            self._reader_guard = None
        super().resume_writing()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over; sockets have a floor of their own."""
        self._stop_looking()
        super().handle_websocket_upgrade()

    def _look(self) -> None:
        """Judge the connection by what it has been doing since the last look."""
        waited = self.loop.time() - self._since
        if self._phase == _FIRST and waited > HEAD_SECONDS:
            self.transport.close()
            return
        if self._phase == _HEAD and waited > HEAD_SECONDS:
            self._time_out()
            return
        if self._phase == _WHOLE and waited > self.timeout_keep_alive and self._is_idle():
            self.transport.close()
            return
        if self._phase == _BODY and not (self.flow and self.flow.read_paused):
            if (
                waited > BODY_GRACE_SECONDS
                and self._body_bytes < BODY_BYTES_PER_SECOND * LOOK_SECONDS
            ):
                self._time_out()
                return
            self._body_bytes = 0
        self._guard = self.loop.call_later(LOOK_SECONDS, self._look)

    def _is_idle(self) -> bool:
        return not self.pipeline and (self.cycle is None or self.cycle.response_complete)

    def _stop_looking(self) -> None:
        if self._guard is not None:
            self._guard.cancel()
            self._guard = None

    def _time_out(self) -> None:
        self._cut(408, b"Request Timeout")

    def _cut(self, status: int, reason: bytes) -> None:
        """Say why, if no answer has begun, and close."""
        self._is_cut = True
        self._stop_looking()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(
                b"HTTP/1.1 %d %b\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
                % (status, reason)
            )
        self.transport.close()


def _size(headers: list[tuple[bytes, bytes]]) -> int:
    return sum(len(name) + len(value) for name, value in headers)


def network_of(address: str) -> str:
    """The client's /24 or /64 as text; empty for this machine itself and for no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.is_loopback:
        return ""
    length = 24 if parsed.version == 4 else 64  # noqa: PLR2004 - of IPv4
    return str(ipaddress.ip_network((parsed, length), strict=False))
