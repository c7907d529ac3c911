# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A SIP endpoint over UDP, TCP and TLS: requests answered once, our own sent until somebody answers (S7)."""

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import msgspec

from services.care.clients import sip
from services.care.clients.sip import SipMessage, SipUnreadable

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 4.0
GIVE_UP: Final = 32.0
MOST_REMEMBERED: Final = 4096
LARGEST_DATAGRAM: Final = 1300
"""Longer requests of ours go over TCP."""
IDLE_SECONDS: Final = 900.0
DIAL_SECONDS: Final = 5.0

Source = tuple[str, int]
Answerer = Callable[[SipMessage, Source, str], Awaitable[bytes]]
"""(request, where from, transport) -> the response as it goes out."""


class Place(msgspec.Struct, frozen=True):
    """Where the endpoint listens."""

    host: str
    port: int
    tls_port: int = 0


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, endpoint: "SipEndpoint") -> None:
        self._endpoint = endpoint

    def datagram_received(self, data: bytes, addr: Source) -> None:
        self._endpoint.datagram(data, (addr[0], addr[1]))


class SipEndpoint:
    """Listens on one port; remembers answered transactions so that a repeat is answered the same."""

    def __init__(
        self, answerer: Answerer, place: Place, *, tls: ssl.SSLContext | None = None
    ) -> None:
        """Nothing is opened before `start`."""
        self._answerer = answerer
        self._place = place
        self._tls = tls
        self._answers: OrderedDict[str, bytes | None] = OrderedDict()
        self._waiting: dict[str, asyncio.Future[SipMessage]] = {}
        self._streams: dict[Source, asyncio.StreamWriter] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        self._udp: asyncio.DatagramTransport | None = None
        self.port = place.port

    async def start(self) -> None:
        """Open UDP and TCP on the same port (and TLS on its own). Raises OSError."""
        loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._stream, self._place.host, self._place.port)
        self._servers.append(server)
        self.port = int(server.sockets[0].getsockname()[1])
        self._udp, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self), local_addr=(self._place.host, self.port)
        )
        if self._tls is not None:
            self._servers.append(
                await asyncio.start_server(
                    self._stream, self._place.host, self._place.tls_port, ssl=self._tls
                )
            )

    async def stop(self) -> None:
        """Close everything."""
        for server in self._servers:
            server.close()
        for writer in list(self._streams.values()):
            writer.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._udp is not None:
            self._udp.close()

    def datagram(self, data: bytes, source: Source) -> None:
        """Take a datagram; what is no SIP is passed over."""
        if not data.strip():
            return
        try:
            message = sip.read_datagram(data)
        except SipUnreadable:
            return
        self._take(message, source, "UDP", lambda answer: self._send_datagram(answer, source))

    async def send(self, request: bytes, branch: str, transport: str, to: Source) -> int:
        """Send a request of ours until it is answered: the status, or 0 when nobody answered."""
        done: asyncio.Future[SipMessage] = asyncio.get_running_loop().create_future()
        self._waiting[branch] = done
        try:
            if transport == "UDP" and len(request) <= LARGEST_DATAGRAM:
                return await self._send_until_answered(request, to, done)
            writer = await self._stream_to(to)
            if writer is None:
                return 0
            writer.write(request)
            async with asyncio.timeout(GIVE_UP):
                return (await done).status
        except (TimeoutError, OSError):
            return 0
        finally:
            self._waiting.pop(branch, None)

    async def _send_until_answered(
        self, request: bytes, to: Source, done: "asyncio.Future[SipMessage]"
    ) -> int:
        pause, waited = FIRST_PAUSE, 0.0
        while waited < GIVE_UP:
            self._send_datagram(request, to)
            await asyncio.wait({done}, timeout=pause)
            if done.done():
                return done.result().status
            waited += pause
            pause = min(pause * 2, LONGEST_PAUSE)
        return 0

    def _send_datagram(self, data: bytes, to: Source) -> None:
        if self._udp is not None and not self._udp.is_closing():
            self._udp.sendto(data, to)

    def _take(
        self, message: SipMessage, source: Source, transport: str, reply: Callable[[bytes], None]
    ) -> None:
        if message.status:
            waiting = self._waiting.get(message.branch)
            if waiting is not None and not waiting.done() and message.status >= 200:  # noqa: PLR2004 -- final
                waiting.set_result(message)
            return
        if message.method == "ACK":
            return
        key = f"{source}|{message.branch}|{message.method}|{message.get('cseq')}|{message.get('call-id')}"
        if key in self._answers:
            kept = self._answers[key]
            if kept is not None:
                reply(kept)
            return
        self._answers[key] = None
        while len(self._answers) > MOST_REMEMBERED:
            self._answers.popitem(last=False)
        self._spawn(self._answer(key, message, source, transport, reply))

    async def _answer(
        self,
        key: str,
        message: SipMessage,
        source: Source,
        transport: str,
        reply: Callable[[bytes], None],
    ) -> None:
        answer = await self._answerer(message, source, transport)
        self._answers[key] = answer
        reply(answer)

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        source: Source = writer.get_extra_info("peername")[:2]
        self._streams[source] = writer
        try:
            while True:
                async with asyncio.timeout(IDLE_SECONDS):
                    message = await _read_framed(reader)
                if message is None:
                    break
                self._take(message, source, "TCP", lambda answer: _write(writer, answer))
        except (TimeoutError, OSError, SipUnreadable, asyncio.IncompleteReadError, ValueError):
            pass  # a stream that cannot be followed any more is closed; datagrams and others go on
        finally:
            self._streams.pop(source, None)
            writer.close()

    async def _stream_to(self, to: Source) -> asyncio.StreamWriter | None:
        """The stream a sender has opened, while it is open; else one of ours to where it listens."""
        known = self._streams.get(to)
        if known is not None and not known.is_closing():
            return known
        try:
            async with asyncio.timeout(DIAL_SECONDS):
                reader, writer = await asyncio.open_connection(*to)
        except (OSError, TimeoutError):
            return None
        self._spawn(self._stream(reader, writer))
        return writer

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    with suppress(OSError):
        if not writer.is_closing():
            writer.write(data)


async def _read_framed(reader: asyncio.StreamReader) -> SipMessage | None:
    """One message of a stream, framed by Content-Length; None at its end."""
    head = b""
    while not head.strip():
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as cut:
            if cut.partial.strip():
                raise SipUnreadable("head cut off") from cut
            return None
        except asyncio.LimitOverrunError as long:
            raise SipUnreadable("head too large") from long
    message = sip.read_head(head.strip() + b"\r\n")
    length = sip.length_of(message)
    if length is None or length > sip.LARGEST_BODY:
        raise SipUnreadable("no length that we take")
    return msgspec.structs.replace(message, body=await reader.readexactly(length))
