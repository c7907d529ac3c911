# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Several operations over one stream of events (GraphQL over SSE, single connection mode; E3)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from secrets import token_urlsafe
from typing import Any, Final
from urllib.parse import parse_qs

from services.kit.wire.front.accept import EVENTS, Accepted
from services.kit.wire.front.body import (
    BODY_SECONDS,
    Disconnected,
    Pace,
    Receive,
    Send,
    check_coding,
    check_json,
    check_length,
    receive_body,
)
from services.kit.wire.front.head import RequestHead
from services.kit.wire.front.reply import Answer, Stream, Way, refuse
from services.kit.wire.front.request import GraphQLRequest, read_body
from services.kit.wire.front.streams import send_stream
from services.kit.wire.live.mailbox import End, Mailbox
from services.kit.wire.live.sse import complete_event_of, next_event_of
from services.kit.wire.problem import Problem

TOKEN_HEADER: Final = b"x-graphql-event-stream-token"
RESERVED_SECONDS: Final = 10.0
RESERVATIONS: Final = 10_000
OPERATIONS: Final = 100
SILENCE_SECONDS: Final = 30.0
_WAY: Final = Way(accepted=Accepted("application/json", EVENTS))

Admit = Callable[[RequestHead], Awaitable[Any]]
"""Judges a head and says who it is; two heads of one caller give equal values. Raises Problem."""


class Refused(Exception):
    """A request about a reservation that is answered with a bare status."""

    def __init__(self, status: int) -> None:
        """Name the status."""
        super().__init__(str(status))
        self.status = status


class Reservation:
    """One caller's stream: reserved, perhaps open, with the operations that feed it."""

    __slots__ = ("is_open", "mailbox", "owner", "tasks", "timer")

    def __init__(self, owner: Any) -> None:
        """Belong to `owner` alone."""
        self.owner = owner
        self.mailbox = Mailbox()
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.is_open = False
        self.timer: asyncio.TimerHandle | None = None

    def end(self) -> None:
        """Stop all operations."""
        if self.timer is not None:
            self.timer.cancel()
        for task in list(self.tasks.values()):
            task.cancel()
        self.tasks.clear()


class SingleConnections:
    """Answers PUT, GET, POST and DELETE that speak of a reserved stream."""

    def __init__(self, answer: Answer, admit: Admit, *, body_bytes: int) -> None:
        """Run operations by `answer` for callers that `admit` lets in."""
        self._answer = answer
        self._admit = admit
        self._body_bytes = body_bytes
        self._reserved: dict[str, Reservation] = {}

    def concerns(self, head: RequestHead, accepted: Accepted) -> bool:
        """Whether a request to the GraphQL address is for us."""
        if head.method in ("PUT", "DELETE") or TOKEN_HEADER in head.headers:
            return True
        return accepted.stream == EVENTS and b"token=" in head.query and b"query=" not in head.query

    async def __call__(self, head: RequestHead, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            match head.method:
                case "PUT":
                    await self._reserve(head, send)
                case "GET":
                    await self._open(head, receive, send)
                case "POST":
                    await self._accept(head, receive, send)
                case "DELETE":
                    await self._stop(head, send)
                case _:
                    raise Problem("METHOD_NOT_ALLOWED")  # noqa: TRY301 - answered below
        except Disconnected:
            return
        except TimeoutError:
            await _send_plain(send, 408)
        except Refused as refused:
            await _send_plain(send, refused.status)
        except Problem as problem:
            reply = refuse((problem,), "sv")
            await _send_plain(send, problem.status, reply.body, b"application/json")

    async def _reserve(self, head: RequestHead, send: Send) -> None:
        owner = await self._admit(head)
        if len(self._reserved) >= RESERVATIONS:
            raise Problem("OVERLOADED", extensions={"retryAfter": 1})
        token = token_urlsafe(24)
        reservation = self._reserved[token] = Reservation(owner)
        loop = asyncio.get_running_loop()
        reservation.timer = loop.call_later(RESERVED_SECONDS, self._expire, token)
        await _send_plain(send, 201, token.encode())

    async def _open(self, head: RequestHead, receive: Receive, send: Send) -> None:
        token, reservation = await self._find(head)
        if reservation.is_open:
            raise Refused(409)
        reservation.is_open = True
        if reservation.timer is not None:
            reservation.timer.cancel()
        check = _make_check(self._admit, head, reservation)
        stream = Stream(mailbox=reservation.mailbox, check=check, is_framed=True)
        try:
            await send_stream(stream, _WAY.accepted, receive, send, ())
        finally:
            reservation.end()
            self._reserved.pop(token, None)

    async def _accept(self, head: RequestHead, receive: Receive, send: Send) -> None:
        _, reservation = await self._find(head)
        check_coding(head)
        check_json(head)
        check_length(head, self._body_bytes)
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(BODY_SECONDS):
            body = await receive_body(receive, self._body_bytes, Pace(loop.time()))
        request = read_body(body)
        name = (request.extensions or {}).get("operationId")
        if name.__class__ is not str or not name:
            raise Refused(400)
        if name in reservation.tasks:
            raise Refused(409)
        if len(reservation.tasks) >= OPERATIONS:
            raise Problem("OPERATION_LIMIT_EXCEEDED", extensions={"max": OPERATIONS})
        reservation.tasks[name] = loop.create_task(self._run(head, request, name, reservation))
        await _send_plain(send, 202)

    async def _stop(self, head: RequestHead, send: Send) -> None:
        _, reservation = await self._find(head)
        names = parse_qs(head.query.decode("latin-1")).get("operationId")
        if not names:
            raise Refused(400)
        task = reservation.tasks.pop(names[0], None)
        if task is not None:
            task.cancel()
        await _send_plain(send, 200)

    async def _run(
        self, head: RequestHead, request: GraphQLRequest, name: str, reservation: Reservation
    ) -> None:
        mailbox = reservation.mailbox
        outcome = await self._answer(head, request, _WAY)
        if isinstance(outcome, Stream):
            try:
                while True:
                    item = await outcome.mailbox.take(SILENCE_SECONDS)
                    if isinstance(item, End):
                        if item.problem is not None:
                            mailbox.put(
                                next_event_of(name, refuse((item.problem,), outcome.locale).body)
                            )
                        break
                    if item is not None:
                        mailbox.put(next_event_of(name, item))
            finally:
                outcome.mailbox.close()
        else:
            mailbox.put(next_event_of(name, outcome.body))
        reservation.tasks.pop(name, None)
        mailbox.put(complete_event_of(name))

    async def _find(self, head: RequestHead) -> tuple[str, Reservation]:
        token = head.header(TOKEN_HEADER)
        if token is None:
            token = parse_qs(head.query.decode("latin-1")).get("token", [""])[0]
        owner = await self._admit(head)
        reservation = self._reserved.get(token)
        if reservation is None or reservation.owner != owner:
            raise Refused(404)
        return token, reservation

    def _expire(self, token: str) -> None:
        reservation = self._reserved.pop(token, None)
        if reservation is not None:
            reservation.end()


def _make_check(
    admit: Admit, head: RequestHead, reservation: Reservation
) -> Callable[[], Coroutine[Any, Any, None]]:
    async def check() -> None:
        if await admit(head) != reservation.owner:
            raise Problem("SESSION_ENDED")

    return check


async def _send_plain(
    send: Send, status: int, body: bytes = b"", media: bytes = b"text/plain; charset=utf-8"
) -> None:
    headers = [
        (b"content-type", media),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
