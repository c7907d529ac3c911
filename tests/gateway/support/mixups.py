# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A service that answers with wrong, shuffled, short, long and doubled entities (reliability U2)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

import msgspec

from gateway.executor import execute
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.gateway.support.towns import CONTEXT, Town
from tests.gateway.support.wired import wired

QUERY = "{ people { id diary { text } mood } staff { id mood } }"
TOWN = Town(
    {
        "a": (
            (
                "type Query { people: [Person!]! staff: [Person!]! } "
                'type Person @key(fields: "id") { id: ID! }'
            ),
            {},
        ),
        "b": (
            (
                'type Person @key(fields: "id") { id: ID! diary: Diary mood: String } '
                "type Diary { text: String }"
            ),
            {},
        ),
    }
)
PREPARED = TOWN.prepare(QUERY)
Scramble = Callable[[random.Random, list[Any]], Any]


def shuffle(rng: random.Random, entities: list[Any]) -> list[Any]:
    """The same in another order."""
    rng.shuffle(entities)
    return entities


def cut(rng: random.Random, entities: list[Any]) -> list[Any]:
    """Too few."""
    return entities[: rng.randrange(len(entities))]


def double(rng: random.Random, entities: list[Any]) -> list[Any]:
    """One of them in the place of another."""
    entities[rng.randrange(len(entities))] = dict(rng.choice(entities))
    return entities


def lengthen(rng: random.Random, entities: list[Any]) -> list[Any]:
    """Too many."""
    entities.insert(rng.randrange(len(entities) + 1), dict(rng.choice(entities)))
    return entities


def lose(rng: random.Random, entities: list[Any]) -> list[Any]:
    """Some unknown."""
    return [None if rng.random() < 0.3 else one for one in entities]


def disguise(rng: random.Random, entities: list[Any]) -> list[Any]:
    """Some of another kind, or no objects."""
    kinds: tuple[Any, ...] = ({"__typename": "Place", "id": "1"}, 7, "x", [])
    return [rng.choice(kinds) if rng.random() < 0.2 else one for one in entities]


def empty(rng: random.Random, entities: list[Any]) -> Any:
    """No list."""
    del entities
    return rng.choice((None, {}, "x", 0))


SCRAMBLES: tuple[Scramble, ...] = (shuffle, cut, double, lengthen, lose, disguise, empty)


class People:
    """The first service: who there is."""

    name = "a"

    def __init__(self, ids: list[str]) -> None:
        self.ids = ids

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del request, context
        people = [{"id": one} for one in self.ids]
        return FetchResult(data={"people": people, "staff": [dict(one) for one in people[::-2]]})

    def subscribe(self, request: FetchRequest, context: FetchContext) -> Any:
        raise NotImplementedError


class Confused:
    """The second service: everything it knows of somebody names that person."""

    name = "b"

    def __init__(self, rng: random.Random, scrambles: tuple[Scramble, ...]) -> None:
        self.rng = rng
        self.scrambles = scrambles
        self.sent = 0

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del context
        data: dict[str, Any] = {}
        for name, given in request.variables.items():
            self.sent += len(given)
            entities: Any = [
                {
                    "__typename": "Person",
                    "id": one["id"],
                    "mood": f"mood of {one['id']}",
                    "diary": {"text": f"diary of {one['id']}"},
                }
                for one in given
            ]
            for scramble in self.scrambles:
                if isinstance(entities, list) and entities:
                    entities = scramble(self.rng, entities)
            key = "_entities" if name == "representations" else f"_e{name[1:]}"
            data[key] = entities
        return FetchResult(data=data)

    def subscribe(self, request: FetchRequest, context: FetchContext) -> Any:
        raise NotImplementedError


def confuse(rng: random.Random, *, people: int) -> int:
    """One request; fails if anybody is shown what is another's. The number of entities asked for."""
    ids = [str(rng.randrange(people * 2)) for _ in range(people)]
    scrambles = tuple(rng.sample(SCRAMBLES, rng.randint(1, 2)))
    confused = Confused(rng, scrambles)
    subgraphs = {"a": People(ids), "b": confused}
    if rng.random() < 0.5:
        answer = asyncio.run(execute(PREPARED, None, CONTEXT, subgraphs))
    else:  # over JSON, joined as what the client gets
        far, _ = wired(subgraphs)
        for trial in PREPARED.plan.trials.values():
            trial.odd = 0
        answer = asyncio.run(execute(PREPARED, None, CONTEXT, far, passes=True))
        data = msgspec.json.decode(msgspec.json.encode(answer.data))
        answer = msgspec.structs.replace(answer, data=data)
    assert answer.data is not None
    blank = 0
    for person in (*answer.data["people"], *answer.data["staff"]):
        own = person["id"]
        assert person["mood"] in (None, f"mood of {own}"), scrambles
        diary = person.get("diary")
        assert diary is None or diary == {"text": f"diary of {own}"}, scrambles
        blank += person["mood"] is None
    assert not blank or answer.errors or lose in scrambles, scrambles
    return confused.sent
