# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The stand-in for Swish as a server of its own, for whoever wants the wire between."""

from typing import Any

from services.kit.outbound import Request
from services.kit.wire.server import Served, run
from services.parking.clients.swish_stand_in import StandIn

LARGEST_BODY = 65_536


def stand_in_app(stand_in: StandIn) -> Any:
    """The stand-in as an ASGI application."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more and len(body) <= LARGEST_BODY:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        reply = await stand_in.answer(
            Request(method=scope["method"], path=scope["path"], body=body)
        )
        headers = [(name.encode(), value.encode()) for name, value in reply.headers.items()]
        headers.append((b"content-length", b"%d" % len(reply.body)))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    return app


def serve_stand_in(port: int) -> None:
    """Serve on loopback until told to stop."""

    async def open_it() -> Served:
        async def stop() -> None:
            return

        return Served(app=stand_in_app(StandIn()), stop=stop)

    run(open_it, host="127.0.0.1", port=port)
