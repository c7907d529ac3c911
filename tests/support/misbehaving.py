# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A subgraph's address where anything may happen: bytes, silence, resets, told per test."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

Writer = asyncio.StreamWriter
Behaviour = Callable[[bytes, Writer], Awaitable[None]]


class Misbehaving:
    """Reads whole requests and lets `behave` do with each what it likes."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.requests: list[bytes] = []
        self.heads: list[bytes] = []
        self.connections = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"

    async def talk(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
                body = await reader.readexactly(length)
                self.heads.append(head)
                self.requests.append(body)
                await self.behave(body, writer)
                await writer.drain()
                if writer.is_closing():
                    break
        writer.close()


@contextlib.asynccontextmanager
async def misbehaving(behave: Behaviour) -> AsyncIterator[Misbehaving]:
    """A listening server; it is closed, connections and all, at the end."""
    server = Misbehaving(behave)
    tasks: set[asyncio.Task[Any]] = set()

    async def accept(reader: asyncio.StreamReader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await server.talk(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            tasks.discard(task)

    listening = await asyncio.start_server(accept, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
        if tasks:
            await asyncio.gather(*tasks, return_exceptions=True)


def answer(
    body: Any, *, status: str = "200 OK", media: str = "application/json", extra: str = ""
) -> bytes:
    """The bytes of an HTTP answer with a length."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (
        f"HTTP/1.1 {status}\r\ncontent-type: {media}\r\ncontent-length: {len(text)}\r\n{extra}\r\n"
    ).encode() + text


def says(data: bytes) -> Behaviour:
    """Always these bytes."""

    async def behave(body: bytes, writer: Writer) -> None:
        del body
        writer.write(data)

    return behave


def hangs_up(data: bytes = b"", *, reset: bool = False) -> Behaviour:
    """These bytes, then the end of the connection."""

    async def behave(body: bytes, writer: Writer) -> None:
        del body
        writer.write(data)
        await writer.drain()
        if reset:
            writer.transport.abort()
        else:
            writer.close()

    return behave


def never(data: bytes = b"") -> Behaviour:
    """These bytes, then silence."""

    async def behave(body: bytes, writer: Writer) -> None:
        del body
        writer.write(data)
        await asyncio.Event().wait()

    return behave


def entities(body: bytes) -> list[dict[str, Any]]:
    """The representations in a request."""
    variables = json.loads(body)["variables"]
    return next(iter(variables.values()))


def reviews_of(body: bytes) -> dict[str, Any]:
    """A right answer to a request for the reviews of places, whatever the aliases."""
    found = [
        {"__typename": "Place", "id": one["id"], "reviews": [{"text": f"Bra {one['id']}"}]}
        for one in entities(body)
    ]
    key = "_e0" if b"_e0" in body else "_entities"
    return {"data": {key: found}}
