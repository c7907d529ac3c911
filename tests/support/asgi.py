# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Speaks ASGI to an application in this process: requests, streams and sockets."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec

App = Callable[..., Awaitable[None]]


class Answered(msgspec.Struct, frozen=True):
    """A whole HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class AsgiClient:
    """Sends requests to one application."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        chunks: Iterable[bytes] | None = None,
        headers: Iterable[tuple[str, str]] = (),
        leave_after: float | None = None,
    ) -> Answered:
        """One exchange; with `leave_after`, the client hangs up after so many seconds."""
        parts = urlsplit(url)
        scope = make_scope("http", parts.path, parts.query, headers) | {"method": method}
        pieces = list(chunks) if chunks is not None else [body]
        sent: list[Any] = []
        done = asyncio.Event()

        async def receive() -> Any:
            if pieces:
                piece = pieces.pop(0)
                return {"type": "http.request", "body": piece, "more_body": bool(pieces)}
            if leave_after is None:
                await done.wait()
            else:
                await asyncio.sleep(leave_after)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        done.set()
        if not sent:
            return Answered(0, {}, b"")
        start = sent[0]
        return Answered(
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            b"".join(message.get("body", b"") for message in sent[1:]),
        )

    async def post(self, value: Any, *headers: tuple[str, str], path: str = "/graphql") -> Answered:
        """POST a JSON value, or raw bytes."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        given = {name for name, _ in headers}
        lines = [("content-type", "application/json")] if "content-type" not in given else []
        lines += [("content-length", str(len(body))), *headers]
        return await self.request("POST", path, body=body, headers=lines)

    async def get(self, url: str, *headers: tuple[str, str]) -> Answered:
        """GET an address."""
        return await self.request("GET", url, headers=headers)


class SocketClient:
    """One websocket to an application in this process."""

    def __init__(
        self,
        app: App,
        *,
        protocols: Iterable[str] = ("graphql-transport-ws",),
        headers: Iterable[tuple[str, str]] = (),
        path: str = "/graphql",
    ) -> None:
        scope = make_scope("websocket", path, "", headers) | {"subprotocols": list(protocols)}
        self._in: asyncio.Queue[Any] = asyncio.Queue()
        self._out: asyncio.Queue[Any] = asyncio.Queue()
        self._in.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.get_running_loop().create_task(app(scope, self._in.get, self._out.put))

    async def read(self) -> Any:
        """The next thing the server does: a decoded message or a raw ASGI event."""
        async with asyncio.timeout(5):
            message = await self._out.get()
        if message["type"] == "websocket.send":
            return json.loads(message["text"])
        return message

    def say(self, value: Any) -> None:
        """Send a JSON message, or text as it is."""
        text = value if isinstance(value, str) else json.dumps(value)
        self._in.put_nowait({"type": "websocket.receive", "text": text})

    def say_bytes(self, value: bytes) -> None:
        """Send a binary frame."""
        self._in.put_nowait({"type": "websocket.receive", "bytes": value})

    async def begin(self, payload: Any = None) -> None:
        """Accept and acknowledgement."""
        assert (await self.read())["type"] == "websocket.accept"
        message = {"type": "connection_init"}
        self.say(message if payload is None else message | {"payload": payload})
        assert await self.read() == {"type": "connection_ack"}

    async def leave(self) -> None:
        """Hang up."""
        self._in.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await self.task

    def is_quiet(self) -> bool:
        """Whether nothing waits to be read."""
        return self._out.empty()


def make_scope(
    kind: str, path: str, query: str, headers: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "scheme": "http" if kind == "http" else "ws",
        "client": ("127.0.0.1", 50000),
    }


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop turn until something has come about."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0)
