# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The server's websocket protocol with a short way out: a made text goes onto the wire at once (stack L2).

What a delivery looks at stands together in one small object: with thousands of sockets the cost of a
delivery is the memory it touches.
"""

# The server's protocol class keeps its state in attributes without precise types.
# pyright: reportUnknownMemberType=false

from typing import Any, Final, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION: Final = "torget.outlet"
"""Under this name a socket's scope holds its Outlet."""

_TEXT: Final = b"\x81"
_SHORT, _MIDDLE = 126, 65_536


class Outlet:
    """The way out of one socket."""

    __slots__ = ("is_open", "transport")

    def __init__(self) -> None:
        """Closed until the handshake is over."""
        self.is_open = False
        self.transport: Any = None

    def push(self, before: bytes, text: bytes, after: bytes) -> bool:
        """Send a text in three pieces now; False when the peer reads slowly or the socket ends."""
        if not self.is_open or self.transport.is_closing():
            return False
        size = len(before) + len(text) + len(after)
        self.transport.write(b"".join((head_of(size), before, text, after)))
        return True


class LiveSocketProtocol(WebSocketsSansIOProtocol):
    """One socket. Nothing is compressed, so frames need no state of their own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Begin with a closed outlet."""
        super().__init__(*given, **named)
        self.outlet = Outlet()

    def handle_connect(self, event: Any) -> None:
        """Tell the application where to push."""
        super().handle_connect(event)
        if self.handshake_initiated and not self.close_sent:
            self.outlet.transport = self.transport
            cast("dict[str, Any]", self.scope)["extensions"][EXTENSION] = self.outlet

    async def send(self, message: Any) -> None:
        """Send as usual; the first message opens the outlet, the last one closes it."""
        await super().send(message)
        self._settle()

    def pause_writing(self) -> None:
        """The peer reads slowly."""
        super().pause_writing()
        self._settle()

    def resume_writing(self) -> None:
        """The peer has caught up."""
        super().resume_writing()
        self._settle()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        super().connection_lost(exc)
        self._settle()

    def _settle(self) -> None:
        self.outlet.is_open = (
            self.handshake_complete
            and not self.close_sent
            and not self.disconnected
            and self.writable.is_set()
        )


def head_of(size: int) -> bytes:
    """The head of an unmasked text frame with so many bytes (RFC 6455 section 5.2)."""
    if size < _SHORT:
        return _TEXT + size.to_bytes(1, "big")
    if size < _MIDDLE:
        return b"\x81\x7e" + size.to_bytes(2, "big")
    return b"\x81\x7f" + size.to_bytes(8, "big")


def outlet_of(scope: Any) -> Outlet | None:
    """A socket's outlet; None when the server has none."""
    return scope.get("extensions", {}).get(EXTENSION)
