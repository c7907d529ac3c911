# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The graphql-transport-ws protocol as a machine without input or output (reliability 3.2)."""

from enum import Enum, auto
from typing import Any, Final, cast

import msgspec

from services.kit.wire.front.request import GraphQLRequest, read_parameters
from services.kit.wire.json import JsonFault, read_json
from services.kit.wire.problem import Problem

PROTOCOL: Final = "graphql-transport-ws"
REASON_BYTES: Final = 123
ID_CHARACTERS: Final = 256


class CloseCode:
    """Why a socket is closed; clients come back after 1001, 1012, 1013, 4403 and 4408 only."""

    GOING_AWAY: Final = 1001
    UNSUPPORTED_DATA: Final = 1003
    TOO_BIG: Final = 1009
    RESTART: Final = 1012
    TRY_LATER: Final = 1013
    BAD_MESSAGE: Final = 4400
    UNAUTHORIZED: Final = 4401
    FORBIDDEN: Final = 4403
    PROTOCOL: Final = 4406
    INIT_TIMEOUT: Final = 4408
    ID_IN_USE: Final = 4409
    SECOND_INIT: Final = 4429
    SERVER: Final = 4500


class Init(msgspec.Struct, frozen=True):
    """The client presents itself."""

    payload: dict[str, Any] | None


class Start(msgspec.Struct, frozen=True):
    """The client wants an operation run under this id."""

    id: str
    request: GraphQLRequest
    size: int


class Stop(msgspec.Struct, frozen=True):
    """The client has lost interest in an operation."""

    id: str


class Write(msgspec.Struct, frozen=True):
    """Answer with this message at once."""

    text: str


class Close(msgspec.Struct, frozen=True):
    """End the socket."""

    code: int
    reason: str


class Nothing(msgspec.Struct, frozen=True):
    """Nothing is to be done."""


Action = Init | Start | Stop | Write | Close | Nothing
_NOTHING: Final = Nothing()


class _State(Enum):
    NEW = auto()
    JUDGING = auto()
    READY = auto()


class SocketMachine:
    """The client's side of the conversation: text in, one action out."""

    __slots__ = ("_state",)

    def __init__(self) -> None:
        """Start before `connection_init`."""
        self._state = _State.NEW

    @property
    def is_ready(self) -> bool:
        """Whether the client has been let in."""
        return self._state is _State.READY

    @property
    def is_new(self) -> bool:
        """Whether the client has said nothing about itself yet."""
        return self._state is _State.NEW

    def acknowledge(self) -> None:
        """Let the client in; the caller sends `connection_ack`."""
        self._state = _State.READY

    def receive(self, text: str) -> Action:
        """Read one text message."""
        try:
            encoded = text.encode()
            message = read_json(encoded)
        except (JsonFault, UnicodeEncodeError):
            return _bad("The message is not JSON")
        if message.__class__ is not dict:
            return _bad("The message is not an object")
        message = cast("dict[str, Any]", message)
        match message.get("type"):
            case "ping":
                return _read_ping(message)
            case "pong":
                return _read_pong(message)
            case "connection_init":
                return self._read_init(message)
            case "subscribe":
                return self._read_subscribe(message, len(encoded))
            case "complete":
                return _read_complete(message)
            case _:
                return _bad("The message has no known type")

    def _read_init(self, message: dict[str, Any]) -> Action:
        if self._state is not _State.NEW:
            return Close(CloseCode.SECOND_INIT, "Too many initialisation requests")
        payload = message.get("payload")
        if payload is not None and payload.__class__ is not dict:
            return _bad("payload of connection_init is not an object")
        self._state = _State.JUDGING
        return Init(payload)

    def _read_subscribe(self, message: dict[str, Any], size: int) -> Action:
        name = message.get("id")
        if name.__class__ is not str or not name or len(cast("str", name)) > ID_CHARACTERS:
            return _bad("subscribe needs an id")
        payload = message.get("payload")
        if payload.__class__ is not dict:
            return _bad("payload of subscribe is not an object")
        try:
            request = read_parameters(payload)
        except Problem as problem:
            return _bad(str(problem.extensions.get("reason", "payload of subscribe is wrong")))
        if self._state is not _State.READY:
            return Close(CloseCode.UNAUTHORIZED, "Unauthorized")
        return Start(cast("str", name), request, size)


def _read_ping(message: dict[str, Any]) -> Action:
    if "payload" not in message or message["payload"] is None:
        return Write('{"type":"pong"}')
    payload = message["payload"]
    if payload.__class__ is not dict:
        return _bad("payload of ping is not an object")
    return Write(f'{{"type":"pong","payload":{msgspec.json.encode(payload).decode()}}}')


def _read_pong(message: dict[str, Any]) -> Action:
    payload = message.get("payload")
    if payload is not None and payload.__class__ is not dict:
        return _bad("payload of pong is not an object")
    return _NOTHING


def _read_complete(message: dict[str, Any]) -> Action:
    name = message.get("id")
    if name.__class__ is not str or not name:
        return _bad("complete needs an id")
    return Stop(cast("str", name))


def _bad(reason: str) -> Close:
    return Close(CloseCode.BAD_MESSAGE, reason)


def cut_reason(reason: str) -> str:
    """A close reason within the 123 bytes that a frame has for it."""
    return reason.encode()[:REASON_BYTES].decode(errors="ignore")


def frame_around(name: str, kind: str = "next") -> tuple[str, str]:
    """What stands before and after the payload of a message of one operation."""
    return f'{{"id":{msgspec.json.encode(name).decode()},"type":"{kind}","payload":', "}"


def complete_frame(name: str) -> str:
    """The message that ends one operation."""
    return f'{{"id":{msgspec.json.encode(name).decode()},"type":"complete"}}'


ACK: Final = '{"type":"connection_ack"}'
PING: Final = '{"type":"ping"}'
