# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One way to serve an ASGI application: uvicorn on uvloop, an orderly end, exit code 0 (reliability V4)."""

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from typing import Any, Final

import msgspec
import uvicorn
import uvloop

from services.kit.wire.direct import Direct, direct_protocol
from services.kit.wire.floor import GuardedProtocol
from services.kit.wire.live.socket_protocol import LiveSocketProtocol

ASGIApp = Callable[[Any, Any, Any], Awaitable[None]]

GRACE_SECONDS: Final = 25
IDLE_SECONDS: Final = 30
_BACKLOG: Final = 2048
_COLLECT_AFTER: Final = (50_000, 20, 50)
_CLOSE: Final = (b"connection", b"close")


class PortTaken(Exception):
    """Somebody else listens there; the text says what to do."""


class Served(msgspec.Struct, kw_only=True):
    """An application and what happens around its life."""

    app: ASGIApp
    stop: Callable[[], Awaitable[None]]
    """Called after the last answer."""
    drain: Callable[[], Awaitable[None]] | None = None
    """Called when the end is asked for, while requests are still answered."""
    direct: Direct | None = None
    """The GraphQL address that is answered by the protocol itself."""
    inside: ASGIApp | None = None
    """What operators ask: served on a listener of its own, if there is one."""


class _Server(uvicorn.Server):
    """A server whose signals start an orderly end instead of killing the process."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to the runner."""
        yield


def run(
    open_app: Callable[[], Awaitable[Served]],
    *,
    host: str,
    port: int,
    inside: tuple[str, int] | None = None,
) -> None:
    """Open an application, serve it until SIGTERM or SIGINT, then end; a second signal ends at once.

    `inside` is host and port of the operators' listener; it ends after the public one, so that the
    last figures can be fetched. Raises PortTaken before anything is opened, and whatever `open_app`
    raises.
    """
    with ExitStack() as opened:
        listener = opened.enter_context(closing(listen(host, port)))
        inner = opened.enter_context(closing(listen(*inside))) if inside is not None else None
        uvloop.run(_serve(open_app, listener, inner))


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; PortTaken when there is none to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"cannot listen on {host} port {port} ({error.strerror}); choose another with --port"
        ) from error
    listener.listen(_BACKLOG)
    return listener


async def _serve(
    open_app: Callable[[], Awaitable[Served]], listener: socket.socket, inner: socket.socket | None
) -> None:
    served = await open_app()
    _settle()
    server = _Server(server_config(served))
    loop = asyncio.get_running_loop()
    ending: list[asyncio.Task[None]] = []

    def end() -> None:
        if ending:
            server.force_exit = True
            server.should_exit = True
            return
        ending.append(loop.create_task(_end(server, served)))

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    try:
        async with _inside(served.inside, inner):
            await server.serve(sockets=[listener])
    finally:
        await served.stop()


@asynccontextmanager
async def _inside(app: ASGIApp | None, listener: socket.socket | None) -> AsyncGenerator[None]:
    """The operators' listener, as long as the public one answers."""
    if app is None or listener is None:
        yield
        return
    server = _Server(server_config(Served(app=app, stop=_nothing)))
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="inside")
    try:
        yield
    finally:
        server.should_exit = True
        await serving


async def _nothing() -> None:
    """The application has no end of its own."""


def _settle() -> None:
    """What has been opened is there to stay, and answers are many small objects without cycles.

    Looking for cycles among them every 700 objects costs a quarter of a large answer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


async def _end(server: uvicorn.Server, served: Served) -> None:
    server.config.encoded_headers = [*server.config.encoded_headers, _CLOSE]
    server.server_state.default_headers = [*server.server_state.default_headers, _CLOSE]
    if served.drain is not None:
        await served.drain()
    server.should_exit = True


def server_config(served: Served) -> uvicorn.Config:
    """How the application is served: floor, bounds, no headers of the server's own."""
    return uvicorn.Config(
        served.app,
        http=GuardedProtocol if served.direct is None else direct_protocol(served.direct),
        ws=LiveSocketProtocol,
        loop="uvloop",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws_max_size=1_000_000,
        ws_per_message_deflate=False,
        reset_contextvars=True,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
