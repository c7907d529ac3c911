# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The floor that figures are compared with: a Litestar route answering a small JSON on uvicorn."""

import sys

import msgspec
import uvicorn
from litestar import Litestar, get


class Hello(msgspec.Struct):
    """The smallest answer worth sending."""

    hello: str
    number: int


@get("/hello", sync_to_thread=False)
def hello() -> Hello:
    """Answer."""
    return Hello("world", 7)


@get("/readyz", sync_to_thread=False)
def ready() -> dict[str, str]:
    """Say that requests are served."""
    return {"status": "ready"}


app = Litestar([hello, ready], openapi_config=None, logging_config=None)

if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        http="httptools",
        loop="uvloop",
        access_log=False,
        log_level="error",
    )
