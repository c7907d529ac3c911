# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@interfaceObject`: fields for all implementations from a subgraph that knows none (P7)."""

from __future__ import annotations

from inline_snapshot import snapshot

from gateway.planner import prepare
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.reading import read_supergraph
from tests.gateway.support.towns import Town

PEOPLE = {"1": "Nurse", "2": "Doctor"}
WARD = Town(
    {
        "staff": (
            (
                "type Query { team: [Worker!]! } "
                'interface Worker @key(fields: "id") { id: ID! name: String } '
                'type Nurse implements Worker @key(fields: "id") { id: ID! name: String ward: Int } '
                'type Doctor implements Worker @key(fields: "id") { id: ID! name: String field: String }'
            ),
            {
                "Query.team": lambda _: [{"__typename": "Nurse", "id": "1", "name": "Siv"}],
                "Worker.__ref": lambda key: {
                    "__typename": PEOPLE[key["id"]],
                    "id": key["id"],
                    "name": "Siv" if key["id"] == "1" else "Ulf",
                    "ward": 4,
                },
            },
        ),
        "rota": (
            (
                "type Query { onCall: [Worker] } "
                'type Worker @key(fields: "id") @interfaceObject { id: ID! shift: String '
                'name: String @external badge: String @requires(fields: "name") }'
            ),
            {
                "Query.onCall": lambda _: [
                    {"id": "1", "shift": "day"},
                    {"id": "2", "shift": "night"},
                ],
                "Worker.shift": lambda one: one.get("shift", "day"),
                "Worker.badge": lambda one: "*" + one["name"],
            },
        ),
    }
)


def test_fields_of_the_interface_object_need_no_concrete_type() -> None:
    operation = "{ onCall { id shift } }"
    assert WARD.plan(operation) == snapshot("""\
1 root rota
  { onCall { id shift } }
""")


def test_the_true_typename_comes_from_where_the_interface_is_one() -> None:
    operation = "{ onCall { shift __typename ... on Nurse { ward } } }"
    assert WARD.plan(operation) == snapshot("""\
1 root rota
  { onCall { shift id } }
2 entity staff after 1
  at onCall: Worker { id }
    => { ... on Worker { __typename ... on Nurse { ward } } }
""")
    assert WARD.answer(operation).data == {
        "onCall": [
            {"shift": "day", "__typename": "Nurse", "ward": 4},
            {"shift": "night", "__typename": "Doctor"},
        ]
    }


def test_a_concrete_object_is_sent_under_the_name_of_its_interface() -> None:
    operation = "{ team { name shift } }"
    assert WARD.plan(operation) == snapshot("""\
1 root staff
  { team { __typename name id } }
2 entity rota after 1
  at team: Worker { id }
    => { ... on Worker { shift } }
""")
    assert WARD.answer(operation).data == {"team": [{"name": "Siv", "shift": "day"}]}


def test_an_interface_object_can_require_fields_of_the_implementations() -> None:
    operation = "{ onCall { badge } }"
    assert WARD.plan(operation) == snapshot("""\
1 root rota
  { onCall { id } }
2 entity staff after 1
  at onCall: Worker { id }
    => { ... on Worker { __typename name } }
3 entity rota after 2
  at onCall: Worker { id name }
    => { ... on Worker { badge } }
""")
    assert WARD.answer(operation).data == {"onCall": [{"badge": "*Siv"}, {"badge": "*Ulf"}]}


def test_an_interface_nobody_implements_is_answered_by_its_interface_object() -> None:
    town = Town(
        {
            "a": ('interface Node @key(fields: "id") { id: ID! } type Query { x: Int }', {}),
            "b": (
                (
                    'type Node @key(fields: "id", resolvable: false) @interfaceObject '
                    "{ id: ID! note: String } type Query { node: Node }"
                ),
                {"Query.node": lambda _: {"id": "n", "note": "hej"}},
            ),
        }
    )
    assert town.answer("{ node { id note } }").data == {"node": {"id": "n", "note": "hej"}}


def test_an_input_is_not_its_readers_own_even_where_a_composer_does_not_say_so() -> None:  # S4
    stated = "name: String @join__field(graph: ROTA, external: true) @join__field(graph: STAFF)"
    composed = compose([SubgraphSource(name, "http://t", sdl) for name, sdl in WARD.sdl.items()])
    text = composed.supergraph_sdl or ""
    assert stated in text
    silent = read_supergraph(text.replace(stated, "name: String"))
    operation = "{ onCall { badge } }"
    assert prepare(silent, operation).plan.text == WARD.plan(operation)
