# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What one operation may cost each subgraph: a dearer one goes on without it (federation 4.6)."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from tests.support.asgi import AsgiClient
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

CODE = "SUBGRAPH_COST_ESTIMATED_TOO_EXPENSIVE"
QUERY = "query($n: Int = 10) { places(first: $n) { name reviews { text } } }"


def door(town: Town, **costs: int) -> AsgiClient:
    settings = GatewaySettings(
        profile=Profile.DEVELOPER, subgraph_costs=tuple(sorted(costs.items()))
    )
    return AsgiClient(town.gateway(settings))


def graphs(town: Town) -> set[str]:
    return {"reviews" if "_entities" in one.query else "places" for one in town.asked}


async def test_a_subgraph_that_would_cost_too_much_is_not_asked_and_the_rest_is_answered() -> None:
    town = Town()
    answer = (await door(town, reviews=50).post({"query": QUERY})).json
    assert {place["name"] is None for place in answer["data"]["places"]} == {False}
    assert {place["reviews"] for place in answer["data"]["places"]} == {None}
    error = answer["errors"][0]
    assert error["path"] == ["places", 0, "reviews"]
    # Ten places, each an entity with ten reviews.
    assert error["extensions"] == {"code": CODE, "service": "reviews", "cost": 110, "max": 50}
    assert graphs(town) == {"places"}


async def test_within_the_budget_everything_is_asked() -> None:
    town = Town()
    answer = (await door(town, reviews=110, places=10).post({"query": QUERY})).json
    assert "errors" not in answer
    assert graphs(town) == {"places", "reviews"}


async def test_a_root_that_costs_too_much_is_null_and_its_entities_are_not_asked_for() -> None:
    town = Town()
    answer = (await door(town, places=5).post({"query": QUERY})).json
    assert answer["data"] == {"places": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == [CODE]
    assert town.asked == []


async def test_a_mutation_that_costs_too_much_is_not_done() -> None:
    town = Town()
    answer = (await door(town, places=9).post({"query": "mutation { add }"})).json
    assert answer["errors"][0]["extensions"]["code"] == CODE
    assert town.added == 0
    await door(town, places=10).post({"query": "mutation { add }"})
    assert town.added == 1


async def test_the_reason_is_told_in_the_readers_language() -> None:
    texts: dict[str, Any] = {}
    for language in ("sv", "en"):
        answer = await door(Town(), reviews=1).post({"query": QUERY}, ("accept-language", language))
        texts[language] = answer.json["errors"][0]["message"]
    assert texts["sv"] != texts["en"]
    assert "kostar" in texts["sv"]
