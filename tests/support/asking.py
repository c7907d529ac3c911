# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Two ways to ask a service the same: handed over in one process, and over HTTP with a caller token."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from services.kit.clock import ManualClock
from services.kit.door import service_door
from services.kit.running import RunningService
from services.kit.wire.caller import Caller
from services.kit.wire.subgraph import FetchRequest, FetchResult, OperationKind
from services.kit.wire.tokens.binding import BindingVerifier, service_key
from services.kit.wire.tokens.caller_token import CallerMint, CallerVerifier
from services.kit.wire.tokens.door import CallerDoor, CallerSigner
from services.kit.wire.tokens.keys import new_signing_key
from services.kit.wire.tokens.rotation import CallerKeys, KeyRing
from tests.support.asgi import AsgiClient
from tests.support.services import context_of

Ask = Callable[..., Awaitable[FetchResult]]
"""(service, query, caller, **variables) -> what it answers."""

SECRET = b"s" * 32


def in_process(running: Mapping[str, RunningService]) -> Ask:
    """The caller is handed over as a value."""

    async def ask(name: str, query: str, caller: Caller, **variables: Any) -> FetchResult:
        kind = OperationKind.MUTATION if query.startswith("mutation") else OperationKind.QUERY
        request = FetchRequest(query=query, variables=variables, kind=kind)
        return await running[name].fetch(request, context_of(caller))

    return ask


def over_http(running: Mapping[str, RunningService], clock: ManualClock) -> Ask:
    """The caller is signed by one key and bound to the body, as a gateway elsewhere does it."""

    def now() -> float:
        return clock.now_ms() / 1000

    ring = KeyRing(new_signing_key(), now=now)
    signer = CallerSigner(CallerMint(ring.active, now=now), SECRET, now=now)

    async def published() -> Mapping[str, Any]:
        return ring.document()

    def door(name: str) -> AsgiClient:
        gate = CallerDoor(
            CallerVerifier(name, CallerKeys(published, now=now), now=now),
            BindingVerifier(service_key(SECRET, name), now=now),
        )
        return AsgiClient(service_door(running[name], gate, clock))

    doors = {name: door(name) for name in running}

    async def ask(name: str, query: str, caller: Caller, **variables: Any) -> FetchResult:
        body = msgspec.json.encode({"query": query, "variables": variables})
        has_effects = query.startswith("mutation")
        headers = signer.headers(caller, name, body, has_effects=has_effects)
        sent = [("content-type", "application/json"), *headers.items()]
        answer = await doors[name].request("POST", "/graphql", body=body, headers=sent)
        told = json.loads(answer.body)
        return FetchResult(data=told.get("data"), errors=told.get("errors", []))

    return ask
