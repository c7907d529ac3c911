# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Costs by `@cost` and `@listSize`, before any fetch (federation 4.6, reliability Q4)."""

from typing import Any

import pytest
from graphql import parse
from prometheus_client import REGISTRY

from gateway.pipeline.settings import GatewaySettings
from gateway.planner import find_operation
from gateway.protection.cost import make_formula
from gateway.subgraphs.local import LocalSubgraph
from gateway.supergraph.model import Supergraph
from gateway.transports import Gateway
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.support.asgi import AsgiClient
from tests.support.shop import make_supergraph, response_key

SDL = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])
type Query {
  name: String
  one: Thing
  many: [Thing]
  page(first: Int, last: Int): [Thing] @listSize(slicingArguments: ["first", "last"])
  free(first: Int): [Thing] @listSize(assumedSize: 3, slicingArguments: ["first"], requireOneSlicingArgument: false)
  search(by: By): [Thing] @listSize(slicingArguments: ["by.limit"])
  edges(first: Int): Edges @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
  dear(x: Int @cost(weight: 7)): String @cost(weight: 5)
}
type Mutation { do: String }
input By { limit: Int }
type Edges { nodes: [Thing] count: Int }
type Thing { name: String kids: [Thing] gold: Gold }
type Gold @cost(weight: 20) { carats: Int }
"""


@pytest.fixture(scope="module")
def supergraph() -> Supergraph:
    return make_supergraph({"s": SDL})


def estimate(supergraph: Supergraph, text: str, **variables: Any) -> int:
    document = parse(text)
    operation = find_operation(document, None)
    return make_formula(document, operation, supergraph.api, supergraph.cost)(variables)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ name __typename }", 0), ("{ one { name } }", 1), ("{ many { name } }", 10),
        ("{ page(first: 4) { name } }", 4), ("{ page(last: 4) { kids { name } } }", 4 * (1 + 10)),
        ("{ free { name } }", 3), ("{ free(first: 50) { name } }", 50),
        ("{ search(by: {limit: 6}) { name } }", 6), ("{ edges(first: 5) { nodes { name } } }", 1 + 5),
        ("{ dear }", 5), ("{ dear(x: 1) }", 12), ("{ one { gold { carats } } }", 21), ("mutation { do }", 10),
        ("{ ...F ...F } fragment F on Query { one { name } }", 2), ("{ ... on Query { a: one { name } } }", 1),
        ("query($n: Int = 8) { page(first: $n) { name } }", 8),
    ],
)  # fmt: skip
def test_the_formula(supergraph: Supergraph, text: str, expected: int) -> None:
    assert estimate(supergraph, text) == expected


def test_variables_fill_the_formula(supergraph: Supergraph) -> None:
    text = "query($n: Int, $by: By) { page(first: $n) { name } search(by: $by) { name } }"
    assert estimate(supergraph, text, n=3, by={"limit": 4}) == 7
    assert estimate(supergraph, text, n=-3, by={"limit": 4}) == 4


@pytest.mark.parametrize("text", ["{ page { name } }", "{ page(first: 1, last: 1) { name } }"])
def test_exactly_one_slicing_argument_where_one_is_required(
    supergraph: Supergraph, text: str
) -> None:
    with pytest.raises(Problem) as raised:
        estimate(supergraph, text)
    assert raised.value.code == "COST_INVALID_SLICING_ARGUMENTS"


DEAR = "query($n: Int) { page(first: $n) { kids { kids { name } } } }"


@pytest.mark.anyio
async def test_costs_may_be_measured_alone(supergraph: Supergraph) -> None:
    async def run(request: FetchRequest, context: FetchContext) -> FetchResult:
        del context
        return FetchResult(data={response_key(request.query, "page"): []})

    settings = GatewaySettings(enforces_cost=False, subgraph_costs=(("s", 1),))
    gateway = Gateway(supergraph, {"s": LocalSubgraph("s", run)}, settings)
    before = REGISTRY.get_sample_value("torget_gateway_cost_units_sum") or 0.0
    answer = await AsgiClient(gateway).post({"query": DEAR, "variables": {"n": 100}})
    assert answer.json == {"data": {"page": []}}
    assert REGISTRY.get_sample_value("torget_gateway_cost_units_sum") == before + 11_100


@pytest.mark.anyio
async def test_what_costs_too_much_is_never_fetched(supergraph: Supergraph) -> None:
    asked: list[str] = []

    async def run(request: FetchRequest, context: FetchContext) -> FetchResult:
        del context
        asked.append(request.query)
        return FetchResult(data={"page": []})

    gateway = Gateway(supergraph, {"s": LocalSubgraph("s", run)}, GatewaySettings())
    answer = await AsgiClient(gateway).post({"query": DEAR, "variables": {"n": 100}})
    error = answer.json["errors"][0]["extensions"]
    assert (error["code"], error["cost"], error["max"]) == (
        "COST_ESTIMATED_TOO_EXPENSIVE",
        11_100,
        1_000,
    )
    assert asked == []
