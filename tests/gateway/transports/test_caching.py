# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How long answers may be kept, entity tags, and the figures at `/metrics` (federation 4.8)."""

from typing import Any

import pytest

from gateway.executor.caching import combine
from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.transports import Gateway
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.support.asgi import AsgiClient
from tests.support.shop import Town, make_supergraph

pytestmark = pytest.mark.anyio

DEVELOPER = GatewaySettings(profile=Profile.DEVELOPER)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["public, max-age=60"], "max-age=60, public"),
        (["public, max-age=60", "max-age=30"], "max-age=30, private"),
        (['PUBLIC, Max-Age="5"'], "max-age=5, public"),
        (["public, max-age=60", None], "no-store"),
        (["public, max-age=60", "private, max-age=60"], "no-store"),
        (["max-age=60, no-cache"], "no-store"),
        (["no-store"], "no-store"),
        (["public"], "no-store"),
        (["max-age=0"], "no-store"),
        (["max-age=x"], "no-store"),
        ([], "no-store"),
    ],
)
def test_the_strictest_part_decides(headers: list[str | None], expected: str) -> None:
    assert combine(headers) == expected


class Keeping:
    """A subgraph whose answers may be kept for a while."""

    def __init__(self, name: str, data: Any, kept: str | None) -> None:
        self.name = name
        self.result = FetchResult(data=data, cache_control=kept)

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del request, context
        return self.result

    def subscribe(self, request: FetchRequest, context: FetchContext) -> Any:
        raise NotImplementedError


def client_of(kept: tuple[str | None, str | None], caller: Caller = ANONYMOUS) -> AsgiClient:
    async def admit(head: Any) -> Caller:
        del head
        return caller

    place = {"id": "1", "__typename": "Place"}
    subgraphs = {
        "places": Keeping("places", {"place": dict(place), "place__1": dict(place)}, kept[0]),
        "reviews": Keeping("reviews", {"_entities": [{"reviews": [], **place}]}, kept[1]),
    }
    return AsgiClient(Gateway(make_supergraph(), subgraphs, DEVELOPER, authenticate=admit))


QUERY = {"query": '{ place(id: "1") { id reviews { stars } } }'}


async def test_an_answer_is_kept_as_long_as_its_shortest_part() -> None:
    answer = await client_of(("public, max-age=60", "public, max-age=20")).post(QUERY)
    assert answer.headers["cache-control"] == "max-age=20, public"
    silent = await client_of(("public, max-age=60", None)).post(QUERY)
    assert silent.headers["cache-control"] == "no-store"


async def test_what_a_known_caller_gets_is_hers_alone() -> None:
    caller = Caller(kind=CallerKind.RESIDENT, sub="r1")
    answer = await client_of(("public, max-age=60",) * 2, caller).post(QUERY)
    assert answer.headers["cache-control"] == "max-age=60, private"


async def test_a_get_has_an_entity_tag_and_is_304_when_nothing_changed() -> None:
    client = AsgiClient(Town().gateway(DEVELOPER))
    url = "/graphql?query=%7Bwhoami%7D"
    first = await client.get(url)
    mark = first.headers["etag"]
    again = await client.get(url, ("if-none-match", f'"other", W/{mark}'))
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == mark
    assert "content-length" not in again.headers
    other = await client.get("/graphql?query=%7B__typename%7D", ("if-none-match", mark))
    assert other.status == 200
    assert "etag" not in (await client.post({"query": "{ whoami }"})).headers


async def test_the_figures_name_lane_outcome_breaker_and_mismatch() -> None:  # reliability 4.3
    client = AsgiClient(Town().gateway(DEVELOPER))
    await client.post({"query": "{ whoami }"})
    await client.post({"query": "{ nope }"})
    text = (await client.get("/metrics")).body.decode()
    assert 'torget_gateway_requests_total{lane="open",outcome="answered"}' in text
    assert 'torget_gateway_requests_total{lane="open",outcome="VALIDATION_FAILED"}' in text
    for name in (
        "queue_wait_seconds", "shed", "slots", "running", "loop_lag_seconds", "breaker_open",
        "reloads_total", "key_mismatches_total", "fetches_total", "retries_total",
    ):  # fmt: skip
        assert f"# TYPE torget_gateway_{name.removesuffix('_total')}" in text, name
