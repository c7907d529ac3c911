# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One e-service as an ASGI application: its graph for the gateway, its REST doors, its health."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from services.kit.clock import Clock
from services.kit.door import Gate, service_door
from services.kit.running import RunningService
from services.kit.telemetry import metrics_page
from services.kit.wire.direct import Direct

App = Callable[[Any, Any, Any], Awaitable[None]]
Ready = Callable[[], tuple[int, dict[str, Any]]]
"""Status and body of `/readyz`."""

PATH = "/graphql"
_HEALTH = ("/readyz", "/livez")
_FIGURES = "/metrics"
_OK = 200
_NOT_FOUND = 404


class ServiceApp:
    """Answers `/graphql` to the gateway, health to everybody, figures to operators, the rest by `rest`."""

    def __init__(
        self,
        running: RunningService,
        *,
        gate: Gate,
        rest: App,
        ready: Ready,
        clock: Clock,
        shows_figures: bool,
    ) -> None:
        """Serve one e-service; `shows_figures` says whether `/metrics` is for everybody."""
        self._shows_figures = shows_figures
        self._door = service_door(running, gate, clock) if running.engine is not None else None
        self._rest = rest
        self._ready = ready

    @property
    def direct(self) -> Direct | None:
        """The graph's address as a protocol class answers it; None without a graph."""
        return None if self._door is None else Direct(path=PATH, door=self._door)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one ASGI scope."""
        path = scope["path"] if scope["type"] == "http" else None
        if path == PATH and self._door is not None:
            await self._door(scope, receive, send)
        elif path in _HEALTH or (path == _FIGURES and self._shows_figures):
            await self.inside(scope, receive, send)
        else:
            await self._rest(scope, receive, send)

    async def inside(self, scope: Any, receive: Any, send: Any) -> None:
        """What operators ask, on a listener that no proxy shows to the world: health and figures."""
        del receive
        match scope.get("path"):
            case "/readyz":
                status, body = self._ready()
                await _send(send, status, msgspec.json.encode(body), "application/json")
            case "/livez":
                await _send(send, _OK, b'{"status":"alive"}', "application/json")
            case "/metrics":
                page, media = metrics_page()
                await _send(send, _OK, page, media)
            case _:
                await _send(send, _NOT_FOUND, b'{"code":"NOT_FOUND"}', "application/json")


async def _send(send: Any, status: int, body: bytes, media: str) -> None:
    headers = [
        (b"content-type", media.encode()),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
