# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The graphql-transport-ws door: drives the protocol machine over an ASGI websocket."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import msgspec

from i18n import negotiate
from services.kit.wire.front.accept import Accepted
from services.kit.wire.front.body import Receive, Send
from services.kit.wire.front.head import RequestHead, Scope, read_head
from services.kit.wire.front.reply import Answer, Reply, Stream, Way, refuse
from services.kit.wire.live.mailbox import End
from services.kit.wire.live.socket import (
    ACK,
    PING,
    PROTOCOL,
    Close,
    CloseCode,
    Init,
    SocketMachine,
    Start,
    Stop,
    Write,
    complete_frame,
    cut_reason,
    frame_around,
)
from services.kit.wire.live.socket_protocol import Outlet, outlet_of
from services.kit.wire.problem import Problem

_HANDSHAKE_REFUSED: Final = 403
_WAY: Final = Accepted("application/json", "text/event-stream")


class SocketSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of one socket; seconds."""

    init_seconds: float = 10.0
    ping_seconds: float = 15.0
    silence_seconds: float = 30.0
    slow_reader_seconds: float = 30.0
    operations: int = 100
    messages_per_second: float = 20.0
    burst: int = 200


class SocketGate(msgspec.Struct, frozen=True):
    """Who may open a socket, and who may go on using it."""

    handshake: Callable[[RequestHead], None]
    """Judges origin and address; raises Problem."""
    admit: Callable[[RequestHead], Awaitable[Any]]
    """Judges what `connection_init` brought; raises Problem."""


class _Closed(Exception):
    """The socket is to be closed by us."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Delivery:
    """Puts results of one operation onto the wire at once, if its reader may have and can take them."""

    __slots__ = ("_after", "_before", "_check", "_outlet")

    def __init__(
        self, outlet: Outlet, name: str, check: Callable[[], Coroutine[Any, Any, None]] | None
    ) -> None:
        """Prepare what stands around each result."""
        self._outlet = outlet
        self._before, self._after = (part.encode() for part in frame_around(name))
        self._check = check

    def __call__(self, item: bytes) -> bool:
        """Deliver; False leaves the result to whoever can wait."""
        if self._check is not None and not passes_now(self._check):
            return False
        return self._outlet.push(self._before, item, self._after)


class SocketDoor:
    """An ASGI callable for websocket scopes."""

    def __init__(
        self, answer: Answer, gate: SocketGate, *, settings: SocketSettings | None = None
    ) -> None:
        """Answer operations by `answer`; let in whom `gate` lets in."""
        self._answer = answer
        self._gate = gate
        self.settings = settings or SocketSettings()
        self.open: set[Socket] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold one conversation."""
        await receive()
        head = read_head(scope)
        try:
            self._gate.handshake(head)
        except Problem:
            await send({"type": "websocket.close", "code": CloseCode.FORBIDDEN})
            return
        if PROTOCOL not in scope.get("subprotocols", ()):
            await send({"type": "websocket.accept"})
            await send(
                {
                    "type": "websocket.close",
                    "code": CloseCode.PROTOCOL,
                    "reason": "Subprotocol not acceptable",
                }
            )
            return
        await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
        socket = Socket(
            scope,
            receive,
            send,
            answer=self._answer,
            gate=self._gate,
            settings=self.settings,
        )
        self.open.add(socket)
        try:
            await socket.talk()
        finally:
            self.open.discard(socket)

    async def drain(self, *, seconds: float, code: int = CloseCode.RESTART) -> None:
        """Close every socket, spread over so many seconds, so that clients come back in turn (V4)."""
        sockets = list(self.open)
        pause = seconds / len(sockets) if sockets else 0.0
        for socket in sockets:
            socket.shut(code, "Service restart")
            await asyncio.sleep(pause)


class Socket:
    """One open socket: its reader, its operations, its pulse."""

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        answer: Answer,
        gate: SocketGate,
        settings: SocketSettings,
    ) -> None:
        """Start before `connection_init`."""
        self._scope = scope
        self._receive = receive
        self._send = send
        self._answer = answer
        self._gate = gate
        self._settings = settings
        self._machine = SocketMachine()
        self._head = read_head(scope)
        self._outlet = outlet_of(scope)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._judge: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._heard = self._loop.time()
        self._credit = float(settings.burst)
        self._credit_at = self._heard
        self._closing: _Closed | None = None
        self._reader: asyncio.Task[None] | None = None
        self._is_gone = False

    async def talk(self) -> None:
        """Listen until either side has had enough."""
        self._reader = asyncio.current_task()
        timers = [
            self._loop.call_later(self._settings.init_seconds, self._check_init),
        ]
        pulse = self._loop.call_later(self._settings.ping_seconds, self._beat)
        self._pulse = pulse
        try:
            while True:
                message = await self._receive()
                if message["type"] == "websocket.disconnect":
                    self._is_gone = True
                    return
                await self._hear(message)
        except _Closed as closed:
            self._closing = closed
        except asyncio.CancelledError:
            if self._closing is None:
                raise
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
        finally:
            self._is_gone = self._is_gone or self._closing is not None
            self._pulse.cancel()
            for timer in timers:
                timer.cancel()
            await self._stop_all()
        await self._say_goodbye()

    def shut(self, code: int, reason: str) -> None:
        """Close the socket from outside of its own conversation."""
        if self._closing is None and not self._is_gone and self._reader is not None:
            self._closing = _Closed(code, reason)
            if self._outlet is not None:
                self._outlet.is_open = False
            self._reader.cancel()

    async def _hear(self, message: Any) -> None:
        self._heard = self._loop.time()
        text = message.get("text")
        if text is None:
            raise _Closed(CloseCode.BAD_MESSAGE, "Only text is spoken here")
        self._charge()
        action = self._machine.receive(text)
        match action:
            case Start():
                self._start(action)
            case Stop():
                self._stop(action.id)
            case Write():
                await self._write(action.text)
            case Init():
                self._judge = self._loop.create_task(self._admit(action))
            case Close():
                raise _Closed(action.code, action.reason)
            case _:
                return

    def _charge(self) -> None:
        """Count messages: a burst passes, a flood does not (W8)."""
        settings = self._settings
        now = self._heard
        self._credit = min(
            float(settings.burst),
            self._credit + (now - self._credit_at) * settings.messages_per_second,
        )
        self._credit_at = now
        self._credit -= 1
        if self._credit < 0:
            raise _Closed(CloseCode.TRY_LATER, "Too many messages")

    async def _admit(self, init: Init) -> None:
        head = read_head(self._scope, payload=init.payload)
        try:
            await self._gate.admit(head)
        except Problem as problem:
            self.shut(CloseCode.FORBIDDEN, problem.code)
            return
        self._head = head
        self._machine.acknowledge()
        await self._write(ACK)

    def _start(self, start: Start) -> None:
        if start.id in self._tasks:
            raise _Closed(CloseCode.ID_IN_USE, f"Subscriber for {start.id} already exists")
        if len(self._tasks) >= self._settings.operations:
            problem = Problem(
                "OPERATION_LIMIT_EXCEEDED",
                extensions={"limit": "operations", "max": self._settings.operations},
            )
            self._tasks[start.id] = self._loop.create_task(self._refuse(start.id, problem))
            return
        self._tasks[start.id] = self._loop.create_task(self._run(start))

    def _stop(self, name: str) -> None:
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()

    async def _run(self, start: Start) -> None:
        way = Way(accepted=_WAY, is_socket=True, size=start.size)
        outcome = await self._answer(self._head, start.request, way)
        if isinstance(outcome, Stream):
            await self._pass_on(start.id, outcome)
        else:
            await self._send_reply(start.id, outcome)

    async def _send_reply(self, name: str, reply: Reply) -> None:
        if reply.executed:
            opening, closing = frame_around(name)
            await self._write(f"{opening}{reply.body.decode()}{closing}")
            await self._finish(name, complete_frame(name))
            return
        opening, closing = frame_around(name, "error")
        await self._finish(name, f"{opening}{reply.errors.decode()}{closing}")

    async def _refuse(self, name: str, problem: Problem) -> None:
        locale = negotiate(accept_language=self._head.header(b"accept-language"))
        await self._send_reply(name, refuse((problem,), locale))

    async def _pass_on(self, name: str, stream: Stream) -> None:
        opening, closing = frame_around(name)
        mailbox = stream.mailbox
        if self._outlet is not None:
            mailbox.push_to(Delivery(self._outlet, name, stream.check))
        try:
            while True:
                item = await mailbox.take(self._settings.silence_seconds)
                if isinstance(item, End):
                    await self._end(name, item, stream.locale)
                    return
                if item is None:
                    continue
                if stream.check is not None:
                    await stream.check()
                await self._write(f"{opening}{item.decode()}{closing}")
        except Problem as problem:
            self.shut(CloseCode.FORBIDDEN, problem.code)
        finally:
            mailbox.close()

    async def _end(self, name: str, end: End, locale: str) -> None:
        if end.problem is None:
            await self._finish(name, complete_frame(name))
        else:
            await self._send_reply(name, refuse((end.problem,), locale))

    async def _finish(self, name: str, text: str) -> None:
        """Free the id, then say so: the client may use it again as soon as it hears (W5)."""
        if self._tasks.get(name) is asyncio.current_task():
            del self._tasks[name]
            await self._write(text)

    async def _write(self, text: str) -> None:
        if self._is_gone or self._closing is not None:
            return
        try:
            async with asyncio.timeout(self._settings.slow_reader_seconds):
                await self._send({"type": "websocket.send", "text": text})
        except TimeoutError:
            self.shut(CloseCode.TRY_LATER, "Too slow")

    def _check_init(self) -> None:
        if self._machine.is_new:
            self.shut(CloseCode.INIT_TIMEOUT, "Connection initialisation timeout")

    def _beat(self) -> None:
        """Ping, or give up on a peer that has long been silent (W3)."""
        now = self._loop.time()
        if now - self._heard > self._settings.silence_seconds:
            self.shut(CloseCode.GOING_AWAY, "Silent")
            return
        task = self._loop.create_task(self._write(PING))
        self._pings = task
        self._pulse = self._loop.call_later(self._settings.ping_seconds, self._beat)

    async def _stop_all(self) -> None:
        tasks = [*self._tasks.values()]
        if self._judge is not None:
            tasks.append(self._judge)
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _say_goodbye(self) -> None:
        closing = self._closing
        if closing is not None:
            await self._send(
                {
                    "type": "websocket.close",
                    "code": closing.code,
                    "reason": cut_reason(closing.reason),
                }
            )


def passes_now(check: Callable[[], Coroutine[Any, Any, None]]) -> bool:
    """Whether a check passes without waiting; one that waits is left to whoever can wait."""
    judging = check()
    try:
        judging.send(None)
    except StopIteration:
        return True
    except Problem:
        return False
    judging.close()
    return False
