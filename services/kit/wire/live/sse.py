# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The bytes of server-sent events for GraphQL (GraphQL over SSE, distinct and single connections)."""

from typing import Final

import msgspec

HEADERS: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)
HEARTBEAT: Final = b":\n\n"
HEARTBEAT_SECONDS: Final = 12.0
COMPLETE: Final = b"event: complete\ndata:\n\n"


def next_event(payload: bytes) -> bytes:
    """One result as an event; JSON stays JSON when its line breaks go."""
    return b"event: next\ndata: %b\n\n" % on_one_line(payload)


def marked_event(payload: bytes, cursor: bytes) -> bytes:
    """One result as an event that the reader can resume after (`Last-Event-ID`)."""
    return b"id: %b\nevent: next\ndata: %b\n\n" % (cursor, on_one_line(payload))


def next_event_of(operation: str, payload: bytes) -> bytes:
    """One result of one of several operations on a single connection."""
    name = msgspec.json.encode(operation)
    return b'event: next\ndata: {"id":%b,"payload":%b}\n\n' % (name, on_one_line(payload))


def complete_event_of(operation: str) -> bytes:
    """The end of one of several operations on a single connection."""
    return b'event: complete\ndata: {"id":%b}\n\n' % msgspec.json.encode(operation)


def on_one_line(payload: bytes) -> bytes:
    """The same JSON without raw line breaks, which stand between tokens only."""
    if b"\n" in payload or b"\r" in payload:
        return payload.translate(None, b"\r\n")
    return payload
