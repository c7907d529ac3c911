# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a caller may not see is never fetched and stands as null with its path (federation 4.7)."""

from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.local import LocalSubgraph
from gateway.transports import Gateway
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.front.head import RequestHead
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.support.asgi import AsgiClient
from tests.support.shop import make_supergraph

pytestmark = pytest.mark.anyio

SDL = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.6",
  import: ["@authenticated", "@requiresScopes", "@policy"])
type Query { people: [Person!] open: String must: Secret! pet: Pet }
type Person {
  name: String
  diary: String @authenticated
  record: String @requiresScopes(scopes: [["care:read", "care:staff"], ["root"]])
  plan: String @policy(policies: [["night"]])
  number: String! @authenticated
}
type Secret @authenticated { text: String }
interface Pet { name: String }
type Dog implements Pet { name: String chip: String @authenticated }
type Cat implements Pet { name: String }
"""


class World:
    def __init__(self, caller: Caller = ANONYMOUS, **kwargs: Any) -> None:
        self.queries: list[str] = []

        async def run(request: FetchRequest, context: FetchContext) -> FetchResult:
            del context
            self.queries.append(request.query)
            person = {
                "__typename": "Person",
                "name": "A",
                "diary": "d",
                "record": "r",
                "plan": "p",
                "number": "1",
            }
            dog = {"__typename": "Dog", "name": "Rex", "chip": "c"}
            data = {"people": [person, person], "open": "o", "must": {"text": "t"}, "pet": dog}
            return FetchResult(data=data)

        async def authenticate(head: RequestHead) -> Caller:
            del head
            return caller

        supergraph = make_supergraph({"s": SDL})
        settings = GatewaySettings(profile=Profile.DEVELOPER)
        gateway = Gateway(
            supergraph,
            {"s": LocalSubgraph("s", run)},
            settings,
            authenticate=authenticate,
            **kwargs,
        )
        self.client = AsgiClient(gateway)

    async def ask(self, query: str) -> Any:
        return (await self.client.post({"query": query})).json


def resident(*scopes: str) -> Caller:
    return Caller(kind=CallerKind.RESIDENT, sub="r1", scopes=scopes)


async def test_a_refused_field_is_null_with_its_path_and_never_fetched() -> None:
    world = World()
    found = await world.ask("{ people { name note: diary } open }")
    assert found["data"] == {"people": [{"name": "A", "note": None}] * 2, "open": "o"}
    assert list(found["data"]["people"][0]) == ["name", "note"]
    assert [error["path"] for error in found["errors"]] == [
        ["people", 0, "note"],
        ["people", 1, "note"],
    ]
    assert found["errors"][0]["extensions"]["code"] == "UNAUTHORIZED_FIELD_OR_TYPE"
    assert "diary" not in world.queries[0]


async def test_who_is_allowed_gets_the_field() -> None:
    found = await World(resident()).ask("{ people { diary } }")
    assert found == {"data": {"people": [{"diary": "d"}, {"diary": "d"}]}}


@pytest.mark.parametrize(
    ("scopes", "is_seen"),
    [((), False), (("care:read",), False), (("care:read", "care:staff"), True), (("root",), True)],
)
async def test_outer_scopes_are_alternatives_inner_ones_all_needed(
    scopes: tuple[str, ...], is_seen: bool
) -> None:
    found = await World(resident(*scopes)).ask("{ people { record } }")
    assert (found["data"]["people"][0]["record"] == "r") is is_seen


async def test_a_policy_nobody_answers_is_denied() -> None:
    query = "{ people { plan } }"
    assert (await World(resident()).ask(query))["data"]["people"][0]["plan"] is None
    judged = World(
        resident(), judge=lambda caller, policy: caller.sub == "r1" and policy == "night"
    )
    assert (await judged.ask(query))["data"]["people"][0]["plan"] == "p"


async def test_a_refused_non_null_field_takes_its_parents_along() -> None:
    found = await World().ask("{ people { name number } open }")
    assert found["data"] == {"people": None, "open": "o"}
    assert (await World().ask("{ open must { text } }"))["data"] is None


async def test_a_rule_on_a_type_guards_every_field_that_returns_it() -> None:
    world = World()
    await world.ask("{ open must { text } }")
    assert all("must" not in query for query in world.queries)


async def test_a_fragment_is_judged_by_its_own_type_and_typename_is_free() -> None:
    found = await World().ask(
        "{ pet { __typename name ... on Dog { chip } ...C } } fragment C on Cat { name }"
    )
    assert found["data"] == {"pet": {"__typename": "Dog", "name": "Rex", "chip": None}}
    assert found["errors"][0]["path"] == ["pet", "chip"]
