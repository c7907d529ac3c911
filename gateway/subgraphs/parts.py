# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a multipart subscription (`subscriptionSpec=1.0`) as the events it stands for."""

import re
from collections.abc import Iterator
from typing import Any, Final, cast

import msgspec

from gateway.subgraphs.inbox import EVENT_BYTES
from services.kit.wire.json import JsonFault, read_answer
from services.kit.wire.pool import MalformedFault, TooLargeFault

Event = tuple[bytes, bytes, bytes]
"""Name (`next` or `complete`), data and cursor."""

_BOUNDARY: Final = re.compile(rb'boundary="?([^";,]{1,70})"?', re.IGNORECASE)
_ENCODER: Final = msgspec.json.Encoder()
_DONE: Final[Event] = (b"complete", b"", b"")
_LINE_START: Final = b"\n"
"""A delimiter counts at the start of a line alone: no JSON text holds a line break, words may hold dashes."""


class PartReader:
    """Splits a body into parts. A part counts as soon as its JSON is whole, delimiter or not."""

    __slots__ = ("_buffer", "_is_open", "_mark")

    def __init__(self, content_type: bytes) -> None:
        """Start before the first delimiter, which the content type names."""
        found = _BOUNDARY.search(content_type)
        self._mark = b"\n--" + (found[1] if found else b"-")
        self._buffer = _LINE_START
        self._is_open = False

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """Every event that is now whole. Raises TooLargeFault or MalformedFault."""
        self._buffer += chunk
        if len(self._buffer) > EVENT_BYTES:
            raise TooLargeFault("part")
        while True:
            if self._is_open and self._buffer.startswith(b"--"):
                self._is_open = False
                yield _DONE
                return
            part, mark, rest = self._buffer.partition(self._mark)
            if not mark:
                break
            was_open, self._is_open, self._buffer = self._is_open, True, rest
            if was_open:
                yield from _read_part(part)
        yield from self._read_early()

    def _read_early(self) -> list[Event]:
        """The events of the last part if it is whole though no delimiter follows it yet."""
        if not self._is_open or not self._buffer.rstrip().endswith(b"}"):
            return []
        try:
            events = _read_part(self._buffer)
        except MalformedFault:
            return []
        self._buffer = _LINE_START
        self._is_open = False
        return events


def _read_part(part: bytes) -> list[Event]:
    head, blank, body = part.replace(b"\r\n", b"\n").partition(b"\n\n")
    text = (body if blank else head).strip()
    if not text:
        return []
    try:
        value = read_answer(text)
    except JsonFault as error:
        raise MalformedFault("part", answered=True) from error
    if value.__class__ is not dict:
        raise MalformedFault("part", answered=True)
    told = cast("dict[str, Any]", value)
    if "payload" not in told:
        return []  # a heartbeat
    if told["payload"] is not None:
        return [(b"next", _ENCODER.encode(told["payload"]), b"")]
    # A stream ends with a null payload, and with the reason if it broke.
    errors = told.get("errors")
    broken = [(b"next", _ENCODER.encode({"errors": errors}), b"")] if errors else []
    return [*broken, _DONE]
