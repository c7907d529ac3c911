# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Runs an ASGI application on uvicorn and ends it gently (reliability V4)."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any, Final

import uvicorn

from gateway.transports.health import Health, Stage
from gateway.transports.protocol import GuardedProtocol

ACCEPT_ON_SECONDS: Final = 5.0
GRACE_SECONDS: Final = 25
SOCKET_BYTES: Final = 1_000_000
_CLOSE: Final = (b"connection", b"close")
Drain = Callable[..., Awaitable[None]]


class GentleServer(uvicorn.Server):
    """Ends on SIGTERM: unready at once, then a while of both, then what runs is finished; exit 0."""

    def __init__(
        self,
        config: uvicorn.Config,
        health: Health,
        *,
        drain: Drain | None = None,
        accept_on_seconds: float = ACCEPT_ON_SECONDS,
    ) -> None:
        """`drain(seconds=)` closes live sockets, spread over that time."""
        super().__init__(config)
        self._health = health
        self._drain = drain
        self._accept_on_seconds = accept_on_seconds
        self._ending: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def serve(self, sockets: list[Any] | None = None) -> None:
        """Serve until a signal says otherwise."""
        self._loop = asyncio.get_running_loop()
        await super().serve(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """First signal: end gently. Second: stop now."""
        del frame
        if self._health.is_draining:
            self.force_exit = True
            self.should_exit = True
            return
        self._health.stage = Stage.DRAINING
        seconds = self._accept_on_seconds if sig == signal.SIGTERM else 0.0
        if self._loop is None:
            self.should_exit = True
        else:
            self._loop.call_soon_threadsafe(self._begin_end, seconds)

    def _begin_end(self, seconds: float) -> None:
        self._ending = asyncio.get_running_loop().create_task(self._end(seconds))

    async def _end(self, seconds: float) -> None:
        self.config.encoded_headers = [*self.config.encoded_headers, _CLOSE]
        self.server_state.default_headers = [*self.server_state.default_headers, _CLOSE]
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        if self._drain is not None:
            await self._drain(seconds=seconds)
        await asyncio.sleep(max(0.0, until - loop.time()))
        self.should_exit = True


def make_server(
    app: Any,
    *,
    host: str,
    port: int,
    health: Health,
    drain: Drain | None = None,
    accept_on_seconds: float = ACCEPT_ON_SECONDS,
) -> GentleServer:
    """A server with the house's bounds, ready to `run()`."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=GuardedProtocol,
        ws="websockets-sansio",
        loop="uvloop" if os.name == "posix" else "asyncio",
        ws_max_size=SOCKET_BYTES,
        ws_per_message_deflate=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
        proxy_headers=False,
        access_log=False,
        log_config=None,
        reset_contextvars=True,
        lifespan="on",
    )
    return GentleServer(config, health, drain=drain, accept_on_seconds=accept_on_seconds)
