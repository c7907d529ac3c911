# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The gateway as an ASGI application: its own addresses, and everything else to the fallback."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from graphql import validate
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from gateway.pipeline.authenticate import admit_anonymous
from gateway.pipeline.csrf import has_preflight, judge_origin
from gateway.pipeline.exchange import Authenticate, Desk, Known, LanguageOf, Version
from gateway.pipeline.line import Line
from gateway.pipeline.metrics import count_reload, note_lag, note_state
from gateway.pipeline.settings import GatewaySettings
from gateway.pipeline.shelf import Shelf
from gateway.pipeline.warming import warm
from gateway.protection.demands import PolicyJudge, refuse_policies
from gateway.supergraph.model import Supergraph
from gateway.transports.cors import Cors
from gateway.transports.health import Health, Stage, send_bytes, send_json
from gateway.transports.page import Page
from services.kit.wire.caller import Caller
from services.kit.wire.direct import Direct
from services.kit.wire.front.accept import negotiate_accept
from services.kit.wire.front.body import Receive, Send
from services.kit.wire.front.door import Door, DoorSettings
from services.kit.wire.front.head import RequestHead, Scope, read_head
from services.kit.wire.gcra import Spend
from services.kit.wire.live.single import TOKEN_HEADER, SingleConnections
from services.kit.wire.live.socket_door import SocketDoor, SocketGate
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import Subgraph

App = Callable[[Scope, Receive, Send], Awaitable[None]]

PATH = "/graphql"
BELOW = "/graphql/"
"""Below it, every registered operation has an address of its own (federation 4.5)."""


class Gateway:
    """One public door in front of the subgraphs of one supergraph."""

    def __init__(
        self,
        supergraph: Supergraph,
        subgraphs: Mapping[str, Subgraph],
        settings: GatewaySettings | None = None,
        *,
        authenticate: Authenticate = admit_anonymous,
        fallback: App | None = None,
        health: Health | None = None,
        judge: PolicyJudge = refuse_policies,
        spend: Spend | None = None,
        language_of: LanguageOf | None = None,
        shelf: Shelf | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Serve `supergraph`; `fallback` gets every address that is not the gateway's own."""
        self.settings = settings or GatewaySettings()
        self.desk = Desk(
            Version(supergraph, subgraphs),
            self.settings,
            authenticate,
            now,
            judge=judge,
            spend=spend,
            language_of=language_of,
            shelf=shelf,
        )
        self.line = Line(self.desk)
        self.health = health or Health()
        self._fallback = fallback
        self._cors = Cors(self.settings.origins)
        largest = max(
            limits.body_bytes
            for limits in (self.settings.anonymous, self.settings.known, self.settings.trusted)
        )
        self._door = Door(
            self.line.answer,
            settings=DoorSettings(body_bytes=largest, names_below=BELOW),
            extra=self._cors.headers if self.settings.origins else None,
        )
        self.sockets = SocketDoor(
            self.line.answer, SocketGate(handshake=self._judge_handshake, admit=self._admit)
        )
        self._single = SingleConnections(self.line.answer, self._admit_stream, body_bytes=largest)
        self._page = Page(self.settings)
        self._own: dict[str, App] = {
            "/livez": self._answer_livez,
            "/readyz": self._answer_readyz,
            "/graphiql": self._page,
        }
        if self.settings.is_developer:
            self._own["/metrics"] = self._answer_metrics

    @property
    def direct(self) -> Direct:
        """The address as a protocol class answers it, without ASGI in between."""
        return Direct(path=PATH, door=self._door, unless=frozenset({TOKEN_HEADER}))

    async def inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What operators ask, on a listener that no proxy shows to the world: health and figures."""
        if scope["type"] != "http":
            return
        match scope["path"]:
            case "/metrics":
                await self._answer_metrics(scope, receive, send)
            case "/livez":
                await self._answer_livez(scope, receive, send)
            case "/readyz":
                await self._answer_readyz(scope, receive, send)
            case _:
                await send_json(send, 404, {"code": "NOT_FOUND"})

    async def swap(
        self, supergraph: Supergraph, subgraphs: Mapping[str, Subgraph] | None = None
    ) -> None:
        """Prepare another version, then serve it; running requests end on theirs (V5).

        Subscriptions that the new schema still allows live on, the others end and say why.
        """
        version = Version(supergraph, subgraphs or self.desk.version.subgraphs)
        await warm(version, self.desk)
        self.desk.version = version

        def is_over(known: Known) -> bool:
            return bool(validate(supergraph.api, known.document, max_errors=1))

        self.desk.groups.end_where(is_over, Problem("SUBSCRIPTION_SCHEMA_RELOAD"))
        count_reload("served")

    def look_at_standing(self) -> None:
        """Something was revoked: end the subscriptions of whoever has lost her right, silent ones too."""
        self.desk.standing.look()

    async def warm(self) -> None:
        """Plan the registered operations before the first request."""
        await warm(self.desk.version, self.desk)

    async def drain(self, seconds: float) -> None:
        """Say that the end is near: unready at once, sockets closed in turn, requests answered on."""
        self.health.stage = Stage.DRAINING
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        await self.sockets.drain(seconds=seconds)
        await asyncio.sleep(max(0.0, until - loop.time()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI scope."""
        kind = scope["type"]
        if kind == "http":
            if scope["path"] == PATH or scope["path"].startswith(BELOW):
                await self._answer_graphql(scope, receive, send)
                return
            own = self._own.get(scope["path"])
            if own is not None:
                await own(scope, receive, send)
                return
        elif kind == "websocket" and scope["path"] == PATH:
            await self.sockets(scope, receive, send)
            return
        if self._fallback is not None:
            await self._fallback(scope, receive, send)
        elif kind == "lifespan":
            await _live(receive, send)
        elif kind == "http":
            await send_json(send, 404, {"code": "NOT_FOUND"})
        else:
            await send({"type": "websocket.close", "code": 4404})

    async def _answer_graphql(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        head = read_head(scope)
        if method == "POST" and TOKEN_HEADER not in head.headers:
            await self._door.handle(head, receive, send)
            return
        accepted = negotiate_accept(head.header(b"accept"))
        if head.path == PATH and self._single.concerns(head, accepted):
            await self._single(head, receive, send)
            return
        if method == "OPTIONS":
            headers = list(self._cors.preflight(head, b"GET, HEAD, POST, OPTIONS"))
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        is_page = head.path == PATH and method in ("GET", "HEAD") and not head.query
        if is_page and self.settings.is_developer and accepted.html:
            await self._page(scope, receive, send)
            return
        await self._door.handle(head, receive, send)

    def _judge_handshake(self, head: RequestHead) -> None:
        judge_origin(head, self.settings.origins)

    async def _admit(self, head: RequestHead) -> Caller:
        """A socket without Origin is no browser's: at a public door it must bring a token (W1)."""
        if not self.settings.is_developer and b"origin" not in head.headers and not head.payload:
            raise Problem("UNAUTHENTICATED")
        return await self.desk.authenticate(head)

    async def _admit_stream(self, head: RequestHead) -> Caller:
        judge_origin(head, self.settings.origins)
        if b"cookie" in head.headers and not has_preflight(head):
            raise Problem("CSRF_REFUSED")
        return await self.desk.authenticate(head)

    async def _answer_livez(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send_json(send, 200, {"status": "alive"})

    async def _answer_readyz(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        status, body = self.health.describe()
        await send_json(send, status, body)

    async def _answer_metrics(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await note_lag()
        note_state(self.desk.admission, self.desk.version.subgraphs)
        await send_bytes(send, 200, generate_latest(REGISTRY), CONTENT_TYPE_LATEST.encode())


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return
