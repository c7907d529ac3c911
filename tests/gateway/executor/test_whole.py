# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a service of this process answers in the client's own shape is handed over as it came (stack N1)."""

from enum import Enum
from typing import Any

import msgspec
import pytest
import strawberry
from strawberry.federation import Schema

from gateway.executor import execute
from gateway.planner import prepare
from gateway.planner.whole import whole_roots
from gateway.subgraphs.local import LocalSubgraph
from gateway.supergraph.model import Supergraph
from services.kit.execution import Engine
from services.kit.wire.codegen import Mode
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.support.shop import make_supergraph

pytestmark = pytest.mark.anyio
CONTEXT = FetchContext(deadline=Deadline(at=1e12))


@strawberry.enum
class Colour(Enum):
    RED = "RED"
    GREEN = "GREEN"


@strawberry.type
class Row:
    id: strawberry.ID
    n: int | None
    colour: Colour

    @strawberry.field
    def next(self, steps: int = 1) -> "Row | None":
        return None if self.n is None else Row(id=self.id, n=steps, colour=Colour.GREEN)

    @strawberry.field
    def must(self) -> int:
        if self.n is None:
            raise ValueError("no number")
        return self.n


@strawberry.type
class Query:
    @strawberry.field
    def rows(self, first: int = 3) -> list[Row | None]:
        return [Row(id=strawberry.ID(str(n)), n=n or None, colour=Colour.RED) for n in range(first)]


ENGINE = Engine(Schema(query=Query), eager=True)
SUPERGRAPH = make_supergraph({"rows": ENGINE.sdl()})


async def ask(
    text: str, *, passes: bool, supergraph: Supergraph = SUPERGRAPH
) -> tuple[bytes, bool]:
    """The answer, and whether it was handed over."""
    handed: list[Any] = []

    async def run(request: FetchRequest, context: FetchContext) -> FetchResult:
        del context
        mode = Mode.STRUCT if request.opaque else Mode.DICT
        result = await ENGINE.run(request.query, request.variables, mode=mode)
        if isinstance(result.data, msgspec.Struct) and not result.errors:
            handed.append(result.data)
            return FetchResult(passed=result.data)
        return FetchResult(data=msgspec.to_builtins(result.data), errors=result.errors)

    prepared = prepare(supergraph, text)
    subgraphs = {"rows": LocalSubgraph("rows", run)}
    response = await execute(prepared, None, CONTEXT, subgraphs, passes=passes)
    return msgspec.json.encode(response.to_json()), bool(handed)


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("{ rows { id n colour } }", True),
        ("{ more: rows(first: 5) { n id } rows { next { id colour } } }", True),
        ("{ rows { must } }", False),
        ("{ rows { name: id } }", False),
        ("{ rows { next(steps: 4) { n } } }", False),
        ("{ rows { __typename id } }", False),
        ("query($x: Boolean = true) { rows { id @include(if: $x) n } }", False),
        ("{ rows { ...F id } } fragment F on Row { n }", True),
        ("{ __typename rows { id } }", False),
    ],
)
async def test_both_ways_say_the_same(text: str, is_whole: bool) -> None:
    whole, exact = await ask(text, passes=True), await ask(text, passes=False)
    assert whole[0] == exact[0]
    assert whole[1] is is_whole
    assert exact[1] is False


async def test_an_enum_of_which_clients_see_a_part_is_looked_at() -> None:
    prepared = prepare(SUPERGRAPH, "{ rows { colour } }")
    assert whole_roots(prepared.plan, prepared.projection, frozenset()) is not None
    assert whole_roots(prepared.plan, prepared.projection, frozenset({"Colour"})) is None
    text = (
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@inaccessible"]) '
        "type Query { rows: [Row] } type Row { colour: Colour } enum Colour { RED GREEN @inaccessible }"
    )
    assert make_supergraph({"rows": text}).veiled == {"Colour"}
    assert SUPERGRAPH.veiled == frozenset()
