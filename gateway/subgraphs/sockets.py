# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A subscription at a subgraph over a WebSocket (`graphql-transport-ws`): one socket for each."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final, cast

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from gateway.subgraphs.checks import AnswerRules, judge_answer
from gateway.subgraphs.events import CONNECT_SECONDS
from gateway.subgraphs.faults import failed
from gateway.subgraphs.inbox import EVENT_BYTES, Inbox
from services.kit.wire.json import JsonFault, read_answer
from services.kit.wire.subgraph import FaultReason, FetchContext, FetchResult

PROTOCOL: Final = "graphql-transport-ws"
BEAT_SECONDS: Final = 15.0
_ID: Final = "1"
_REFUSED: Final = frozenset({4401, 4403})
_REFUSED_STATUS: Final = range(400, 500)


class _Straight(connect):
    """A connection to the address it was given, and nowhere else."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """A redirect is a refusal (reliability U4)."""
        return exc


def listen_to_socket(
    url: str,
    body: bytes,
    headers: Sequence[tuple[bytes, bytes]],
    context: FetchContext,
    rules: AnswerRules,
) -> AsyncGenerator[FetchResult]:
    """The results of a subscription; `headers` go along with the handshake.

    The client's own forwarded headers are sent once more with `connection_init`, where many
    servers look for them. A socket that breaks ends with one fault.
    """
    inbox = Inbox()
    listener = _Listener(inbox, context, rules)
    return inbox.results(lambda: listener.run(url, body, headers))


class _Malformed(Exception):
    """The subgraph said something that the protocol does not know at that point."""


class _Listener:
    """One conversation."""

    def __init__(self, inbox: Inbox, context: FetchContext, rules: AnswerRules) -> None:
        self._inbox = inbox
        self._context = context
        self._rules = rules

    async def run(
        self, url: str, body: bytes, headers: Sequence[tuple[bytes, bytes]]
    ) -> FetchResult | None:
        """Talk until the source is done; what went wrong otherwise."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                socket = await _open(url, headers)
            async with socket:
                return await self._talk(socket, body)
        except (WebSocketException, OSError, JsonFault, _Malformed) as error:
            return failed(self._rules.service, _reason_of(error), self._context)

    async def _talk(self, socket: ClientConnection, body: bytes) -> FetchResult | None:
        if socket.subprotocol != PROTOCOL:
            raise _Malformed
        told = {name.decode(): value.decode("latin-1") for name, value in self._context.forwarded}
        await _send(socket, {"type": "connection_init", "payload": told})
        async with asyncio.timeout(CONNECT_SECONDS):
            while (message := await _receive(socket)).get("type") != "connection_ack":
                await self._answer_beat(socket, message)
        await _send(socket, {"id": _ID, "type": "subscribe", "payload": msgspec.Raw(body)})
        while True:
            message = await _receive(socket)
            kind, payload = message.get("type"), message.get("payload")
            if kind in ("ping", "pong"):
                await self._answer_beat(socket, message)
            elif message.get("id") != _ID:
                raise _Malformed
            elif kind == "next":
                self._inbox.put(judge_answer(payload, self._context, self._rules))
            elif kind == "complete":
                return None
            elif kind == "error":
                return judge_answer({"errors": payload}, self._context, self._rules)
            else:
                raise _Malformed

    @staticmethod
    async def _answer_beat(socket: ClientConnection, message: dict[str, Any]) -> None:
        if message.get("type") == "ping":
            await _send(socket, {"type": "pong"})
        elif message.get("type") != "pong":
            raise _Malformed


def _reason_of(error: Exception) -> FaultReason:
    """The published reason for a conversation that broke off."""
    match error:
        case TimeoutError():
            return FaultReason.TIMEOUT
        case InvalidStatus() if error.response.status_code in _REFUSED_STATUS:
            return FaultReason.REFUSED
        case ConnectionClosed() if error.rcvd is not None and error.rcvd.code in _REFUSED:
            return FaultReason.REFUSED
        case OSError():
            return FaultReason.UNREACHABLE
        case _:
            return FaultReason.BAD_ANSWER


async def _open(url: str, headers: Sequence[tuple[bytes, bytes]]) -> ClientConnection:
    return await _Straight(
        url,
        subprotocols=[Subprotocol(PROTOCOL)],
        additional_headers=[(name.decode(), value.decode("latin-1")) for name, value in headers],
        user_agent_header="torget-gateway",
        compression=None,
        max_size=EVENT_BYTES,
        ping_interval=BEAT_SECONDS,
        ping_timeout=BEAT_SECONDS,
        close_timeout=1.0,
        proxy=None,
    )


async def _send(socket: ClientConnection, message: dict[str, Any]) -> None:
    await socket.send(msgspec.json.encode(message).decode())


async def _receive(socket: ClientConnection) -> dict[str, Any]:
    text = await socket.recv()
    if not isinstance(text, str):
        raise _Malformed
    message = read_answer(text.encode())
    if message.__class__ is not dict:
        raise _Malformed
    return cast("dict[str, Any]", message)
