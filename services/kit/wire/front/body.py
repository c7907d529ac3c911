# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a request's body: judged by its length before, by count while, by time all along (F1)."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from services.kit.wire.front.head import RequestHead
from services.kit.wire.problem import Problem

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

BODY_SECONDS: Final = 30.0
SLOW_AFTER_SECONDS: Final = 5.0
SLOW_BYTES_PER_SECOND: Final = 1000
LENGTH_DIGITS: Final = 12


class Disconnected(Exception):
    """The client has left; nobody waits for an answer."""


def check_length(head: RequestHead, cap: int) -> None:
    """Refuse by what the head says, before a byte of the body is read."""
    length = head.headers.get(b"content-length")
    if length is None:
        return
    if not length.isdigit() or len(length) > LENGTH_DIGITS:
        raise Problem("BAD_REQUEST", extensions={"reason": "Content-Length is not a number"})
    if int(length) > cap:
        raise Problem("BODY_TOO_LARGE", extensions={"max": cap})


def check_coding(head: RequestHead) -> None:
    """Only bodies as they are: no compression on the way in (H7)."""
    if head.headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise Problem("UNSUPPORTED_MEDIA_TYPE", extensions={"reason": "Content-Encoding"})


def check_json(head: RequestHead) -> None:
    """Only `application/json`, without a charset or with utf-8 (H3)."""
    given = head.headers.get(b"content-type")
    if given == b"application/json":
        return
    if given is None or len(head.all(b"content-type")) > 1:
        raise Problem("UNSUPPORTED_MEDIA_TYPE")
    media, _, rest = given.decode("latin-1").lower().partition(";")
    if media.strip() != "application/json":
        raise Problem("UNSUPPORTED_MEDIA_TYPE")
    for parameter in rest.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8"):
            raise Problem("UNSUPPORTED_MEDIA_TYPE", extensions={"reason": "charset"})


class Pace:
    """How much of a body has come, and since when it is awaited."""

    __slots__ = ("is_whole", "size", "started")

    def __init__(self, started: float) -> None:
        """Start counting at `started`, in seconds of the loop's clock."""
        self.started = started
        self.size = 0
        self.is_whole = False

    def patience(self, now: float) -> float:
        """Seconds that the client still has: five, and one more for every kilobyte, never over 30."""
        allowed = min(BODY_SECONDS, SLOW_AFTER_SECONDS + self.size / SLOW_BYTES_PER_SECOND)
        return self.started + allowed - now


async def receive_body(receive: Receive, cap: int, pace: Pace) -> bytes:
    """The whole body. Raises Problem BODY_TOO_LARGE, or Disconnected; `pace` is kept up to date."""
    chunks: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk: bytes = message.get("body", b"")
        more: bool = message.get("more_body", False)
        pace.size += len(chunk)
        if pace.size > cap:
            raise Problem("BODY_TOO_LARGE", extensions={"max": cap})
        if not more:
            pace.is_whole = True
            if not chunks:
                return chunk
            chunks.append(chunk)
            return b"".join(chunks)
        chunks.append(chunk)
