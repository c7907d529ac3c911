# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every situation on one port: `/NAME/graphql` is its gateway, `/NAME/GRAPH` one of its subgraphs."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import uvicorn

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.remote import RemoteSettings, RemoteSubgraph
from gateway.transports import Gateway
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.deadline import Deadline
from services.kit.wire.front.body import Receive, Send
from services.kit.wire.front.head import RequestHead, Scope
from services.kit.wire.subgraph import FetchContext, FetchRequest
from tests.gateway.situations.book import town_of
from tests.gateway.support.towns import TownSubgraph

CONTEXT = FetchContext(deadline=Deadline(at=1e12))


async def by_scopes(head: RequestHead) -> Caller:
    """A caller with the scopes that the request names."""
    scopes = head.headers.get(b"x-scopes")
    if scopes is None:
        return ANONYMOUS
    return Caller(kind=CallerKind.RESIDENT, sub="r1", scopes=tuple(scopes.decode().split()))


async def answer_subgraph(one: TownSubgraph, receive: Receive, send: Send) -> None:
    """One fetch over HTTP."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    asked = msgspec.json.decode(body)
    request = FetchRequest(query=asked["query"], variables=asked.get("variables") or {})
    result = await one.fetch(request, CONTEXT)
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = result.errors
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"application/json")],
        }
    )
    await send({"type": "http.response.body", "body": msgspec.json.encode(answer)})


class Book:
    """The application; gateways are built when they are first asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.gateways: dict[str, Gateway] = {}

    def gateway(self, name: str) -> Gateway:
        """The gateway of a situation, in front of its subgraphs on this very port."""
        town = town_of(name)
        subgraphs = {
            graph: RemoteSubgraph(
                graph, f"http://127.0.0.1:{self.port}/{name}/{graph}", settings=RemoteSettings()
            )
            for graph in town.subgraphs
        }
        settings = GatewaySettings(profile=Profile.DEVELOPER)
        return Gateway(town.supergraph, subgraphs, settings, authenticate=by_scopes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name, _, rest = scope["path"].removeprefix("/").partition("/")
        if rest != "graphql":
            await answer_subgraph(town_of(name).subgraphs[rest], receive, send)
            return
        if name not in self.gateways:
            self.gateways[name] = self.gateway(name)
        await self.gateways[name]({**scope, "path": "/graphql"}, receive, send)


@contextlib.contextmanager
def book_served() -> Iterator[int]:
    """The port of a server that lives as long as the block."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        config = uvicorn.Config(Book(port), lifespan="off", log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield port
        server.should_exit = True
        thread.join(timeout=10)
