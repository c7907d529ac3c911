# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is told as it happens, and what waits for a person: turnout, phases, the feed (S2, E1)."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from services.kit.graph import global_id
from services.kit.policy import require
from services.kit.wire.caller import ANONYMOUS
from services.kit.wire.subgraph import FetchRequest, OperationKind
from services.participation.actions.waiting import waiting_polls
from tests.services.participation.city import City, make_poll, resident
from tests.support.services import context_of

pytestmark = pytest.mark.anyio
POLL = global_id("ParticipationPoll", "poll-1")


def listen(city: City, field: str, selection: str) -> AsyncGenerator:
    query = f"subscription($id: ID!) {{ {field}(poll: $id) {{ {selection} }} }}"
    request = FetchRequest(query=query, variables={"id": POLL}, kind=OperationKind.SUBSCRIPTION)
    return city.registrar.subscribe(request, context_of(ANONYMOUS))


async def following(stream: AsyncGenerator, field: str) -> dict:
    result = await asyncio.wait_for(anext(stream), 20)
    assert not result.errors, result.errors
    return result.data[field]


async def test_turnout_and_phases_are_told_live(small_city: City) -> None:
    city = small_city
    await city.register(3)
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    turnout = listen(city, "participationTurnoutChanged", "roll issued")
    assert await following(turnout, "participationTurnoutChanged") == {"roll": 3, "issued": 0}
    held = await city.token(poll, resident(0))
    assert (await following(turnout, "participationTurnoutChanged"))["issued"] == 1
    moved = listen(city, "participationPollChanged", "state result { winners }")
    first = await following(moved, "participationPollChanged")
    assert first == {"state": "OPEN", "result": None}
    await city.vote(poll, resident(0), {"kind": "approval", "choices": ["B"]}, held)
    await city.close(poll.id)
    while first["state"] != "TALLIED":
        first = await following(moved, "participationPollChanged")
    assert first["result"]["winners"] == ["B"]
    await turnout.aclose()
    await moved.aclose()


async def test_the_feed_shows_polls_that_wait_for_her(small_city: City) -> None:
    city = small_city
    await city.register(2)
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    require(resident(0), "participation.feed.read", {"owner": "person-0"})
    waiting = await waiting_polls(city.database, resident(0), "person-0", city.folder)
    assert [row.id for row in waiting] == ["poll-1"]
    query = (
        "query($r: [_Any!]!) { _entities(representations: $r) { ... on Resident { participationFeed "
        "{ kind title { value } action } } } }"
    )
    request = FetchRequest(
        query=query,
        variables={"r": [{"__typename": "Resident", "id": "person-0"}]},
        kind=OperationKind.QUERY,
    )
    result = await city.registrar.fetch(request, context_of(resident(0)))
    assert not result.errors, result.errors
    (item,) = result.data["_entities"][0]["participationFeed"]
    assert item["kind"] == "participation.poll"
    assert "Vad ska byggas?" in item["title"]["value"]
    await city.token(poll, resident(0))
    assert await waiting_polls(city.database, resident(0), "person-0", city.folder) == []
