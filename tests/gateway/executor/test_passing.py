# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers that pass through whole: the same bytes as the long way, and the long way for all others."""

import asyncio
import json
from typing import Any

import msgspec
import pytest

from gateway.executor import execute
from gateway.subgraphs.remote import RemoteSubgraph
from services.kit.wire.pool import HttpAnswer
from tests.gateway.support.towns import CONTEXT, Town

TOWN = Town(
    {
        "a": (
            (
                "type Query { items(first: Int): [Item!] one: Item thing: Thing json: JSON } "
                "type Item { id: ID! name: String n: Int! part: Item kind: Kind at: [Float] } "
                "enum Kind { A B } scalar JSON union Thing = Item"
            ),
            {},
        )
    }
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
    found = asyncio.run(execute(prepared, None, CONTEXT, {"a": subgraph}, passes=passes))
    paths = [error["path"] for error in found.errors]
    return msgspec.json.encode(found.to_json()), paths


def test_a_plan_of_one_fetch_is_read_in_its_final_shape() -> None:
    assert TOWN.prepare(PLAIN).passing is not None
    for text in (
        QUERY,
        "{ thing { __typename } }",
        "{ json }",
        "query ($x: Boolean = true) { one { id @skip(if: $x) n } }",
        "{ one { id ... @defer { n } } }",
        "{ one { id } __schema { description } }",
    ):
        assert TOWN.prepare(text).passing is None, text


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
def test_both_ways_say_the_same(item: Any) -> None:
    data = {"items__1": [GOOD, item], "items__2": [], "items": [], "one": GOOD}
    for answer in ({"data": data}, {"data": data, "errors": []}, {"data": data, "errors": None}):
        assert ask(PLAIN, answer, passes=True) == ask(PLAIN, answer, passes=False)


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
