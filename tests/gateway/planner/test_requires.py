# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@requires`: inputs gathered first, with arguments, through abstract types, in chains (P4, P9)."""

from __future__ import annotations

from inline_snapshot import snapshot

from tests.gateway.support.towns import Town

TOLLS = Town(
    {
        "roads": (
            (
                "type Query { roads: [Road] } "
                'type Road @key(fields: "nr") { nr: ID! length: Int toll(currency: String!): Int '
                "kind: Kind } type Kind { tax(year: Int!): Int }"
            ),
            {
                "Query.roads": lambda _: [{"nr": "E6", "length": 3}],
                "Road.toll": lambda _, currency: {"SEK": 20, "EUR": 2}[currency],
                "Road.kind": lambda _: {"x": 1},
                "Kind.tax": lambda _, year: year - 2000,
            },
        ),
        "planner": (
            (
                'type Road @key(fields: "nr") { nr: ID! length: Int @external '
                "toll(currency: String!): Int @external kind: Kind @external "
                'inSek: Int @requires(fields: "length toll(currency: \\"SEK\\")") '
                'inEur: Int @requires(fields: "length toll(currency: \\"EUR\\")") '
                'taxed: Int @requires(fields: "kind { tax(year: 2026) }") } '
                "type Kind @external { tax(year: Int!): Int }"
            ),
            {
                "Road.inSek": lambda one: one["length"] * one["toll"],
                "Road.inEur": lambda one: one["length"] * one["toll"],
                "Road.taxed": lambda one: one["kind"]["tax"],
            },
        ),
    }
)


def test_inputs_with_arguments_do_not_meet_the_clients_own() -> None:
    operation = '{ roads { toll(currency: "EUR") inSek taxed } }'
    assert TOLLS.plan(operation) == snapshot("""\
1 root roads
  { roads { toll__1: toll(currency: "EUR") length toll__2: toll(currency: "SEK") nr kind { tax__1: tax(year: 2026) } } }
2 entity planner after 1
  at roads: Road { nr length toll=toll__2 kind { tax=tax__1 } }
    => { ... on Road { inSek taxed } }
""")
    assert TOLLS.answer(operation).data == {"roads": [{"toll": 2, "inSek": 60, "taxed": 26}]}


def test_one_input_with_two_sets_of_arguments_is_sent_in_two_representations() -> None:
    operation = "{ roads { inSek inEur } }"
    assert TOLLS.plan(operation) == snapshot("""\
1 root roads
  { roads { length toll__1: toll(currency: "SEK") nr toll__2: toll(currency: "EUR") } }
2 entity planner after 1
  at roads: Road { nr length toll=toll__1 }
    => { ... on Road { inSek } }
  at roads: Road { nr length toll=toll__2 }
    => { ... on Road { inEur } }
""")
    assert TOLLS.answer(operation).data == {"roads": [{"inSek": 60, "inEur": 6}]}
    assert TOLLS.fetches == 2


def test_a_skipped_field_takes_its_inputs_along() -> None:  # federation P9
    operation = "query($x: Boolean!) { roads { nr inSek @include(if: $x) } }"
    assert TOLLS.plan(operation) == snapshot("""\
1 root roads
  { roads { nr length @include(if: $x) toll__1: toll(currency: "SEK") @include(if: $x) } }
2 entity planner after 1 if $x
  at roads: Road { nr length toll=toll__1 }
    => { ... on Road { inSek } }
""")
    assert TOLLS.answer(operation, {"x": False}).data == {"roads": [{"nr": "E6"}]}
    assert TOLLS.fetches == 1


CHAIN = Town(
    {
        "posts": (
            (
                'type Query { feed: [Post] } type Post @key(fields: "id") { id: ID! '
                'byNew: Boolean! @external byOld: Boolean! @requires(fields: "byNew") } '
                'type Author @key(fields: "id") { id: ID! years: Int! }'
            ),
            {
                "Query.feed": lambda _: [{"id": "p1"}],
                "Post.byOld": lambda one: not one["byNew"],
                "Author.years": lambda _: 2,
            },
        ),
        "people": (
            (
                'type Post @key(fields: "id") { id: ID! author: Author! '
                'byNew: Boolean! @requires(fields: "author { years }") } '
                'type Author @key(fields: "id") { id: ID! years: Int! @external }'
            ),
            {
                "Post.author": lambda _: {"id": "a1"},
                "Post.byNew": lambda one: one["author"]["years"] < 3,
            },
        ),
    }
)


def test_requirements_that_go_round_between_two_subgraphs_are_resolved_in_turn() -> None:
    operation = "{ feed { byOld } }"
    assert CHAIN.plan(operation) == snapshot("""\
1 root posts
  { feed { id } }
2 entity people after 1
  at feed: Post { id }
    => { ... on Post { author { id } } }
3 entity posts after 2
  at feed.author: Author { id }
    => { ... on Author { years } }
4 entity people after 3
  at feed: Post { id author { years } }
    => { ... on Post { byNew } }
5 entity posts after 4
  at feed: Post { id byNew }
    => { ... on Post { byOld } }
""")
    assert CHAIN.answer(operation).data == {"feed": [{"byOld": False}]}


SIGNS = (
    "interface Mark { text: String! } interface Lit implements Mark { text: String! lux: Int! } "
)
LAMPS = Town(
    {
        "a": (
            'type Query @shareable { post: Post } type Post @key(fields: "id") { id: ID! mark: Mark } '
            + SIGNS
            + "type Lamp implements Mark & Lit @shareable { text: String! lux: Int! watt: Int! } "
            "type Neon implements Mark & Lit @shareable { text: String! lux: Int! gas: Int! }",
            {
                "Query.post": lambda _: {"id": "1"},
                "Post.mark": lambda _: {"__typename": "Lamp", "text": "A", "lux": 9, "watt": 5},
            },
        ),
        "b": (
            'type Post @key(fields: "id") { id: ID! mark: Mark @external power: Int! @requires('
            'fields: "mark { text ... on Lit { lux ... on Lamp { watt } ... on Neon { gas } } }") } '
            + SIGNS
            + "type Lamp implements Mark & Lit @shareable @inaccessible "
            "{ text: String! lux: Int! watt: Int! } "
            "type Neon implements Mark & Lit @shareable { text: String! lux: Int! gas: Int! }",
            {"Post.power": lambda one: one["mark"]["watt"] + one["mark"]["lux"]},
        ),
    }
)


def test_inputs_may_be_fragments_on_types_the_client_cannot_see() -> None:
    operation = "{ post { power mark { text } } }"
    assert LAMPS.plan(operation) == snapshot("""\
1 root a
  { post { mark { __typename text ... on Lamp { lux watt } ... on Neon { lux gas } } id } }
2 entity b after 1
  at post: Post { id mark { text lux watt gas } }
    => { ... on Post { power } }
""")
    answer = LAMPS.answer(operation)
    assert answer.data == {"post": {"power": 14, "mark": None}}
    assert answer.errors == []


def test_a_null_input_is_sent_as_null() -> None:  # federation E2
    town = Town(
        {
            "a": (
                'type Query { one: Thing } type Thing @key(fields: "id") { id: ID! size: Int }',
                {"Query.one": lambda _: {"id": "1", "size": None}},
            ),
            "b": (
                (
                    'type Thing @key(fields: "id") { id: ID! size: Int @external '
                    'label: String @requires(fields: "size") }'
                ),
                {"Thing.label": lambda one: f"size {one['size']}"},
            ),
        }
    )
    assert town.answer("{ one { label } }").data == {"one": {"label": "size None"}}
