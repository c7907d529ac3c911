# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subgraphs of this process as the gateway sees those far away: every question and answer is bytes."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from gateway.subgraphs.remote import RemoteSubgraph
from services.kit.wire.deadline import Deadline
from services.kit.wire.pool import HttpAnswer
from services.kit.wire.subgraph import FetchContext, FetchRequest, Subgraph

Change = Callable[[str, bytes], bytes]
"""(name, body) -> the body that arrives."""

_CONTEXT = FetchContext(deadline=Deadline(at=1e12))


def as_it_is(_: str, body: bytes) -> bytes:
    return body


class Wire:
    """A connection to one subgraph; counts what is asked."""

    def __init__(self, subgraph: Subgraph, change: Change) -> None:
        self.subgraph = subgraph
        self.change = change
        self.asked = 0

    async def post(self, body: bytes, headers: Any, **_: Any) -> HttpAnswer:
        del headers
        self.asked += 1
        request = FetchRequest(**msgspec.json.decode(body))
        result = await self.subgraph.fetch(request, _CONTEXT)
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = result.errors
        text = self.change(self.subgraph.name, msgspec.json.encode(answer))
        return HttpAnswer(200, {b"content-type": b"application/json"}, text)

    async def stream(self, body: bytes, headers: Any, **_: Any) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is open."""


def wired(
    subgraphs: Mapping[str, Subgraph], change: Change = as_it_is
) -> tuple[dict[str, RemoteSubgraph], dict[str, Wire]]:
    """The subgraphs at the far end of wires, and the wires."""
    wires = {name: Wire(one, change) for name, one in subgraphs.items()}
    far = {
        name: RemoteSubgraph(name, f"http://{name}.test/", carrier=wire)
        for name, wire in wires.items()
    }
    return far, wires
