# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2

"""Interfaces and unions that look different from subgraph to subgraph (federation P2, P5, P6)."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from gateway.planner import PlanningError
from tests.gateway.support.towns import Town

BOOK = {"__typename": "Book", "name": "Aniara"}
MEDIA = Town(
    {
        "a": (
            (
                "type Query { pick: Media @shareable desk: Desk @shareable only: Media } "
                "union Media = Book | Song type Book @shareable { name: String! } "
                "type Song { name: String! } type Desk { pick: Book @shareable }"
            ),
            {
                "Query.pick": lambda _: BOOK,
                "Query.only": lambda _: {"__typename": "Song", "name": "Visa"},
                "Query.desk": lambda _: {"pick": BOOK},
            },
        ),
        "b": (
            (
                "type Query { pick: Media @shareable desk: Desk @shareable } "
                "union Media = Book | Film type Book @shareable { name: String! } "
                "type Film { name: String! } union Item = Book | Film type Desk { pick: Item @shareable }"
            ),
            {"Query.pick": lambda _: BOOK, "Query.desk": lambda _: {"pick": BOOK}},
        ),
    }
)


def test_of_a_shared_union_only_common_members_are_asked_for() -> None:  # federation P6
    operation = "{ pick { ... on Film { name } } }"
    assert MEDIA.plan(operation) == snapshot("""\
1 root a
  { pick { __typename } }
""")
    assert MEDIA.answer(operation).data == {"pick": {}}


def test_a_union_of_one_subgraph_keeps_its_own_members() -> None:  # federation P6
    operation = "{ only { ... on Song { name } ... on Film { name } } }"
    assert MEDIA.plan(operation) == snapshot("""\
1 root a
  { only { __typename ... on Song { name } } }
""")
    assert MEDIA.answer(operation).data == {"only": {"name": "Visa"}}


def test_an_object_here_may_be_a_union_there() -> None:
    operation = "{ desk { pick { ... on Book { name } ... on Film { name } } } }"
    assert MEDIA.plan(operation) == snapshot("""\
1 root a
  { desk { pick { __typename name } } }
""")
    assert MEDIA.answer(operation).data == {"desk": {"pick": {"name": "Aniara"}}}


NODES = Town(
    {
        "a": (
            (
                "type Query { node(id: ID!): Node @shareable } interface Node { id: ID! } "
                'type Home implements Node @key(fields: "id") { id: ID! street: String! } '
                'type Chat implements Node @key(fields: "id") { id: ID! @external open: Boolean }'
            ),
            {
                "Query.node": lambda _, **given: {
                    "__typename": "Home" if given["id"] == "h" else "Chat",
                    "id": given["id"],
                    "street": "Storgatan",
                }
            },
        ),
        "b": (
            (
                "type Query { node(id: ID!): Node @shareable } interface Node { id: ID! } "
                'type Home implements Node @key(fields: "id") { id: ID! @external size: Int } '
                'type Chat implements Node @key(fields: "id") { id: ID! text: String! }'
            ),
            {
                "Query.node": lambda _, **given: {
                    "__typename": "Home" if given["id"] == "h" else "Chat",
                    "id": given["id"],
                    "text": "hej",
                }
            },
        ),
    }
)


def test_fragments_choose_the_subgraph_that_knows_their_type() -> None:
    operation = '{ x: node(id: "h") { ... on Home { id street } } y: node(id: "c") { ... on Chat { text } } }'
    assert NODES.plan(operation) == snapshot("""\
1 root a
  { node__1: node(id: "h") { __typename ... on Home { id street } } }
2 root b
  { node__2: node(id: "c") { __typename ... on Chat { text } } }
""")
    assert NODES.answer(operation).data == {
        "x": {"id": "h", "street": "Storgatan"},
        "y": {"text": "hej"},
    }


def test_what_no_single_subgraph_can_answer_for_all_types_is_an_error() -> None:  # federation P5
    with pytest.raises(PlanningError):
        NODES.prepare('{ node(id: "h") { id } }')


UNLIKE = Town(
    {
        "a": (
            (
                "type Query { all: [Owner!]! } union Owner = Person | Firm "
                "type Person { no: ID! kin: [Owner!]! } type Firm { no: ID kin: [Owner] }"
            ),
            {
                "Query.all": lambda _: [
                    {
                        "__typename": "Person",
                        "no": "p",
                        "kin": [{"__typename": "Firm", "no": None}],
                    },
                    {"__typename": "Firm", "no": "f", "kin": None},
                ]
            },
        )
    }
)


def test_one_response_key_with_other_nullability_per_member_gets_two_canonical_keys() -> None:
    kin = "kin { ... on Person { no } ... on Firm { f: no } }"
    operation = (
        f"{{ all {{ ... on Person {{ p: no a: {kin} }} ... on Firm {{ q: no b: {kin} }} }} }}"
    )
    assert UNLIKE.plan(operation) == snapshot("""\
1 root a
  { all { __typename ... on Firm { no kin { __typename ... on Firm { no } ... on Person { no__Person: no } } } ... on Person { no__Person: no kin__Person: kin { __typename ... on Firm { no } ... on Person { no__Person: no } } } } }
""")
    assert UNLIKE.answer(operation).data == {
        "all": [{"p": "p", "a": [{"f": None}]}, {"q": "f", "b": None}]
    }


def test_an_interface_folds_back_only_where_it_declares_the_same_type() -> None:
    town = Town(
        {
            "a": (
                (
                    "type Query { item: Item } interface Item { twin: Item } "
                    "type Chair implements Item { twin: Chair legs: Int }"
                ),
                {"Query.item": lambda _: {"__typename": "Chair", "twin": {"legs": 4}}},
            )
        }
    )
    operation = "{ item { ... on Chair { twin { legs } } } }"
    assert town.plan(operation) == snapshot("""\
1 root a
  { item { __typename ... on Chair { twin { legs } } } }
""")
    assert town.answer(operation).data == {"item": {"twin": {"legs": 4}}}
