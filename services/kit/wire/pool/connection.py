# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One keep-alive connection that carries one exchange at a time."""

import asyncio
import select
from collections.abc import Callable
from typing import cast

from services.kit.wire.pool.faults import BrokenFault, MalformedFault, PoolFault, TimeoutFault
from services.kit.wire.pool.reading import AnswerReader, HttpAnswer


class Connection(asyncio.Protocol):
    """The protocol of one socket. Bytes or an end while idle make it unusable."""

    __slots__ = ("_reader", "_transport", "_waiter", "idle_since", "is_open", "is_used")

    def __init__(self) -> None:
        """Wait for the transport."""
        self._transport: asyncio.Transport | None = None
        self._reader: AnswerReader | None = None
        self._waiter: asyncio.Future[None] | None = None
        self.is_open = False
        self.is_used = False
        self.idle_since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)
        self.is_open = True

    def data_received(self, data: bytes) -> None:
        """Hand bytes to the reader of the running exchange."""
        reader = self._reader
        if reader is None:
            self.abort()
            return
        try:
            reader.feed(data)
        except PoolFault as fault:
            self._fail(fault)
            return
        if reader.is_done:
            self._settle(None)

    def eof_received(self) -> bool:
        """Close with the peer."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """End the running exchange, well if the end of the connection ends the answer."""
        self.is_open = False
        reader = self._reader
        if reader is None:
            return
        if exc is not None:
            self._settle(BrokenFault(str(exc), answered=reader.has_head))
            return
        try:
            reader.finish()
        except BrokenFault as fault:
            self._settle(fault)
        else:
            self._settle(None)

    def is_stale(self) -> bool:
        """Whether the peer has ended or spoken on the idle connection, asked of the system."""
        if not self.is_open or self._transport is None or self._transport.is_closing():
            return True
        socket = self._transport.get_extra_info("socket")
        if socket is None or socket.fileno() < 0:
            return True
        poll = select.poll()
        poll.register(socket.fileno(), select.POLLIN)
        return bool(poll.poll(0))

    async def exchange(self, message: bytes, reader: AnswerReader, *, seconds: float) -> HttpAnswer:
        """Send a request and read its answer. Raises PoolFault; cancelling closes the connection."""
        await self.begin(message, reader, seconds=seconds)
        return reader.answer()

    async def begin(self, message: bytes, reader: AnswerReader, *, seconds: float) -> None:
        """Send a request and wait until `reader` has all of the answer."""
        transport = self._transport
        if transport is None or not self.is_open:
            raise BrokenFault("closed", sent=False)
        loop = asyncio.get_running_loop()
        waiter = self._waiter = loop.create_future()
        self._reader = reader
        timer = loop.call_later(seconds, self._time_out)
        done = False
        try:
            transport.write(message)
            await waiter
            done = True
        finally:
            timer.cancel()
            self._reader = None
            self._waiter = None
            self.is_used = True
            if not done or not reader.keep_alive:
                self.abort()

    def pause(self, *, paused: bool) -> None:
        """Stop or go on reading, for a reader that cannot keep up."""
        if self._transport is None or self._transport.is_closing():
            return
        change: Callable[[], None] = (
            self._transport.pause_reading if paused else self._transport.resume_reading
        )
        change()

    def abort(self) -> None:
        """Close at once."""
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    def _time_out(self) -> None:
        reader = self._reader
        self._fail(TimeoutFault("too slow", answered=reader is not None and reader.has_head))

    def _fail(self, fault: PoolFault) -> None:
        self.abort()
        self._settle(fault if fault.args else MalformedFault("unreadable"))

    def _settle(self, fault: PoolFault | None) -> None:
        waiter = self._waiter
        if waiter is None or waiter.done():
            return
        if fault is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(fault)
