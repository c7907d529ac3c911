# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers of subgraphs that are late, wrong, null or partial (federation E3-E7, reliability U2)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from gateway.executor import ById, by_path, execute, execute_deferred, subscribe
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.gateway.support.towns import CONTEXT, Town

TOWN = Town(
    {
        "a": (
            (
                "type Query { books: [Book] } type Subscription { added: Book } "
                'type Book @key(fields: "id") { id: ID! title: String }'
            ),
            {
                "Query.books": lambda _: [{"id": "1", "title": "A"}, {"id": "2", "title": "B"}],
                "subscribe": lambda _: [
                    FetchResult(data={"added": {"id": one}}) for one in ("1", "2")
                ],
            },
        ),
        "b": (
            'type Book @key(fields: "id") { id: ID! price: Int! stock: Int }',
            {
                "Book.price": lambda one: 5 if one["id"] == "1" else None,
                "Book.stock": lambda _: 7,
            },
        ),
    }
)


class Answering:
    """A subgraph that answers the same whatever it is asked."""

    name = "b"

    def __init__(self, data: Any, errors: list[dict[str, Any]] | None = None) -> None:
        self.result = FetchResult(data=data, errors=errors or [])

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del request, context
        return self.result

    def subscribe(self, request: FetchRequest, context: FetchContext) -> Any:
        raise NotImplementedError


def ask(text: str, data: Any, errors: list[dict[str, Any]] | None = None) -> Any:
    subgraphs = {**TOWN.subgraphs, "b": Answering(data, errors)}
    return asyncio.run(execute(TOWN.prepare(text), None, CONTEXT, subgraphs))


BOOK = {"__typename": "Book", "stock": 1}


@pytest.mark.parametrize(
    "entities",
    [
        [{**BOOK, "id": "2"}, {**BOOK, "id": "1"}],
        [{**BOOK, "id": "1"}],
        [{**BOOK, "id": "1"}, {**BOOK, "id": "2"}, {**BOOK, "id": "3"}],
        {"0": BOOK},
        [{**BOOK, "id": "1"}, "nonsense"],
        None,
    ],
)
def test_entities_that_are_not_those_asked_for_reach_nobody(entities: Any) -> None:  # U2
    answer = ask("{ books { title stock } }", {"_entities": entities})
    assert answer.data == {"books": [{"title": "A", "stock": None}, {"title": "B", "stock": None}]}
    assert [one["path"] for one in answer.errors] == [["books", 0, "stock"], ["books", 1, "stock"]]
    assert {one["extensions"]["service"] for one in answer.errors} == {"b"}


def test_a_trusted_service_may_write_its_keys_otherwise_but_not_answer_nonsense() -> None:  # U2
    class Trusted(Answering):
        trusts_keys = True

    def ask_trusted(entities: Any) -> Any:
        subgraphs = {**TOWN.subgraphs, "b": Trusted({"_entities": entities})}
        prepared = TOWN.prepare("{ books { id stock } }")
        return asyncio.run(execute(prepared, None, CONTEXT, subgraphs))

    rewritten = [{"__typename": "Book", "id": f"0{n}", "stock": n} for n in (1, 2)]
    blank = {"books": [{"id": "1", "stock": None}, {"id": "2", "stock": None}]}
    assert ask_trusted([7, dict(rewritten[0])]).data == blank
    assert ask_trusted([dict(rewritten[0])]).data == blank
    assert ask_trusted(rewritten).data == {
        "books": [{"id": "1", "stock": 1}, {"id": "2", "stock": 2}]
    }


def test_a_null_entity_is_null_fields_without_an_error() -> None:  # federation E3
    answer = ask("{ books { stock } }", {"_entities": [None, {**BOOK, "id": "2"}]})
    assert answer.data == {"books": [{"stock": None}, {"stock": 1}]}
    assert answer.errors == []


@pytest.mark.parametrize("value", ["7", 7.5, 2**31, {"a": 1}, [1], float("nan")])
def test_a_value_of_another_kind_is_null_and_an_error(value: Any) -> None:  # reliability U3
    wrong = {"__typename": "Book", "id": "1", "stock": value}
    answer = ask("{ books { n: stock } }", {"_entities": [wrong, {**BOOK, "id": "2"}]})
    assert answer.data == {"books": [{"n": None}, {"n": 1}]}
    assert [one["path"] for one in answer.errors] == [["books", 0, "n"]]


def test_a_field_left_out_is_an_error_and_one_unasked_is_dropped() -> None:  # reliability U3
    odd = [{"__typename": "Book", "id": "1", "extra": 1}, {**BOOK, "id": "2"}]
    answer = ask("{ books { stock } }", {"_entities": odd})
    assert answer.data == {"books": [{"stock": None}, {"stock": 1}]}
    assert [one["path"] for one in answer.errors] == [["books", 0, "stock"]]


def test_an_error_gets_the_clients_path_once_for_each_alias() -> None:  # federation E6
    errors = [{"message": "no", "path": ["_entities", 1, "stock"], "extensions": {"code": "X"}}]
    entities = [{**BOOK, "id": "1"}, {"__typename": "Book", "id": "2", "stock": None}]
    answer = ask("{ all: books { x: stock y: stock } }", {"_entities": entities}, errors)
    assert [one["path"] for one in answer.errors] == [["all", 1, "x"], ["all", 1, "y"]]
    assert answer.errors[0]["extensions"] == {"code": "X", "service": "b"}


def test_no_data_without_an_error_is_an_error_at_every_place() -> None:  # federation E7
    answer = ask("{ books { title price } }", None)
    assert answer.data == {"books": [None, None]}
    assert [one["path"] for one in answer.errors] == [["books", 0, "price"], ["books", 1, "price"]]


def test_introspection_mixes_with_data() -> None:  # federation E8
    text = '{ kind: __type(name: "Book") { name } books { title } __typename }'
    assert TOWN.answer(text).data == {
        "kind": {"name": "Book"},
        "books": [{"title": "A"}, {"title": "B"}],
        "__typename": "Query",
    }


def test_every_event_is_completed_by_the_entity_steps() -> None:  # federation 4.4
    async def listen() -> list[Any]:
        prepared = TOWN.prepare("subscription { added { id stock } }")
        return [one.data async for one in subscribe(prepared, None, CONTEXT, TOWN.subgraphs)]

    assert asyncio.run(listen()) == [
        {"added": {"id": "1", "stock": 7}},
        {"added": {"id": "2", "stock": 7}},
    ]


def test_deferred_fragments_come_later_and_bubble_no_further_than_themselves() -> None:
    async def read() -> list[Any]:
        prepared = TOWN.prepare('{ books { id ... @defer(label: "p") { price } } }')
        parts = execute_deferred(prepared, None, CONTEXT, TOWN.subgraphs)
        return [json.loads(json.dumps(by_path(one))) async for one in parts]

    first, second = asyncio.run(read())
    assert first == {"data": {"books": [{"id": "1"}, {"id": "2"}]}, "hasNext": True}
    assert second["hasNext"] is False
    assert second["incremental"][0] == {"path": ["books", 0], "data": {"price": 5}, "label": "p"}
    assert second["incremental"][1]["data"] is None
    assert second["incremental"][1]["errors"][0]["path"] == ["books", 1, "price"]


def test_the_newer_form_announces_fills_and_completes_every_place() -> None:  # federation 4.4
    async def read() -> list[Any]:
        prepared = TOWN.prepare('{ books { id ... @defer(label: "p") { price } } }')
        form = ById()
        parts = execute_deferred(prepared, None, CONTEXT, TOWN.subgraphs)
        return [json.loads(json.dumps(form.show(one))) async for one in parts]

    first, second = asyncio.run(read())
    assert first["pending"] == [
        {"id": "0", "path": ["books", 0], "label": "p"},
        {"id": "1", "path": ["books", 1], "label": "p"},
    ]
    assert first["hasNext"] is True
    assert second["incremental"] == [{"id": "0", "data": {"price": 5}}]
    done, failed = second["completed"]
    assert done == {"id": "0"}
    assert failed["id"] == "1"
    assert failed["errors"][0]["path"] == ["books", 1, "price"]
    assert second["hasNext"] is False


def test_a_fragment_inside_a_deferred_one_is_announced_once_that_has_come() -> None:
    async def read() -> list[Any]:
        prepared = TOWN.prepare(
            '{ books { id ... @defer(label: "o") { title ... @defer(label: "i") { stock } } } }'
        )
        form = ById()
        parts = execute_deferred(prepared, None, CONTEXT, TOWN.subgraphs)
        return [json.loads(json.dumps(form.show(one))) async for one in parts]

    first, second, third = asyncio.run(read())
    assert [one["label"] for one in first["pending"]] == ["o", "o"]
    assert [one["label"] for one in second["pending"]] == ["i", "i"]
    assert [one["data"] for one in second["incremental"]] == [{"title": "A"}, {"title": "B"}]
    assert [one["data"] for one in third["incremental"]] == [{"stock": 7}, {"stock": 7}]
    assert [one["hasNext"] for one in (first, second, third)] == [True, True, False]


def test_a_variable_of_the_wrong_type_is_refused_without_data() -> None:
    prepared = TOWN.prepare("query($x: Boolean!) { books { id @include(if: $x) } }")
    answer = asyncio.run(execute(prepared, {"x": "yes"}, CONTEXT, TOWN.subgraphs))
    assert "data" not in answer.to_json()
    assert answer.errors[0]["extensions"]["code"] == "VARIABLES_INVALID"


def test_a_null_below_one_alias_does_not_blank_another() -> None:  # federation E5
    town = Town(
        {
            "a": (
                "type Query { hero: Hero } type Hero { name: String title: String! }",
                {"Query.hero": lambda _: {"name": "Siv", "title": None}},
            )
        }
    )
    answer = town.answer("{ known: hero { name } titled: hero { name title } }")
    assert answer.data == {"known": {"name": "Siv"}, "titled": None}
    assert [error["path"] for error in answer.errors] == [["titled", "title"]]
    assert town.fetches == 1


def test_a_mutation_named_twice_is_done_twice() -> None:  # federation P10
    done: list[int] = []

    def add(_: Any, n: int) -> int:
        done.append(n)
        return len(done)

    town = Town(
        {
            "a": (
                "type Query { x: Int } type Mutation { add(n: Int!): Int }",
                {"Mutation.add": add},
            )
        }
    )
    answer = town.answer("mutation { one: add(n: 1) two: add(n: 1) }")
    assert answer.data == {"one": 1, "two": 2}
    assert done == [1, 1]
