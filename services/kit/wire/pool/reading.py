# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading one HTTP/1.1 answer from bytes as they come (RFC 9112), refusing double meanings."""

import re
from collections.abc import Callable
from enum import Enum, auto
from typing import ClassVar, Final

import msgspec

from services.kit.wire.pool.faults import BrokenFault, MalformedFault, TooLargeFault

_STATUS: Final = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9]{2})(?: [^\r\n\x00]*)?\r\n")
_TOKEN: Final = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_FIELDS: Final = re.compile(rb"(?:" + _TOKEN + rb":[^\r\n\x00]*\r\n)*")
_FIELD: Final = re.compile(rb"(" + _TOKEN + rb"):[ \t]*([^\r\n]*?)[ \t]*\r\n")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:[ \t]*;[^\r\n]*)?\r\n")
_LINE_BYTES: Final = 4096
_LENGTH_DIGITS: Final = 12
_NO_CONTENT: Final = 204
_NOT_MODIFIED: Final = 304
_FINAL: Final = 200
_SWITCHING: Final = 101


class HttpAnswer(msgspec.Struct, frozen=True, gc=False):
    """A whole answer. Header names are in lower case; of repeated ones the last stands."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


class _State(Enum):
    HEAD = auto()
    LENGTH = auto()
    CHUNK_SIZE = auto()
    CHUNK_DATA = auto()
    CHUNK_END = auto()
    TRAILERS = auto()
    UNTIL_CLOSE = auto()
    DONE = auto()


class AnswerReader:
    """Takes bytes until `is_done`; with `on_chunk`, the body goes there instead of into the answer."""

    __slots__ = (
        "_body_cap", "_buffer", "_head_cap", "_left", "_on_chunk", "_parts", "_size", "_state",
        "headers", "keep_alive", "status",
    )  # fmt: skip

    def __init__(
        self,
        *,
        head_cap: int,
        body_cap: int,
        on_chunk: Callable[[bytes], None] | None = None,
    ) -> None:
        """Expect an answer whose head and body stay within these bytes."""
        self._head_cap = head_cap
        self._body_cap = body_cap
        self._on_chunk = on_chunk
        self._buffer = b""
        self._parts: list[bytes] = []
        self._size = 0
        self._left = 0
        self._state = _State.HEAD
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.keep_alive = True

    @property
    def is_done(self) -> bool:
        """Whether the answer is whole."""
        return self._state is _State.DONE

    @property
    def has_head(self) -> bool:
        """Whether status and headers are known."""
        return self._state is not _State.HEAD

    def answer(self) -> HttpAnswer:
        """The whole answer; only when `is_done`."""
        parts = self._parts
        return HttpAnswer(
            self.status, self.headers, parts[0] if len(parts) == 1 else b"".join(parts)
        )

    def feed(self, data: bytes) -> None:
        """Take bytes. Raises MalformedFault or TooLargeFault."""
        buffer = self._buffer + data if self._buffer else data
        steps = self._STEPS
        while True:
            before = len(buffer)
            state = self._state
            buffer = steps[state](self, buffer)
            if self._state is state and len(buffer) == before:
                break
        self._buffer = buffer
        if self._state is _State.DONE and buffer:
            raise MalformedFault("bytes after the answer", answered=True)

    def finish(self) -> None:
        """The peer has ended the connection. Raises BrokenFault unless that ends the answer."""
        if self._state is _State.UNTIL_CLOSE:
            self._state = _State.DONE
        elif self._state is not _State.DONE:
            raise BrokenFault("ended early", answered=self.has_head or bool(self._buffer))

    def _read_head(self, buffer: bytes) -> bytes:
        end = buffer.find(b"\r\n\r\n")
        if end > self._head_cap or (end < 0 and len(buffer) > self._head_cap):
            raise TooLargeFault("head", answered=True)
        if end < 0:
            return buffer
        match = _STATUS.match(buffer)
        if match is None or not _FIELDS.fullmatch(buffer, match.end(), end + 2):
            raise MalformedFault("head", answered=True)
        self.status = int(match[2])
        pairs = [
            (name.lower(), value) for name, value in _FIELD.findall(buffer, match.start(), end + 2)
        ]
        self.headers = dict(pairs)
        rest = buffer[end + 4 :]
        if self.status < _FINAL:
            if self.status == _SWITCHING:
                raise MalformedFault("switching protocols unasked", answered=True)
            return rest
        self.keep_alive = (
            match[1] == b"1" and b"close" not in self.headers.get(b"connection", b"").lower()
        )
        self._frame(pairs)
        return rest

    def _frame(self, pairs: list[tuple[bytes, bytes]]) -> None:
        lengths = [value for name, value in pairs if name == b"content-length"]
        codings = [value for name, value in pairs if name == b"transfer-encoding"]
        if self.status in (_NO_CONTENT, _NOT_MODIFIED):
            self._state = _State.DONE
        elif codings:
            if lengths or len(codings) > 1 or codings[0].lower() != b"chunked":
                raise MalformedFault("framing", answered=True)
            self._state = _State.CHUNK_SIZE
        elif lengths:
            length = lengths[0]
            if len(lengths) > 1 or not length.isdigit() or len(length) > _LENGTH_DIGITS:
                raise MalformedFault("framing", answered=True)
            self._left = int(length)
            if self._left > self._body_cap:
                raise TooLargeFault("body", answered=True)
            self._state = _State.LENGTH if self._left else _State.DONE
        else:
            self.keep_alive = False
            self._state = _State.UNTIL_CLOSE

    def _take(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._body_cap:
            raise TooLargeFault("body", answered=True)
        if self._on_chunk is not None:
            self._on_chunk(data)
        else:
            self._parts.append(data)

    def _read_length(self, buffer: bytes) -> bytes:
        if not buffer:
            return buffer
        piece = buffer if len(buffer) <= self._left else buffer[: self._left]
        self._take(piece)
        self._left -= len(piece)
        if not self._left:
            self._state = _State.DONE
        return buffer[len(piece) :]

    def _read_chunk_size(self, buffer: bytes) -> bytes:
        if b"\n" not in buffer:
            if len(buffer) > _LINE_BYTES:
                raise MalformedFault("chunk", answered=True)
            return buffer
        match = _CHUNK.match(buffer)
        if match is None:
            raise MalformedFault("chunk", answered=True)
        self._left = int(match[1], 16)
        self._state = _State.CHUNK_DATA if self._left else _State.TRAILERS
        return buffer[match.end() :]

    def _read_chunk_data(self, buffer: bytes) -> bytes:
        if not buffer:
            return buffer
        piece = buffer if len(buffer) <= self._left else buffer[: self._left]
        self._take(piece)
        self._left -= len(piece)
        if not self._left:
            self._state = _State.CHUNK_END
        return buffer[len(piece) :]

    def _read_chunk_end(self, buffer: bytes) -> bytes:
        if len(buffer) < 2:  # noqa: PLR2004 - a line end is two bytes
            return buffer
        if not buffer.startswith(b"\r\n"):
            raise MalformedFault("chunk", answered=True)
        self._state = _State.CHUNK_SIZE
        return buffer[2:]

    def _read_trailers(self, buffer: bytes) -> bytes:
        if buffer.startswith(b"\r\n"):
            self._state = _State.DONE
            return buffer[2:]
        end = buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(buffer) > _LINE_BYTES:
                raise TooLargeFault("trailers", answered=True)
            return buffer
        if not _FIELDS.fullmatch(buffer, 0, end + 2):
            raise MalformedFault("trailers", answered=True)
        self._state = _State.DONE
        return buffer[end + 4 :]

    def _read_until_close(self, buffer: bytes) -> bytes:
        if buffer:
            self._take(buffer)
        return b""

    def _rest(self, buffer: bytes) -> bytes:
        return buffer

    _STEPS: ClassVar[dict[_State, Callable[["AnswerReader", bytes], bytes]]] = {
        _State.HEAD: _read_head,
        _State.LENGTH: _read_length,
        _State.CHUNK_SIZE: _read_chunk_size,
        _State.CHUNK_DATA: _read_chunk_data,
        _State.CHUNK_END: _read_chunk_end,
        _State.TRAILERS: _read_trailers,
        _State.UNTIL_CLOSE: _read_until_close,
        _State.DONE: _rest,
    }
