# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers read as what the client gets: the same bytes as the exact way, and the exact way for all others."""

import asyncio
import json
from typing import Any

import msgspec
import pytest

from gateway.executor import execute
from gateway.planner.joining import make_joining
from gateway.subgraphs.remote import RemoteSubgraph
from services.kit.wire.pool import HttpAnswer
from tests.gateway.support.towns import CONTEXT, Town

TOWN = Town(
    {
        "a": (
            (
                "type Query { items(first: Int): [Item!] one: Item thing: Thing json: JSON } "
                "type Item { id: ID! name: String n: Int! part: Item kind: Kind at: [Float] } "
                "enum Kind { A B } scalar JSON union Thing = Item | Other type Other { x: Int }"
            ),
            {},
        )
    }
)
NAMED = (
    "{ __typename first: items(first: 3) { a: id b: id kind: __typename what: kind n name at "
    "part { key: id number: n } } }"
)
QUERY = "{ all: items(first: 3) { id n kind at name part { id n } } one { id class: name } }"
PLAIN = "{ all: items(first: 3) { id n kind at name part { id n } } more: items(first: 3) { id } }"
GOOD = {
    "id": "1",
    "n": 4,
    "kind": "A",
    "at": [1, 2.5, None],
    "name": None,
    "part": {"id": "2", "n": 0},
}


class Canned:
    """A connection that has its answer ready."""

    def __init__(self, body: bytes, headers: dict[bytes, bytes] | None = None) -> None:
        self.body = body
        self.headers = {b"content-type": b"application/json", **(headers or {})}

    async def post(
        self, body: bytes, headers: Any, *, seconds: float, repeatable: bool
    ) -> HttpAnswer:
        del body, headers, seconds, repeatable
        return HttpAnswer(200, self.headers, self.body)

    async def stream(self, body: bytes, headers: Any, **_: Any) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is open."""


def ask(query: str, answer: Any, *, passes: bool) -> tuple[bytes, list[Any]]:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    subgraph = RemoteSubgraph("a", "http://a", carrier=Canned(body))
    prepared = TOWN.prepare(query)
    asyncio.run(execute(prepared, None, CONTEXT, {"a": subgraph}, passes=passes))
    # On second sight it is joined.
    found = asyncio.run(execute(prepared, None, CONTEXT, {"a": subgraph}, passes=passes))
    paths = [error["path"] for error in found.errors]
    return msgspec.json.encode(found.to_json()), paths


def joins(query: str, **truth: bool) -> bool:
    prepared = TOWN.prepare(query)
    return make_joining(prepared.plan, prepared.projection, truth) is not None


def test_objects_of_one_type_are_read_in_their_final_shape() -> None:
    for text in (PLAIN, QUERY, NAMED, "{ json }", "{ __typename one { __typename id } }"):
        assert joins(text), text
    assert joins("query ($x: Boolean = true) { one { id @skip(if: $x) n } }", x=True)
    for text in ("{ thing { ... on Item { id } } }", "{ a: one { id } c: one { id } }"):
        assert not joins(text), text


@pytest.mark.parametrize(
    "item",
    [
        GOOD,
        {**GOOD, "id": 7},
        {**GOOD, "id": None},
        {**GOOD, "n": 2**31},
        {**GOOD, "n": 1.5},
        {**GOOD, "n": True},
        {**GOOD, "kind": "C"},
        {**GOOD, "at": [True]},
        {**GOOD, "at": ["1"]},
        {**GOOD, "part": {"id": "2"}},
        {**GOOD, "part": []},
        {**GOOD, "more": {"secret": 1}},
        {"n": 1, "id": "1"},
        None,
        7,
    ],
)
@pytest.mark.parametrize("query", [PLAIN, NAMED, QUERY])
def test_both_ways_say_the_same(query: str, item: Any) -> None:
    data = {"items__1": [GOOD, item], "items__2": [], "items": [], "one": GOOD}
    for answer in ({"data": data}, {"data": data, "errors": []}, {"data": data, "errors": None}):
        assert ask(query, answer, passes=True) == ask(query, answer, passes=False)


@pytest.mark.parametrize(
    "answer",
    [
        {"data": None},
        {"data": {"items__1": None}, "errors": [{"message": "x", "path": ["items__1"]}]},
        {"data": {"items__1": None}},
        {"errors": [{"message": "x"}]},
        {},
        [],
        b"",
        b"{",
        b"\xff",
    ],
)
def test_what_is_no_perfect_answer_goes_the_long_way(answer: Any) -> None:
    assert ask(PLAIN, answer, passes=True) == ask(PLAIN, answer, passes=False)


@pytest.mark.parametrize("deep", [10, 80, 5000])
def test_a_custom_scalar_may_be_no_deeper_than_any_answer(deep: int) -> None:
    answer = b'{"data":{"json":%b1%b}}' % (b"[" * deep, b"]" * deep)
    assert ask("{ json }", answer, passes=True) == ask("{ json }", answer, passes=False)
