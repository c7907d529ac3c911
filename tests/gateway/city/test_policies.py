# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@policy` in a schema asks the city's policy book (federation 4.7)."""

import asyncio
from typing import Any

from gateway.city.policies import judge, open_judge
from gateway.pipeline.settings import GatewaySettings
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.reading import read_supergraph
from gateway.transports import Gateway
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.support.asgi import AsgiClient

SDL = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@policy"])
type Query {
  checked: String @policy(policies: [["parking.plate.check"]])
  open: String
  strange: String @policy(policies: [["nobody.declared.this"]])
}
"""
OFFICER = Caller(kind=CallerKind.STAFF, sub="s1", roles=("officer",), loa=3)
RESIDENT = Caller(kind=CallerKind.RESIDENT, sub="r1", loa=3)


class Everything:
    """A subgraph that has every field asked for."""

    name = "a"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del context
        self.asked.append(request.query)
        names = ("checked", "open", "strange")
        return FetchResult(data={name: name for name in names if name in request.query})

    def subscribe(self, request: FetchRequest, context: FetchContext) -> Any:
        raise NotImplementedError


def ask(caller: Caller) -> tuple[Any, list[str]]:
    composition = compose([SubgraphSource("a", "http://a", SDL)])
    subgraph = Everything()

    async def admit(head: Any) -> Caller:
        del head
        return caller

    gateway = Gateway(
        read_supergraph(composition.supergraph_sdl or ""),
        {"a": subgraph},
        GatewaySettings(),
        authenticate=admit,
        judge=open_judge(["parking"]),
    )
    client = AsgiClient(gateway)
    answer = asyncio.run(client.post({"query": "{ checked open strange }"}))
    return answer.json, subgraph.asked


def test_the_book_says_yes_to_those_it_allows() -> None:
    answer, asked = ask(OFFICER)
    assert answer["data"] == {"checked": "checked", "open": "open", "strange": None}
    assert [error["path"] for error in answer["errors"]] == [["strange"]]
    assert "strange" not in asked[0]


def test_others_get_null_and_nothing_is_fetched_for_them() -> None:
    for caller in (RESIDENT, ANONYMOUS):
        answer, asked = ask(caller)
        assert answer["data"] == {"checked": None, "open": "open", "strange": None}
        codes = {error["extensions"]["code"] for error in answer["errors"]}
        assert codes == {"UNAUTHORIZED_FIELD_OR_TYPE"}
        assert "checked" not in asked[0]


def test_a_permission_nobody_declares_is_no_answer() -> None:
    assert judge(OFFICER, "nobody.declared.this") is None
    assert judge(RESIDENT, "parking.plate.check") is False
