# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a deferred field may not be null for stays its own affair, also within one fetch (federation 4.4)."""

import asyncio
import json
from typing import Any

import pytest

from gateway.executor import ById, by_path, execute_deferred
from gateway.executor.apart import MOST_RUNS
from tests.gateway.support.towns import CONTEXT, Town

BOOKS = [{"id": "1", "title": "A", "isbn": "x"}, {"id": "2", "title": "B", "isbn": None}]
SDL = (
    "type Query { books: [Book] book: Book must: String! name: String } "
    "type Book { id: ID! title: String isbn: String! part: Part! } type Part { n: Int! m: Int }"
)


def town() -> Town:
    resolvers: dict[str, Any] = {
        "Query.books": lambda _: BOOKS,
        "Query.book": lambda _: BOOKS[1],
        "Query.must": lambda _: None,
        "Query.name": lambda _: "N",
        "Book.part": lambda one: {"n": 1 if one["isbn"] else None, "m": 2},
    }
    return Town({"a": (SDL, resolvers)})


def read(text: str, variables: dict[str, Any] | None = None, *, newer: bool = False) -> list[Any]:
    async def run() -> list[Any]:
        one = town()
        show = ById().show if newer else by_path
        parts = execute_deferred(one.prepare(text), variables, CONTEXT, one.subgraphs)
        return [json.loads(json.dumps(show(each))) async for each in parts]

    return asyncio.run(run())


def pieces(answers: list[Any]) -> dict[tuple[Any, ...], Any]:
    """Data by label and path."""
    return {
        (one.get("label"), *one["path"]): one["data"]
        for answer in answers[1:]
        for one in answer.get("incremental", ())
    }


def test_only_the_fragment_that_failed_is_null() -> None:
    answers = read(
        '{ books { id ... @defer(label: "p") { isbn } ... @defer(label: "q") { title } } }'
    )
    assert answers[0] == {"data": {"books": [{"id": "1"}, {"id": "2"}]}, "hasNext": True}
    assert pieces(answers) == {
        ("p", "books", 0): {"isbn": "x"},
        ("p", "books", 1): None,
        ("q", "books", 0): {"title": "A"},
        ("q", "books", 1): {"title": "B"},
    }
    (failed,) = [one for one in answers[1]["incremental"] if one["data"] is None]
    assert [error["path"] for error in failed["errors"]] == [["books", 1, "isbn"]]
    assert [answer["hasNext"] for answer in answers] == [True, True, False]


def test_the_newer_form_completes_the_place_with_the_error() -> None:
    first, second = read("{ book { id ... @defer { isbn } } }", newer=True)
    assert first["data"] == {"book": {"id": "2"}}
    assert first["pending"] == [{"id": "0", "path": ["book"]}]
    assert "incremental" not in second
    (done,) = second["completed"]
    assert done["id"] == "0"
    assert done["errors"][0]["path"] == ["book", "isbn"]


def test_a_field_of_the_root_blanks_nothing_else() -> None:
    answers = read("{ name ... @defer { must } }")
    assert answers[0] == {"data": {"name": "N"}, "hasNext": True}
    assert answers[1]["incremental"][0]["data"] is None
    assert answers[1]["incremental"][0]["errors"][0]["path"] == ["must"]


def test_what_lies_in_a_fragment_that_failed_is_not_promised() -> None:
    text = '{ books { id ... @defer(label: "o") { part { n ... @defer(label: "i") { m } } } } }'
    answers = read(text)
    assert answers[0]["data"] == {"books": [{"id": "1"}, {"id": "2"}]}
    assert pieces(answers) == {
        ("o", "books", 0): {"part": {"n": 1}},
        ("o", "books", 1): None,
        ("i", "books", 0, "part"): {"m": 2},
    }


def test_a_fragment_switched_off_fails_with_what_is_answered_at_once() -> None:
    text = "query($later: Boolean!) { book { id ... @defer(if: $later) { isbn } ... @defer { title } } }"
    blank, rest = read(text, {"later": False})
    assert blank["data"] == {"book": None}
    assert [error["path"] for error in blank["errors"]] == [["book", "isbn"]]
    assert "incremental" not in rest
    later = read(text, {"later": True})
    assert later[0]["data"] == {"book": {"id": "2"}}
    assert pieces(later) == {(None, "book"): {"title": "B"}}


def test_variables_of_the_client_keep_their_names() -> None:
    text = (
        "query($torgetSwitch0: Boolean! = false) "
        "{ book { id @skip(if: $torgetSwitch0) ... @defer { isbn } } }"
    )
    assert read(text)[0]["data"] == {"book": {"id": "2"}}
    assert read(text, {"torgetSwitch0": True})[0]["data"] == {"book": {}}


@pytest.mark.parametrize("count", [MOST_RUNS, MOST_RUNS + 1])
def test_however_many_fragments_the_answer_at_once_stands_and_all_are_told(count: int) -> None:
    fragments = " ".join(f'... @defer(label: "{n}") {{ t{n}: title }}' for n in range(count - 1))
    one = town()
    text = f'{{ book {{ id {fragments} ... @defer(label: "p") {{ isbn }} }} }}'

    async def run() -> list[Any]:
        parts = execute_deferred(one.prepare(text), None, CONTEXT, one.subgraphs)
        return [by_path(each) async for each in parts]

    answers = asyncio.run(run())
    assert answers[0]["data"] == {"book": {"id": "2"}}
    assert len(pieces(answers)) == count
    assert one.fetches <= MOST_RUNS + 2
