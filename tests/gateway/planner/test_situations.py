# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Situations in which a needless or a missing fetch gives a wrong answer (federation 1)."""

from __future__ import annotations

from typing import Any

from inline_snapshot import snapshot

from gateway.planner import prepare
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.reading import read_supergraph
from tests.gateway.support.towns import Town


def never(*_: Any, **__: Any) -> Any:
    raise AssertionError("a plan that needs this is a poor plan")


NOTES = [{"id": f"n{i}", "by": f"p{i % 2}", "on": "t1" if i < 3 else "t2"} for i in range(1, 6)]
BOARD = Town(
    {
        "threads": (
            (
                "type Query { threads: [Thread] } "
                'type Thread @key(fields: "id") { id: ID! } '
                'type Note @key(fields: "id") { id: ID! by: ID }'
            ),
            {
                "Query.threads": lambda _: [{"id": "t1"}, {"id": "t2"}],
                "Note.__ref": lambda key: next(one for one in NOTES if one["id"] == key["id"]),
            },
        ),
        "notes": (
            (
                'type Thread @key(fields: "id") { id: ID! notes(first: Int!): [Note] '
                'closer: String @requires(fields: "notes(first: 2) { by }") } '
                'type Note @key(fields: "id") { id: ID! by: ID @external }'
            ),
            {
                "Thread.notes": lambda one, first: [
                    {"id": note["id"]} for note in NOTES if note["on"] == one["id"]
                ][:first],
                "Thread.closer": lambda one: one["notes"][1]["by"],
                "Note.by": never,
            },
        ),
    }
)


def test_an_input_with_arguments_may_begin_where_it_is_needed() -> None:
    operation = "{ threads { closer notes(first: 1) { id } } }"
    assert BOARD.plan(operation) == snapshot("""\
1 root threads
  { threads { id } }
2 entity notes after 1
  at threads: Thread { id }
    => { ... on Thread { notes__2: notes(first: 1) { id } notes__1: notes(first: 2) { id } } }
3 entity threads after 2
  at threads.notes__1: Note { id }
    => { ... on Note { by } }
4 entity notes after 3
  at threads: Thread { id notes=notes__1 { by } }
    => { ... on Thread { closer } }
""")
    assert BOARD.answer(operation).data == {
        "threads": [
            {"closer": "p0", "notes": [{"id": "n1"}]},
            {"closer": "p0", "notes": [{"id": "n3"}]},
        ]
    }


STAFF = Town(
    {
        "people": (
            (
                'interface Worker @key(fields: "id") { id: ID! } '
                'type Chief implements Worker @key(fields: "id") { id: ID! here: Boolean! @shareable } '
                'type Clerk implements Worker @key(fields: "id") { id: ID! desk: Int! }'
            ),
            {
                "Worker.__ref": lambda key: {
                    "__typename": "Chief" if key["id"] == "1" else "Clerk",
                    "id": key["id"],
                    "here": True,
                }
            },
        ),
        "rota": (
            (
                "type Query { team: [Worker] } "
                'type Worker @key(fields: "id") @interfaceObject { id: ID! name: String! }'
            ),
            {
                "Query.team": lambda _: [{"id": "1"}, {"id": "2"}],
                "Worker.name": lambda one: f"N{one['id']}",
            },
        ),
        "doors": (
            'type Worker @key(fields: "id") @interfaceObject { id: ID! here: Boolean! @shareable }',
            {"Worker.here": lambda _: False},
        ),
    }
)


def test_what_one_implementation_shares_is_asked_where_all_have_it() -> None:  # federation P7
    operation = "{ team { id here } }"
    assert STAFF.plan(operation) == snapshot("""\
1 root rota
  { team { id } }
2 entity doors after 1
  at team: Worker { id }
    => { ... on Worker { here } }
""")
    assert STAFF.answer(operation).data == {
        "team": [{"id": "1", "here": False}, {"id": "2", "here": False}]
    }


def test_a_fragment_on_that_implementation_is_answered_where_its_type_is_known() -> None:
    operation = "{ team { id ... on Chief { here } } }"
    assert STAFF.plan(operation) == snapshot("""\
1 root rota
  { team { id } }
2 entity people after 1
  at team: Worker { id }
    => { ... on Worker { __typename ... on Chief { here } } }
""")
    assert STAFF.answer(operation).data == {"team": [{"id": "1", "here": True}, {"id": "2"}]}


def test_a_fields_value_comes_along_and_the_type_decides_who_shows_it() -> None:
    answer = STAFF.answer("{ team { ... on Clerk { name } } }")
    assert answer.data == {"team": [{}, {"name": "N2"}]}
    assert STAFF.fetches == 2


ACTIONS = {
    "a": [{"__typename": "Common", "label": "c"}, {"__typename": "OnlyA", "a": "a"}],
    "b": [{"__typename": "Common", "label": "c"}, {"__typename": "OnlyB", "b": "b"}],
}


def _box(graph: str, extra: str, roots: str) -> str:
    only = f"Only{graph.upper()}"
    return (
        f"type Query {{ {roots} shared: Box @shareable }} "
        f'type Box @key(fields: "id") {{ id: ID! inner: Inner @shareable {extra} }} '
        "type Inner @shareable { actions: [Action!]! } "
        f"union Action = Common | {only} type Common @shareable {{ label: String }} "
        f"type {only} {{ {graph}: String }}"
    )


BOXES = Town(
    {
        "a": (
            _box("a", "", "first: Box"),
            {
                "Query.first": lambda _: {"id": "1", "inner": {"actions": ACTIONS["a"]}},
                "Query.shared": lambda _: {"id": "1", "inner": {"actions": ACTIONS["a"][:1]}},
            },
        ),
        "b": (
            _box("b", "other: Inner", "second: Box"),
            {
                "Query.second": lambda _: {"id": "1", "inner": {"actions": ACTIONS["b"]}},
                "Query.shared": lambda _: {"id": "1", "inner": {"actions": ACTIONS["b"][:1]}},
                "Box.other": lambda _: {"actions": ACTIONS["b"]},
            },
        ),
    }
)
ALL = "actions { __typename ... on Common { label } ... on OnlyA { a } ... on OnlyB { b } }"


def test_a_union_behind_a_value_type_keeps_the_members_of_where_it_is_asked() -> None:  # P6
    for root, graph in (("first", "a"), ("second", "b")):
        answer = BOXES.answer(f"{{ {root} {{ inner {{ {ALL} }} }} }}")
        assert answer.data == {root: {"inner": {"actions": ACTIONS[graph]}}}
        assert BOXES.fetches == 1
    answer = BOXES.answer(f"{{ first {{ inner {{ {ALL} }} other {{ {ALL} }} }} }}")
    assert answer.data == {
        "first": {"inner": {"actions": ACTIONS["a"]}, "other": {"actions": ACTIONS["b"]}}
    }
    assert BOXES.fetches == 2


def test_of_a_root_both_have_only_common_members_are_asked_for() -> None:  # federation P6
    operation = f"{{ shared {{ inner {{ {ALL} }} }} }}"
    assert BOXES.plan(operation) == snapshot("""\
1 root a
  { shared { inner { actions { __typename ... on Common { label } } } } }
""")


REVIEWS = Town(
    {
        "a": (
            (
                "type Query { review: Review } union Review = Signed | Unsigned "
                "type Signed { thing: Thing } type Unsigned { thing: Thing } "
                'type Thing @key(fields: "id") { id: ID! }'
            ),
            {"Query.review": lambda _: {"__typename": "Unsigned", "thing": {"id": "1"}}},
        ),
        "b": ('type Thing @key(fields: "id") { id: ID! b: String! }', {"Thing.b": lambda _: "B"}),
        "c": ('type Thing @key(fields: "id") { id: ID! c: String! }', {"Thing.__ref": never}),
    }
)


def test_things_below_a_member_that_did_not_come_are_not_asked_for() -> None:
    answer = REVIEWS.answer(
        "{ review { ... on Unsigned { thing { b } } ... on Signed { thing { c } } } }"
    )
    assert answer.data == {"review": {"thing": {"b": "B"}}}
    assert not answer.errors
    assert REVIEWS.fetches == 2


PROMISES = Town(
    {
        "owner": (
            (
                'type Thing @key(fields: "id") { id: ID! name: String! @shareable '
                "about: String! @shareable more: String! }"
            ),
            {"Thing.name": never, "Thing.about": never, "Thing.more": lambda _: "M"},
        ),
        "shelf": (
            (
                'type Query { thing: Thing @provides(fields: "name about") } '
                'type Thing @key(fields: "id") { id: ID! name: String! @external '
                "about: String! @external }"
            ),
            {
                "Query.thing": lambda _: {"id": "1", "name": "N"},
                "Thing.about": never,
                "Thing.__ref": never,
            },
        ),
    }
)


def test_of_a_promise_only_what_is_asked_for_is_used() -> None:
    for text, fetches in (
        ("{ thing { id } }", 1),
        ("{ thing { shown: name } }", 1),
        ("{ thing { name ... { more } } }", 2),
        ("{ thing { name ... @skip(if: true) { about } } }", 1),
    ):
        answer = PROMISES.answer(text)
        assert not answer.errors
        assert PROMISES.fetches == fetches


def test_a_shared_mutation_is_done_once_where_all_of_it_can_be_answered() -> None:  # P10
    done: list[str] = []

    def add(_: Any, name: str) -> Any:
        done.append(name)
        return {"id": "1", "name": name}

    town = Town(
        {
            "a": (
                (
                    "type Query { x: Int } type Mutation { add(name: String!): Kind @shareable } "
                    'type Kind @key(fields: "id") { id: ID! }'
                ),
                {"Mutation.add": never},
            ),
            "b": (
                (
                    "type Mutation { add(name: String!): Kind @shareable } "
                    'type Kind @key(fields: "id") { id: ID! name: String! }'
                ),
                {"Mutation.add": add},
            ),
        }
    )
    assert town.answer('mutation { add(name: "k") { id name } }').data == {
        "add": {"id": "1", "name": "k"}
    }
    assert done == ["k"]


ACCESS = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", '
    'import: ["@composeDirective"]) @link(url: "https://example.test/access/v1.0", '
    'import: ["@access"]) @composeDirective(name: "@access") '
    "directive @access(scope: Scope!{default}) on FIELD enum Scope {{ OPEN CLOSED }} "
    "type Query {{ {field}: String }}"
)


def test_a_composed_directive_of_clients_keeps_a_default_and_ends_here() -> None:
    sdl = {"a": ("", "a"), "b": (" = OPEN", "b")}
    sources = [
        SubgraphSource(name, f"http://{name}", ACCESS.format(default=default, field=field))
        for name, (default, field) in sdl.items()
    ]
    composition = compose(sources)
    assert composition.supergraph_sdl is not None
    assert "directive @access(scope: Scope! = OPEN) on FIELD" in (composition.api_sdl or "")
    supergraph = read_supergraph(composition.supergraph_sdl)
    plan = prepare(supergraph, "{ a @access b @access(scope: CLOSED) }").plan
    assert [step.query for step in plan.steps] == ["query { a }", "query { b }"]
