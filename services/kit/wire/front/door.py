# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The HTTP door of a GraphQL endpoint (GraphQL over HTTP): bytes in, bytes out, no opinions between."""

import asyncio
import logging
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec

from i18n import negotiate
from services.kit.wire.front import streams
from services.kit.wire.front.accept import GRAPHQL_JSON, JSON, Accepted, negotiate_accept
from services.kit.wire.front.body import (
    Disconnected,
    Pace,
    Receive,
    Send,
    check_coding,
    check_json,
    check_length,
    receive_body,
)
from services.kit.wire.front.head import RequestHead, Scope, read_head
from services.kit.wire.front.reply import VARY, Answer, HeaderList, Reply, Stream, Way, refuse
from services.kit.wire.front.request import read_body, read_query_string
from services.kit.wire.problem import Problem

_log = logging.getLogger(__name__)

URL_BYTES: Final = 8192
HEADER_COUNT: Final = 100
HEADER_BYTES: Final = 32_768
WATCH_AFTER_SECONDS: Final = 0.05
_OK: Final = 200
_BAD_REQUEST: Final = 400
_NOT_MODIFIED: Final = 304

Guard = Callable[[RequestHead], None]


class Whole(NamedTuple):
    """One whole answer, ready for the wire."""

    status: int
    block: bytes
    """The header lines that every answer of this form has."""
    headers: HeaderList
    body: bytes


class DoorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a listener allows."""

    body_bytes: int = 262_144
    get: bool = True
    """Whether a GET may carry an operation."""
    names_below: str | None = None
    """The path below which an address is that of one registered operation, by its id."""


def pass_all(head: RequestHead) -> None:
    """The guard of a door that trusts its neighbours."""


class Door:
    """An ASGI callable for one GraphQL address; `answer` does all that is not HTTP."""

    def __init__(
        self,
        answer: Answer,
        *,
        settings: DoorSettings | None = None,
        guard: Guard = pass_all,
        extra: Callable[[RequestHead], HeaderList] | None = None,
    ) -> None:
        """Serve `answer`; `guard` judges the head before the body is read, `extra` adds headers."""
        self._answer = answer
        self._settings = settings or DoorSettings()
        self._guard = guard
        self._extra = extra
        self._allow = b"GET, HEAD, POST, OPTIONS" if self._settings.get else b"POST, OPTIONS"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request. Nothing but cancellation leaves."""
        await self.handle(read_head(scope), receive, send)

    async def handle(self, head: RequestHead, receive: Receive, send: Send) -> None:
        """Answer one HTTP request whose head has been read."""
        accepted = negotiate_accept(_accept_of(head))
        watch = Watch(receive)
        try:
            outcome = await self._answer_one(head, accepted, receive, watch.pace)
        except Disconnected:
            return
        except Problem as problem:
            outcome = self._refuse(head, problem)
        except asyncio.CancelledError:
            if not watch.has_cut_short:
                raise
            _forgive_cancellation()
            if watch.has_seen_leave:
                return
            outcome = self._refuse(head, Problem("REQUEST_TIMEOUT"))
        finally:
            watch.stop()
        if isinstance(outcome, Stream):
            extra = self._extra(head) if self._extra else ()
            await streams.send_stream(outcome, accepted, receive, send, extra)
            return
        await self._send(head, accepted, outcome, send)

    async def _answer_one(
        self, head: RequestHead, accepted: Accepted, receive: Receive, pace: Pace
    ) -> Reply | Stream:
        self._guard(head)
        _check_head(head)
        if accepted.nothing:
            raise Problem("NOT_ACCEPTABLE")
        is_get = False
        document = self._named_by(head.path)
        if head.method == "POST":
            cap = self._settings.body_bytes
            check_coding(head)
            check_json(head)
            check_length(head, cap)
            body = await receive_body(receive, cap, pace)
            request = read_body(body, document)
        elif head.method in ("GET", "HEAD") and self._settings.get:
            is_get = pace.is_whole = True
            body = head.query
            pace.size = len(body)
            request = read_query_string(body, document)
        else:
            raise Problem("METHOD_NOT_ALLOWED")
        way = Way(accepted=accepted, is_get=is_get, size=pace.size, body=body)
        return await self._answer(head, request, way)

    def _named_by(self, path: str) -> str | None:
        above = self._settings.names_below
        return path.removeprefix(above) if above is not None and path.startswith(above) else None

    def takes(self, head: RequestHead) -> Accepted | None:
        """How a plain POST wants its answer, if it can be answered once its body is whole.

        None for everything else: unusual heads are judged, and refused, on the usual way.
        """
        headers = head.headers
        accepted = negotiate_accept(_accept_of(head))
        if accepted.single is None or accepted.stream or accepted.incremental:
            return None
        length = headers.get(b"content-length")
        if length is None:
            return None
        try:
            self._guard(head)
            _check_head(head)
            if b"content-encoding" in headers:
                check_coding(head)
            check_json(head)
            check_length(head, self._settings.body_bytes)
        except Problem:
            return None
        return accepted

    async def answer_whole(self, head: RequestHead, accepted: Accepted, body: bytes) -> Whole:
        """Answer a request that the door takes, its body read. Nothing but cancellation leaves."""
        try:
            request = read_body(body)
            way = Way(accepted=accepted, size=len(body), body=body)
            outcome = await self._answer(head, request, way)
        except Problem as problem:
            outcome = self._refuse(head, problem)
        if isinstance(outcome, Stream):
            outcome.mailbox.close()
            outcome = self._refuse(head, Problem("NOT_ACCEPTABLE"))
        media = accepted.single or JSON
        headers = outcome.headers
        if self._extra is not None:
            headers = (*headers, *self._extra(head))
        return Whole(
            _status_of(outcome, media),
            _fixed_block(media, outcome.locale, outcome.cache_control),
            headers,
            outcome.body,
        )

    def _refuse(self, head: RequestHead, problem: Problem) -> Reply:
        locale = negotiate(accept_language=head.header(b"accept-language"))
        headers: HeaderList = ()
        if problem.code == "METHOD_NOT_ALLOWED":
            headers = ((b"allow", self._allow),)
        elif problem.code in ("REQUEST_TIMEOUT", "BODY_TOO_LARGE"):
            headers = ((b"connection", b"close"),)
        return refuse((problem,), locale, status=problem.status, headers=headers)

    async def _send(self, head: RequestHead, accepted: Accepted, reply: Reply, send: Send) -> None:
        if accepted.single is None and accepted.stream is not None and not reply.status:
            await streams.send_single(
                reply, accepted, send, self._extra(head) if self._extra else ()
            )
            return
        media = accepted.single or JSON
        status = _status_of(reply, media)
        body = reply.body
        headers = [*_fixed_headers(media, reply.locale, reply.cache_control), *reply.headers]
        if head.method in ("GET", "HEAD") and status == _OK:
            mark = b'"%b"' % blake2b(body, digest_size=12).hexdigest().encode()
            headers.append((b"etag", mark))
            if mark in _marks_of(head):
                status, body = _NOT_MODIFIED, b""
        if status != _NOT_MODIFIED:
            headers.append((b"content-length", b"%d" % len(body)))
        if self._extra is not None:
            headers += self._extra(head)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if head.method == "HEAD":
            body = b""
        await send({"type": "http.response.body", "body": body})


class Watch:
    """Cuts a request short when its body comes too slowly or its client leaves (F1, Q9).

    It costs one timer; a task is made only once the request has lasted for a while.
    """

    __slots__ = (
        "_receive",
        "_task",
        "_timer",
        "_worker",
        "has_cut_short",
        "has_seen_leave",
        "pace",
    )

    def __init__(self, receive: Receive) -> None:
        """Watch over the current task."""
        loop = asyncio.get_running_loop()
        self._receive = receive
        self._worker = asyncio.current_task()
        self._task: asyncio.Task[None] | None = None
        self._timer = loop.call_later(WATCH_AFTER_SECONDS, self._start)
        self.pace = Pace(loop.time())
        self.has_seen_leave = False
        self.has_cut_short = False

    def stop(self) -> None:
        """Look away."""
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while not self.pace.is_whole:
            if self.pace.patience(loop.time()) <= 0:
                self._cut()
                return
            await asyncio.sleep(WATCH_AFTER_SECONDS)
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.has_seen_leave = True
        self._cut()

    def _cut(self) -> None:
        self.has_cut_short = True
        if self._worker is not None:
            self._worker.cancel()


def _forgive_cancellation() -> None:
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()


def _accept_of(head: RequestHead) -> str | None:
    value = head.headers.get(b"accept")
    if value is None:
        return None
    if len(head.raw) == len(head.headers):
        return value.decode("latin-1")
    return ", ".join(head.all(b"accept"))


def _check_head(head: RequestHead) -> None:
    if len(head.path) + len(head.query) > URL_BYTES:
        raise Problem("URI_TOO_LONG")
    raw = head.raw
    if (
        len(raw) > HEADER_COUNT
        or sum([len(value) for value in head.headers.values()]) > HEADER_BYTES
    ):
        raise Problem("HEADERS_TOO_LARGE")


def _status_of(reply: Reply, media: str) -> int:
    if reply.status:
        return reply.status
    if reply.executed or media != GRAPHQL_JSON:
        return _OK
    return _BAD_REQUEST


def _marks_of(head: RequestHead) -> list[bytes]:
    """The entity tags a client has already (RFC 9110 section 13.1.2); weak ones count as well."""
    given = head.headers.get(b"if-none-match", b"")
    return [one.strip().removeprefix(b"W/") for one in given.split(b",")]


@lru_cache(maxsize=256)
def _fixed_headers(
    media: str, locale: str, cache_control: bytes
) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"content-type", f"{media}; charset=utf-8".encode()),
        (b"content-language", locale.encode()),
        (b"vary", VARY),
        (b"cache-control", cache_control),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"referrer-policy", b"no-referrer"),
    )


@lru_cache(maxsize=256)
def _fixed_block(media: str, locale: str, cache_control: bytes) -> bytes:
    lines = _fixed_headers(media, locale, cache_control)
    return b"".join(b"%b: %b\r\n" % header for header in lines)
