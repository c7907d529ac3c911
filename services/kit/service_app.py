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

App = Callable[[Any, Any, Any], Awaitable[None]]
Ready = Callable[[], tuple[int, dict[str, Any]]]
"""Status and body of `/readyz`."""

_OK = 200


def service_app(
    running: RunningService, *, gate: Gate, rest: App, ready: Ready, clock: Clock
) -> App:
    """Answer `/graphql` to the gateway, health to everybody, and leave the rest to `rest`."""
    graph = service_door(running, gate, clock) if running.engine is not None else rest

    async def app(scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"] if scope["type"] == "http" else None
        if path == "/graphql":
            await graph(scope, receive, send)
        elif path == "/readyz":
            status, body = ready()
            await _send(send, status, msgspec.json.encode(body), "application/json")
        elif path == "/livez":
            await _send(send, _OK, b'{"status":"alive"}', "application/json")
        elif path == "/metrics":
            page, media = metrics_page()
            await _send(send, _OK, page, media)
        else:
            await rest(scope, receive, send)

    return app


async def _send(send: Any, status: int, body: bytes, media: str) -> None:
    headers = [
        (b"content-type", media.encode()),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
