# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A subscription at a subgraph over server-sent events: one result per `next`, bounded, cancellable."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from typing import Final

from msgspec.structs import replace

from gateway.subgraphs.carrier import Carrier
from gateway.subgraphs.checks import AnswerRules, judge_answer
from gateway.subgraphs.faults import failed, reason_of
from services.kit.wire.json import JsonFault, read_answer
from services.kit.wire.pool import MalformedFault, PoolFault, TooLargeFault
from services.kit.wire.subgraph import FaultReason, FetchContext, FetchResult

EVENT_BYTES: Final = 1_048_576
WAITING_EVENTS: Final = 1024
CONNECT_SECONDS: Final = 3.0
_LONGEST_SECONDS: Final = 86_400.0
_OK: Final = 200


class EventReader:
    """Splits a body into events; lines end with LF, CRLF or CR (WHATWG)."""

    __slots__ = ("_buffer", "_cursor", "_data", "_name")

    def __init__(self) -> None:
        """Start at the beginning of a stream."""
        self._buffer = b""
        self._name = b""
        self._data: list[bytes] = []
        self._cursor = b""

    def feed(self, chunk: bytes) -> list[tuple[bytes, bytes, bytes]]:
        """Name, data and id of every event that is now whole. Raises TooLargeFault."""
        buffer = self._buffer + chunk
        if len(buffer) + sum(map(len, self._data)) > EVENT_BYTES:
            raise TooLargeFault("event")
        events: list[tuple[bytes, bytes, bytes]] = []
        *lines, self._buffer = buffer.replace(b"\r\n", b"\n").split(b"\n")
        for line in lines:
            event = self._read_line(line.rstrip(b"\r"))
            if event is not None:
                events.append(event)
        return events

    def _read_line(self, line: bytes) -> tuple[bytes, bytes, bytes] | None:
        if not line:
            whole = (self._name, b"\n".join(self._data), self._cursor)
            event = whole if self._data or self._name else None
            self._name, self._data = b"", []
            return event
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"event":
            self._name = value
        elif field == b"data":
            self._data.append(value)
        elif field == b"id" and b"\0" not in value:
            self._cursor = value
        return None


async def listen_to_events(
    carrier: Carrier,
    body: bytes,
    headers: Sequence[tuple[bytes, bytes]],
    context: FetchContext,
    rules: AnswerRules,
) -> AsyncGenerator[FetchResult]:
    """The results of a subscription. A stream that breaks ends with one fault."""
    queue: asyncio.Queue[FetchResult | None] = asyncio.Queue(WAITING_EVENTS)
    listener = _Listener(queue, context, rules)
    task = asyncio.get_running_loop().create_task(listener.run(carrier, body, headers))
    try:
        while (result := await queue.get()) is not None:
            yield result
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class _Listener:
    """Turns chunks into results in the queue; when it is full, the oldest goes."""

    def __init__(
        self,
        queue: asyncio.Queue[FetchResult | None],
        context: FetchContext,
        rules: AnswerRules,
    ) -> None:
        self._queue = queue
        self._context = context
        self._rules = rules
        self._reader = EventReader()
        self._is_complete = False

    async def run(
        self, carrier: Carrier, body: bytes, headers: Sequence[tuple[bytes, bytes]]
    ) -> None:
        service = self._rules.service
        try:
            await carrier.stream(
                body,
                headers,
                connect_timeout=CONNECT_SECONDS,
                seconds=_LONGEST_SECONDS,
                on_head=self._check_head,
                on_chunk=self._take,
            )
        except PoolFault as fault:
            if not self._is_complete:
                self._put(failed(service, reason_of(fault), self._context))
        else:
            if not self._is_complete:
                self._put(failed(service, FaultReason.BAD_ANSWER, self._context))
        finally:
            self._put(None)

    def _check_head(self, status: int, headers: dict[bytes, bytes]) -> None:
        media = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if status != _OK or media != b"text/event-stream":
            raise MalformedFault("not an event stream", answered=True)

    def _take(self, chunk: bytes) -> None:
        for name, data, cursor in self._reader.feed(chunk):
            if name == b"complete":
                self._is_complete = True
                self._put(None)
            elif name == b"next" and not self._is_complete:
                result = self._read_result(data)
                if cursor:
                    result = replace(result, cursor=cursor.decode("ascii", "replace"))
                self._put(result)

    def _read_result(self, data: bytes) -> FetchResult:
        try:
            value = read_answer(data)
        except JsonFault:
            return failed(self._rules.service, FaultReason.BAD_ANSWER, self._context)
        return judge_answer(value, self._context, self._rules)

    def _put(self, result: FetchResult | None) -> None:
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(result)
