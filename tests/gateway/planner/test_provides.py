# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@provides`: what a path promises is used, and no more than it promises (federation P4)."""

from __future__ import annotations

from inline_snapshot import snapshot

from tests.gateway.support.towns import Town

ITEMS = [
    {"__typename": "Book", "id": "1", "name": "B"},
    {"__typename": "Film", "id": "2", "name": "F"},
]
SHOP = Town(
    {
        "a": (
            (
                "type Query { items: [Item] @shareable } union Item = Book | Film "
                'type Book @key(fields: "id") { id: ID! } type Film @key(fields: "id") { id: ID! }'
            ),
            {},
        ),
        "b": (
            (
                'type Query { items: [Item] @shareable @provides(fields: "... on Book { name }") } '
                'union Item = Book | Film type Book @key(fields: "id") { id: ID! name: String @external } '
                'type Film @key(fields: "id") { id: ID! }'
            ),
            {"Query.items": lambda _: ITEMS},
        ),
        "c": (
            (
                'type Book @key(fields: "id") { id: ID! name: String @shareable } '
                'type Film @key(fields: "id") { id: ID! name: String @shareable }'
            ),
            {"Film.name": lambda _: "F"},
        ),
    }
)


def test_a_promise_saves_the_fetch() -> None:
    operation = "{ items { ... on Book { id name } ... on Film { id } } }"
    assert SHOP.plan(operation) == snapshot("""\
1 root b
  { items { __typename ... on Book { id name } ... on Film { id } } }
""")


def test_a_promise_for_one_member_leaves_the_other_to_its_owner() -> None:
    operation = "{ items { ... on Book { name } ... on Film { name } } }"
    assert SHOP.plan(operation) == snapshot("""\
1 root b
  { items { __typename ... on Book { name } ... on Film { id } } }
2 entity c after 1
  at items|[Film]: Film { id }
    => { ... on Film { name } }
""")
    assert SHOP.answer(operation).data == {"items": [{"name": "B"}, {"name": "F"}]}


def test_promises_reach_into_nested_objects() -> None:
    town = Town(
        {
            "a": (
                (
                    'type Query { trees: [Tree] @provides(fields: "parts { label parts { label } }") } '
                    'type Tree @key(fields: "id") { id: ID! parts: [Part] @external } '
                    'type Part @key(fields: "id") { id: ID! label: String @external parts: [Part] @external }'
                ),
                {
                    "Query.trees": lambda _: [
                        {
                            "id": "1",
                            "parts": [
                                {"id": "2", "label": "x", "parts": [{"id": "3", "label": "y"}]}
                            ],
                        }
                    ]
                },
            ),
            "b": (
                (
                    'type Tree @key(fields: "id") { id: ID! parts: [Part] @shareable } '
                    'type Part @key(fields: "id") @shareable '
                    "{ id: ID! label: String parts: [Part] }"
                ),
                {},
            ),
        }
    )
    operation = "{ trees { parts { label parts { label } } } }"
    assert town.plan(operation) == snapshot("""\
1 root a
  { trees { parts { label parts { label } } } }
""")
    assert town.answer(operation).data == {
        "trees": [{"parts": [{"label": "x", "parts": [{"label": "y"}]}]}]
    }
