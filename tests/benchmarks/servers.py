# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Applications to be measured, each in a process of its own: `python -m tests.benchmarks.servers NAME PORT`."""

import sys
from typing import Any

import msgspec
import uvicorn

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.remote import RemoteSubgraph
from gateway.transports import Gateway
from services.kit.wire.server import Served, run
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
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
    run(lambda: _open(name), host="127.0.0.1", port=port)


async def _open(name: str) -> Served:
    app = remote(int(sys.argv[3])) if name == "remote" else front()

    async def stop() -> None:
        return

    return Served(app=app, stop=stop, direct=None if name == "asgi" else app.direct)


if __name__ == "__main__":
    main()
