# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sending a stream of results over one HTTP response: events, multipart, answers in pieces."""

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec

from services.kit.wire.front.accept import EVENTS, Accepted
from services.kit.wire.front.body import Receive, Send
from services.kit.wire.front.reply import VARY, HeaderList, Reply, Stream, refuse
from services.kit.wire.live import multipart, sse
from services.kit.wire.live.mailbox import End, Marked
from services.kit.wire.problem import Problem

SLOW_READER_SECONDS: Final = 30.0


class _Form(msgspec.Struct, frozen=True):
    """How results look on the wire."""

    headers: HeaderList
    opening: bytes
    part: Callable[[bytes], bytes]
    fatal: Callable[[bytes], bytes]
    """Makes the last part from an encoded list of errors."""
    heartbeat: bytes
    closing: bytes
    seconds: float


def _event(payload: bytes) -> bytes:
    if isinstance(payload, Marked):
        return sse.marked_event(payload, payload.cursor)
    return sse.next_event(payload)


def _event_of_errors(errors: bytes) -> bytes:
    return sse.next_event(b'{"errors":%b}' % errors)


_EVENTS: Final = _Form(
    sse.HEADERS,
    sse.HEARTBEAT,
    _event,
    _event_of_errors,
    sse.HEARTBEAT,
    sse.COMPLETE,
    sse.HEARTBEAT_SECONDS,
)
_PARTS: Final = _Form(
    multipart.SUBSCRIPTION_HEADERS,
    multipart.HEARTBEAT,
    multipart.subscription_part,
    multipart.fatal_part,
    multipart.HEARTBEAT,
    multipart.CLOSE,
    multipart.HEARTBEAT_SECONDS,
)


async def send_stream(
    stream: Stream, accepted: Accepted, receive: Receive, send: Send, extra: HeaderList
) -> None:
    """Send results until the source ends or the reader leaves."""
    form = _choose(stream, accepted)
    watch = asyncio.get_running_loop().create_task(_watch(stream, receive))
    try:
        async with asyncio.timeout(SLOW_READER_SECONDS):
            await _start(form, stream.locale, send, extra)
        await _send_all(stream, form, send)
    except TimeoutError:
        return
    finally:
        watch.cancel()
        stream.mailbox.close()


async def send_single(reply: Reply, accepted: Accepted, send: Send, extra: HeaderList) -> None:
    """Send one whole answer to a client that takes streams only."""
    form = _EVENTS if accepted.stream == EVENTS else _PARTS
    await _start(form, reply.locale, send, extra)
    last = (
        form.fatal(reply.errors) if form is _PARTS and not reply.executed else form.part(reply.body)
    )
    await send({"type": "http.response.body", "body": last + form.closing})


def _choose(stream: Stream, accepted: Accepted) -> _Form:
    if stream.incremental is not None:
        return _Form(
            multipart.incremental_headers(stream.incremental),
            multipart.INCREMENTAL_OPEN,
            multipart.incremental_part,
            lambda errors: multipart.incremental_part(b'{"errors":%b,"hasNext":false}' % errors),
            b"",
            multipart.INCREMENTAL_CLOSE,
            multipart.HEARTBEAT_SECONDS,
        )
    return _EVENTS if accepted.stream == EVENTS else _PARTS


async def _start(form: _Form, locale: str, send: Send, extra: HeaderList) -> None:
    headers = [
        *form.headers,
        (b"content-language", locale.encode()),
        (b"vary", VARY),
        *extra,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": form.opening, "more_body": True})


async def _send_all(stream: Stream, form: _Form, send: Send) -> None:
    while True:
        item = await stream.mailbox.take(form.seconds)
        if isinstance(item, End):
            if not item.gone:
                await _finish(item.problem, stream.locale, form, send)
            return
        if item is not None and stream.check is not None:
            try:
                await stream.check()
            except Problem as problem:
                await _finish(problem, stream.locale, form, send)
                return
        text = form.heartbeat if item is None else item if stream.is_framed else form.part(item)
        if text:
            async with asyncio.timeout(SLOW_READER_SECONDS):
                await send({"type": "http.response.body", "body": text, "more_body": True})


async def _finish(problem: Problem | None, locale: str, form: _Form, send: Send) -> None:
    last = b"" if problem is None else form.fatal(refuse((problem,), locale).errors)
    await send({"type": "http.response.body", "body": last + form.closing})


async def _watch(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.mailbox.abandon()
