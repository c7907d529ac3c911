# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The connection floor (reliability F1-F3): time-outs and bounds below the application."""

# The server's protocol class keeps its state in attributes without precise types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import asyncio
import ipaddress
import re
from collections import Counter
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS: Final = 10.0
BODY_CHECK_SECONDS: Final = 5.0
BODY_BYTES_PER_SECOND: Final = 1000
SLOW_READER_SECONDS: Final = 30.0
HEAD_BYTES: Final = 49_152
PREFIX_CONNECTIONS: Final = 200
_HOST: Final = re.compile(
    rb"[A-Za-z0-9._~!$&'()*+,;=%-]*(?::[0-9]{0,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{0,5})?"
)
_OPEN: Final[Counter[str]] = Counter()


class GuardedProtocol(HttpToolsProtocol):
    """One client connection that cannot be held open for nothing."""

    _guard: asyncio.TimerHandle | None = None
    _reader_guard: asyncio.TimerHandle | None = None
    _prefix: str = ""
    _head_bytes: int = 0
    _body_bytes: int = 0
    _in_head: bool = True
    _is_cut: bool = False

    def connection_made(self, transport: Any) -> None:
        """Count the connection by the network it comes from; expect a first byte soon."""
        super().connection_made(transport)
        self._prefix = network_of(self.client[0] if self.client else "")
        if self._prefix:
            _OPEN[self._prefix] += 1
            if _OPEN[self._prefix] > PREFIX_CONNECTIONS:
                self._cut(503, b"Service Unavailable")
                return
        self._arm(HEAD_SECONDS, self._close_silently)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._disarm()
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
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES and len(data) != self._head_bytes:
                self._cut(431, b"Request Header Fields Too Large")
                return
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_BYTES:
            self._cut(431, b"Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """A new head begins."""
        super().on_message_begin()
        self._in_head = True
        self._head_bytes = 0
        self._arm(HEAD_SECONDS, self._time_out)

    def on_headers_complete(self) -> None:
        """The head is whole: one Host (RFC 9112 section 3.2), then the body's pace."""
        hosts = [value for name, value in self.headers if name == b"host"]
        is_current = self.parser.get_http_version() == "1.1"
        if len(hosts) > 1 or (is_current and not hosts) or not all(map(_HOST.fullmatch, hosts)):
            raise ValueError("Host")
        self._in_head = False
        self._head_bytes = 0
        self._body_bytes = 0
        self._arm(BODY_CHECK_SECONDS, self._check_pace)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count the body."""
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole: nothing more is expected of the client."""
        self._disarm()
        super().on_message_complete()

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
        self._disarm()
        super().handle_websocket_upgrade()

    def _arm(self, seconds: float, action: Any) -> None:
        if self._guard is not None:
            self._guard.cancel()
        self._guard = self.loop.call_later(seconds, action)

    def _disarm(self) -> None:
        if self._guard is not None:
            self._guard.cancel()
            self._guard = None

    def _check_pace(self) -> None:
        """Since the last look, a kilobyte a second must have come, unless we stopped reading."""
        if self.flow is None or not self.flow.read_paused:
            if self._body_bytes < BODY_BYTES_PER_SECOND * BODY_CHECK_SECONDS:
                self._time_out()
                return
            self._body_bytes = 0
        self._arm(BODY_CHECK_SECONDS, self._check_pace)

    def _time_out(self) -> None:
        self._cut(408, b"Request Timeout")

    def _close_silently(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _cut(self, status: int, reason: bytes) -> None:
        """Say why, if no answer has begun, and close."""
        self._is_cut = True
        self._disarm()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(
                b"HTTP/1.1 %d %b\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
                % (status, reason)
            )
        self.transport.close()


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
