# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A subscription at a subgraph over HTTP, as server-sent events or in parts: bounded, cancellable."""

from collections.abc import AsyncGenerator, Sequence
from typing import Final

from msgspec.structs import replace

from gateway.subgraphs.carrier import Carrier
from gateway.subgraphs.checks import AnswerRules, judge_answer
from gateway.subgraphs.faults import failed, reason_of
from gateway.subgraphs.inbox import EVENT_BYTES, Inbox
from gateway.subgraphs.parts import Event, PartReader
from services.kit.wire.json import JsonFault, read_answer
from services.kit.wire.pool import MalformedFault, PoolFault, TooLargeFault
from services.kit.wire.subgraph import FaultReason, FetchContext, FetchResult

CONNECT_SECONDS: Final = 3.0
LONGEST_SECONDS: Final = 86_400.0
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

    def feed(self, chunk: bytes) -> list[Event]:
        """Name, data and id of every event that is now whole. Raises TooLargeFault."""
        buffer = self._buffer + chunk
        if len(buffer) + sum(map(len, self._data)) > EVENT_BYTES:
            raise TooLargeFault("event")
        events: list[Event] = []
        *lines, self._buffer = buffer.replace(b"\r\n", b"\n").split(b"\n")
        for line in lines:
            event = self._read_line(line.rstrip(b"\r"))
            if event is not None:
                events.append(event)
        return events

    def _read_line(self, line: bytes) -> Event | None:
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


def listen_to_events(
    carrier: Carrier,
    body: bytes,
    headers: Sequence[tuple[bytes, bytes]],
    context: FetchContext,
    rules: AnswerRules,
) -> AsyncGenerator[FetchResult]:
    """The results of a subscription. A stream that breaks ends with one fault."""
    inbox = Inbox()
    listener = _Listener(inbox, context, rules)
    return inbox.results(lambda: listener.run(carrier, body, headers))


class _Listener:
    """Turns chunks into results."""

    def __init__(self, inbox: Inbox, context: FetchContext, rules: AnswerRules) -> None:
        self._inbox = inbox
        self._context = context
        self._rules = rules
        self._reader: EventReader | PartReader = EventReader()

    async def run(
        self, carrier: Carrier, body: bytes, headers: Sequence[tuple[bytes, bytes]]
    ) -> FetchResult | None:
        service = self._rules.service
        try:
            await carrier.stream(
                body,
                headers,
                connect_timeout=CONNECT_SECONDS,
                seconds=LONGEST_SECONDS,
                on_head=self._choose_reader,
                on_chunk=self._take,
            )
        except PoolFault as fault:
            return failed(service, reason_of(fault), self._context)
        return failed(service, FaultReason.BAD_ANSWER, self._context)

    def _choose_reader(self, status: int, headers: dict[bytes, bytes]) -> None:
        content_type = headers.get(b"content-type", b"")
        media = content_type.partition(b";")[0].strip().lower()
        if status != _OK or media not in (b"text/event-stream", b"multipart/mixed"):
            raise MalformedFault("no stream of events", answered=True)
        if media == b"multipart/mixed":
            self._reader = PartReader(content_type)

    def _take(self, chunk: bytes) -> None:
        for name, data, cursor in self._reader.feed(chunk):
            if name == b"complete":
                self._inbox.complete()
            elif name == b"next":
                result = self._read_result(data)
                if cursor:
                    result = replace(result, cursor=cursor.decode("ascii", "replace"))
                self._inbox.put(result)

    def _read_result(self, data: bytes) -> FetchResult:
        try:
            value = read_answer(data)
        except JsonFault:
            return failed(self._rules.service, FaultReason.BAD_ANSWER, self._context)
        return judge_answer(value, self._context, self._rules)
