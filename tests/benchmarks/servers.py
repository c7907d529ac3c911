# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Applications to be measured, each in a process of its own: `python -m tests.benchmarks.servers NAME PORT`."""

import asyncio
import sys
from typing import Any

import msgspec
import uvicorn
import uvloop
from strawberry.federation import Schema

from gateway.city.admission import open_admission
from gateway.city.records.opening import open_records
from gateway.city.settings import CitySettings
from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.local import LocalSubgraph
from gateway.subgraphs.remote import RemoteSubgraph
from gateway.transports import Gateway
from services.kit.bus.local import LocalBus
from services.kit.clock import SystemClock
from services.kit.execution import Engine
from services.kit.wire.codegen import Mode
from services.kit.wire.server import Served, run
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.benchmarks.execution import Root
from tests.support.shop import make_supergraph


class Hello(msgspec.Struct):
    """What the yardstick answers."""

    id: int
    name: str


class Canned:
    """A subgraph in this process that has its answer ready."""

    name = "places"

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del request, context
        return FetchResult(data={"places": [{"id": "1", "name": "Plats 1"}]})

    def subscribe(self, request: FetchRequest, context: FetchContext) -> Any:
        raise NotImplementedError


def hello() -> Any:
    """The yardstick: a Litestar handler that answers a small struct."""
    from litestar import Litestar, post

    @post("/graphql", status_code=200)
    async def answer(data: dict[str, Any]) -> Hello:
        del data
        return Hello(1, "Plats 1")

    return Litestar([answer], logging_config=None, openapi_config=None)


def front() -> Gateway:
    """The gateway with its subgraph in this process."""
    return Gateway(make_supergraph(), {"places": Canned()}, GatewaySettings())


async def signed(folder: str) -> Gateway:
    """The gateway of the small query with sign-in by bearer tokens, its keys in `folder`."""
    settings, clock = CitySettings(data_dir=folder), SystemClock()
    admission = open_admission(settings, clock, await open_records(settings, LocalBus(), clock))
    return Gateway(
        make_supergraph(), {"places": Canned()}, GatewaySettings(), authenticate=admission.admit
    )


def lists() -> Gateway:
    """The gateway in front of a compiled e-service in this process that has a hundred rows."""
    engine = Engine(Schema(query=Root))

    async def fetch(request: FetchRequest, context: FetchContext) -> FetchResult:
        del context
        mode = Mode.STRUCT if request.opaque else Mode.DICT
        result = await engine.run(request.query, request.variables, mode=mode)
        if isinstance(result.data, msgspec.Struct):
            return FetchResult(passed=result.data)
        return FetchResult(data=result.data, errors=result.errors)

    return Gateway(
        make_supergraph({"rows": engine.sdl()}),
        {"rows": LocalSubgraph("rows", fetch)},
        GatewaySettings(),
    )


def answering(port: int) -> None:
    """A subgraph far away that has its answer ready: bare bytes, so that only the gateway is measured."""
    body = b'{"data":{"places":[{"id":"1","name":"Plats 1"}]}}'
    answer = (
        b"HTTP/1.1 200 OK\r\ncontent-type: application/graphql-response+json\r\n"
        b"content-length: %d\r\n\r\n%b" % (len(body), body)
    )

    class Bare(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            if data.endswith(b"}"):
                self.transport.write(answer)

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port)
        await server.serve_forever()

    uvloop.run(serve())


def remote(port: int) -> Gateway:
    """The gateway with its subgraph behind an address."""
    subgraph = RemoteSubgraph("places", f"http://127.0.0.1:{port}/graphql")
    settings = GatewaySettings(profile=Profile.DEVELOPER)
    return Gateway(make_supergraph(), {"places": subgraph}, settings)


def main() -> None:
    """Serve one of them."""
    name, port = sys.argv[1], int(sys.argv[2])
    if name == "hello":
        uvicorn.run(
            hello(), port=port, log_level="warning", access_log=False, loop="uvloop",
            http="httptools", server_header=False,
        )  # fmt: skip
        return
    if name == "answering":
        answering(port)
        return
    run(lambda: _open(name), host="127.0.0.1", port=port)


async def _open(name: str) -> Served:
    if name == "signed":
        app = await signed(sys.argv[3])
    elif name == "remote":
        app = remote(int(sys.argv[3]))
    else:
        app = lists() if name == "list" else front()

    async def stop() -> None:
        return

    return Served(app=app, stop=stop, direct=None if name == "asgi" else app.direct)


if __name__ == "__main__":
    main()
