# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A server protocol that answers plain GraphQL requests itself, without a web framework (stack 4).

It takes `POST` to one address over HTTP/1.1 with a declared length, and only when no other request of
the connection is on its way; everything else goes the usual way, in order, on the same connection.
"""

# The server's protocol class keeps its state in attributes without precise types.
# pyright: reportUnknownMemberType=false, reportOptionalMemberAccess=false

import asyncio
import contextvars
import logging
from http import HTTPStatus
from typing import Any, Final

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from services.kit.wire.floor import GuardedProtocol
from services.kit.wire.front.accept import Accepted
from services.kit.wire.front.door import Door, Whole
from services.kit.wire.front.head import RequestHead

_log = logging.getLogger(__name__)

_STATUS: Final = {
    int(status): f"HTTP/1.1 {int(status)} {status.phrase}\r\n".encode() for status in HTTPStatus
}
_CLOSE: Final = b"connection: close\r\n"
_BROKEN: Final = (
    _STATUS[500] + b"content-type: text/plain; charset=utf-8\r\ncontent-length: 0\r\n" + _CLOSE
)


class Direct(msgspec.Struct, frozen=True, kw_only=True):
    """The address that is answered directly, and its door."""

    path: str
    door: Door
    unless: frozenset[bytes] = frozenset()
    """Requests with one of these headers go the usual way."""


class _Nobody:
    """An event that nobody waits for."""

    def set(self) -> None:
        """Do nothing."""


_NOBODY: Final = _Nobody()


class Turn:
    """One request answered directly; the server sees it in place of its own cycle."""

    __slots__ = (
        "accepted",
        "body",
        "disconnected",
        "head",
        "keep_alive",
        "message_event",
        "more_body",
        "response_complete",
        "response_started",
    )

    def __init__(self, head: RequestHead, accepted: Accepted, *, keep_alive: bool) -> None:
        """Expect a body."""
        self.head = head
        self.accepted = accepted
        self.keep_alive = keep_alive
        self.body: bytes | bytearray = b""
        self.message_event = _NOBODY
        self.more_body = True
        self.response_started = False
        self.response_complete = False
        self.disconnected = False


class DirectProtocol(GuardedProtocol):
    """One client connection whose plain GraphQL requests are answered here."""

    direct: Direct
    address: bytes
    _task: asyncio.Task[None] | None = None

    def on_message_begin(self) -> None:
        """A new head begins; the server's scope is made only for the usual way."""
        self.url = b""
        self.expect_100_continue = False
        self.headers: list[tuple[bytes, bytes]] = []
        self.mark_head()

    def begin(self) -> None:
        """Take the request, or start the usual way."""
        turn = self._take()
        if turn is not None:
            self.cycle: Any = turn
            return
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        HttpToolsProtocol.on_message_begin(self)
        self.url, self.expect_100_continue = url, expects
        self.headers.extend(headers)
        super().begin()

    def on_body(self, body: bytes) -> None:
        """Keep the body; its length has been judged by the head."""
        turn = self.cycle
        if turn.__class__ is not Turn or self._is_cut:
            super().on_body(body)
            return
        self._body_bytes += len(body)
        turn.body = turn.body + body if turn.body else body

    def on_message_complete(self) -> None:
        """Answer in a task of its own."""
        super().on_message_complete()
        turn = self.cycle
        if turn.__class__ is not Turn or self._is_cut or turn.response_complete:
            return
        task = self.loop.create_task(self._answer(turn), context=contextvars.Context())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        self._task = task

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits for the answer any more."""
        super().connection_lost(exc)
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _take(self) -> Turn | None:
        direct, parser = self.direct, self.parser
        if self.url != self.address or parser.get_method() != b"POST":
            return None
        if self.pipeline or not (self.cycle is None or self.cycle.response_complete):
            return None
        if parser.get_http_version() != "1.1" or parser.should_upgrade():
            return None
        headers = dict(self.headers)
        if self.expect_100_continue or not direct.unless.isdisjoint(headers):
            return None
        head = RequestHead(
            method="POST",
            path=direct.path,
            raw=self.headers,
            headers=headers,
            client=self.client[0] if self.client else None,
            secure=self.scheme == "https",
        )
        accepted = direct.door.takes(head)
        if accepted is None:
            return None
        return Turn(head, accepted, keep_alive=parser.should_keep_alive())

    async def _answer(self, turn: Turn) -> None:
        try:
            whole = await self.direct.door.answer_whole(turn.head, turn.accepted, bytes(turn.body))
            message = self._message(turn, whole)
        except Exception:  # noqa: BLE001 - the connection is answered whatever breaks inside
            _log.exception("a request broke the door")
            turn.keep_alive = False
            message = _BROKEN + b"\r\n"
        self._task = None
        if self.transport.is_closing():
            return
        turn.response_started = True
        self.transport.write(message)
        if self.flow.write_paused:
            await self.flow.drain()
        turn.response_complete = True
        if not turn.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def _message(self, turn: Turn, whole: Whole) -> bytes:
        body = whole.body
        more = (*self.server_state.default_headers, *whole.headers)
        if not more and turn.keep_alive:
            return b"%b%bcontent-length: %d\r\n\r\n%b" % (
                _STATUS[whole.status],
                whole.block,
                len(body),
                body,
            )
        parts = [_STATUS[whole.status], whole.block, b"content-length: %d\r\n" % len(body)]
        for name, value in more:
            if b"\r" in value or b"\n" in value:
                raise ValueError(name)
            if name == b"connection":
                turn.keep_alive = False
                continue
            parts.append(b"%b: %b\r\n" % (name, value))
        if not turn.keep_alive:
            parts.append(_CLOSE)
        return b"".join((*parts, b"\r\n", body))


def direct_protocol(direct: Direct) -> type[DirectProtocol]:
    """The protocol class for one address."""
    bound = {"direct": direct, "address": direct.path.encode()}
    return type("BoundProtocol", (DirectProtocol,), bound)
