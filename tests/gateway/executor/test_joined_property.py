# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers of several services joined as what the client gets: the same bytes as the exact way (stack N1)."""

import asyncio
import gc
import json
import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.executor import execute
from gateway.executor.joined import Room, trial_of
from gateway.planner import Prepared
from gateway.planner.joining import Joining, make_joining
from tests.gateway.support.towns import CONTEXT, Town
from tests.gateway.support.wired import Change, wired

PEOPLE = {str(n): {"id": str(n), "name": f"N{n}", "weight": n} for n in range(1, 4)}
BOOKS = [
    {"id": str(n), "title": f"T{n}", "size": n, "author": PEOPLE[str(n % 3 + 1)]}
    for n in range(1, 6)
]
TOWN = Town(
    {
        "a": (
            (
                "type Query { books(first: Int): [Book!] best: Book } "
                'type Book @key(fields: "id") { id: ID! title: String size: Int author: Person } '
                'type Person @key(fields: "id") { id: ID! }'
            ),
            {"Query.books": lambda _, first=9: BOOKS[:first], "Query.best": lambda _: BOOKS[0]},
        ),
        "b": (
            (
                'type Book @key(fields: "id") { id: ID! size: Int @external '
                'postage: Int @requires(fields: "size") readers: [Person!] } '
                'type Person @key(fields: "id") { id: ID! } scalar Instant '
                "type Query { now: Instant }"
            ),
            {
                "Book.postage": lambda one: None if one["size"] is None else one["size"] * 10,
                "Book.readers": lambda _: [PEOPLE["1"], PEOPLE["2"]],
                "Query.now": lambda _: "2026-01-01T00:00:00Z",
            },
        ),
        "c": (
            'type Person @key(fields: "id") { id: ID! name: String! weight: Int }',
            {"Person.__ref": lambda one: PEOPLE.get(one["id"])},
        ),
    }
)
QUERIES = [
    "{ books(first: 3) { title postage } now }",
    "{ books { heavy: postage readers { id name } author { who: name __typename weight } } }",
    "{ best { id postage author { name } } books(first: 2) { id author { name } readers { name } } }",
    "query($x: Boolean = true) { __typename books { title @skip(if: $x) postage @include(if: $x) } }",
]
PREPARED = [TOWN.prepare(text) for text in QUERIES]


def ask(prepared: Prepared, change: Change, *, passes: bool) -> tuple[bytes, int]:
    far, wires = wired(TOWN.subgraphs, change)
    answer = asyncio.run(execute(prepared, None, CONTEXT, far, passes=passes))
    return msgspec.json.encode(answer.to_json()), sum(wire.asked for wire in wires.values())


def mangled(rng: random.Random, value: Any) -> Any:
    """JSON with one thing changed."""
    places: list[tuple[Any, Any]] = []

    def walk(one: Any) -> None:
        items: Any = (
            one.items()
            if isinstance(one, dict)
            else enumerate(one)
            if isinstance(one, list)
            else ()
        )
        for key, inner in items:
            places.append((one, key))
            walk(inner)

    walk(value)
    container, key = rng.choice(places)
    match rng.randrange(5):
        case 0:
            container[key] = rng.choice((None, 7, "x", True, 1.5, [], {}, 2**40, [None]))
        case 1:
            del container[key]
        case 2 if isinstance(container, list):
            rng.shuffle(container)
        case 3 if isinstance(container, list):
            container.append(container[key])
        case _:
            value["errors"] = [{"message": "x", "path": [str(key)] if rng.random() < 0.5 else []}]
    return value


@pytest.mark.parametrize("prepared", PREPARED, ids=range(len(PREPARED)))
def test_these_operations_are_joined(prepared: Prepared) -> None:
    truth = ask(prepared, lambda _, body: body, passes=False)
    for _ in range(3):
        assert ask(prepared, lambda _, body: body, passes=True) == truth
    far, _ = wired(TOWN.subgraphs)
    values = {"x": True}
    trial = trial_of(prepared, values, far)
    assert trial is not None
    assert trial.joining is not None
    assert trial.odd == 0


@given(st.randoms(use_true_random=False), st.sampled_from(QUERIES), st.sampled_from("abc"))
def test_property_whatever_a_service_answers_both_ways_say_the_same(
    rng: random.Random, text: str, name: str
) -> None:
    prepared = TOWN.prepare(text)
    seed, often = rng.random(), rng.randint(1, 2)

    def asked(*, passes: bool) -> tuple[bytes, int]:
        dice = random.Random(seed)

        def change(who: str, body: bytes) -> bytes:
            value = json.loads(body)
            for _ in range(often if who == name else 0):
                value = mangled(dice, value)
            return json.dumps(value).encode()

        return ask(prepared, change, passes=passes)

    told = {asked(passes=passes) for passes in (False, True, True)}
    assert len(told) == 1


def test_a_plan_whose_answers_never_fit_is_no_longer_tried() -> None:
    prepared = TOWN.prepare(QUERIES[0])
    for _ in range(40):
        ask(prepared, lambda _, body: body.replace(b'"T1"', b"1"), passes=True)
    (trial,) = prepared.plan.trials.values()
    assert trial.odd < 20


def test_there_is_room_for_so_many_positions_and_what_is_forgotten_leaves_it() -> None:
    room = Room(7)

    def made() -> Joining | None:
        prepared = TOWN.prepare(QUERIES[1])
        return room.keep(make_joining(prepared.plan, prepared.projection, {}))

    first, second = made(), made()
    assert first is not None
    assert second is not None
    assert room.taken == first.size + second.size == 6
    assert made() is None
    assert room.keep(None) is None
    del second
    gc.collect()
    assert room.taken == first.size
    assert made() is not None
