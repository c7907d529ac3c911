# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An application on a port of this machine, in the loop of the test that asks it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from uvicorn.server import ServerState

from services.kit.wire.server import Served, server_config
from tests.support.asgi import App, until


@asynccontextmanager
async def open_door(app: App, direct: Any = None) -> AsyncIterator[tuple[int, ServerState]]:
    """The port and the state of the server; at the end its connections are let go."""

    async def stop() -> None:
        return

    config = server_config(Served(app=app, stop=stop, direct=direct))
    config.load()
    state = ServerState()

    def make() -> Any:
        protocol: Any = config.http_protocol_class
        return protocol(config=config, server_state=state, app_state={})

    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], state
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        await until(lambda: not state.connections and not state.tasks)
