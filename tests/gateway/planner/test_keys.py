# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2

"""Joins by keys: which fetches, in which order, with which answer (federation P4, P9, E2)."""

from __future__ import annotations

from inline_snapshot import snapshot

from tests.gateway.support.towns import Town

LOANS = Town(
    {
        "catalogue": (
            'type Query { shelf: [Title] } type Title @key(fields: "isbn") { isbn: ID! name: String }',
            {"Query.shelf": lambda _: [{"isbn": "1", "name": "Röda rummet"}, {"isbn": "2"}]},
        ),
        "registry": (
            'type Title @key(fields: "isbn") @key(fields: "serial") { isbn: ID! serial: Int }',
            {"Title.serial": lambda one: 70 if one["isbn"] == "1" else None},
        ),
        "loans": (
            'type Title @key(fields: "serial") { serial: Int queue: Int! }',
            {"Title.queue": lambda one: one["serial"] + 1},
        ),
    }
)


def test_a_key_is_reached_by_way_of_a_third_subgraph() -> None:
    assert LOANS.plan("{ shelf { name queue } }") == snapshot("""\
1 root catalogue
  { shelf { name isbn } }
2 entity registry after 1
  at shelf: Title { isbn }
    => { ... on Title { serial } }
3 entity loans after 2
  at shelf: Title { serial }
    => { ... on Title { queue } }
""")


def test_a_null_key_in_the_middle_of_a_chain_ends_the_chain_there() -> None:  # federation E2
    answer = LOANS.answer("{ shelf { isbn serial queue } }")
    assert answer.data == {"shelf": [{"isbn": "1", "serial": 70, "queue": 71}, None]}
    assert [one["path"] for one in answer.errors] == [["shelf", 1, "queue"]]
    assert LOANS.subgraphs["loans"].calls[0].variables == {
        "representations": [{"__typename": "Title", "serial": 70}]
    }


PARKS = Town(
    {
        "maps": (
            'type Query { park(no: ID!): Park } type Park @key(fields: "no") { no: ID! name: String }',
            {"Query.park": lambda _, no: {"no": no, "name": "Slottsskogen"}},
        ),
        "care": (
            (
                'type Park @key(fields: "no") { no: ID! district: District @shareable } '
                "type District { budget: Int }"
            ),
            {"Park.district": lambda _: {"budget": 12}},
        ),
        "geo": (
            (
                'type Park @key(fields: "no") { no: ID! district: District @shareable } '
                "type District { code: ID @shareable }"
            ),
            {"Park.district": lambda _: {"code": "D4"}},
        ),
        "names": (
            'type District @key(fields: "code") { code: ID label: String }',
            {"District.label": lambda one: "Centrum " + one["code"]},
        ),
    }
)


def test_children_without_a_key_are_read_again_through_their_parent() -> None:  # federation P8
    operation = '{ park(no: "7") { name district { code label budget } } }'
    assert PARKS.plan(operation) == snapshot("""\
1 root maps
  { park__1: park(no: "7") { name no } }
2 entity geo after 1
  at park__1: Park { no }
    => { ... on Park { district { code } } }
3 entity care after 1
  at park__1: Park { no }
    => { ... on Park { district { budget } } }
4 entity names after 2
  at park__1.district: District { code }
    => { ... on District { label } }
""")
    assert PARKS.answer(operation).data == {
        "park": {
            "name": "Slottsskogen",
            "district": {"code": "D4", "label": "Centrum D4", "budget": 12},
        }
    }


MIXED = Town(
    {
        "a": (
            (
                'type Lot @key(fields: "id") @key(fields: "area { row seat }", resolvable: false) '
                "{ id: ID! area: Area! name: String! } type Area @shareable { row: ID! seat: ID! gate: ID! }"
            ),
            {"Lot.__ref": lambda key: {**key, "name": "Lot " + key["id"]}},
        ),
        "b": (
            (
                "type Query { lots: [Lot!]! } "
                'type Lot @key(fields: "id area { seat gate }") @key(fields: "id", resolvable: false) '
                '{ id: ID! area: Area! name: String! @external sign: String! @requires(fields: "name") } '
                "type Area @shareable { row: ID! seat: ID! gate: ID! }"
            ),
            {
                "Query.lots": lambda _: [{"id": "9", "area": {"row": 1, "seat": 2, "gate": 3}}],
                "Lot.sign": lambda one: f"{one['name']} at {one['area']['gate']}",
            },
        ),
    }
)


def test_composite_and_unresolvable_keys_find_their_way_back() -> None:
    operation = "{ lots { sign name } }"
    assert MIXED.plan(operation) == snapshot("""\
1 root b
  { lots { id area { seat gate } } }
2 entity a after 1
  at lots: Lot { id }
    => { ... on Lot { name } }
3 entity b after 2
  at lots: Lot { id area { seat gate } name }
    => { ... on Lot { sign } }
""")
    assert MIXED.answer(operation).data == {"lots": [{"sign": "Lot 9 at 3", "name": "Lot 9"}]}


def test_equal_entities_are_asked_for_once() -> None:  # federation E2
    town = Town(
        {
            "a": (
                'type Query { all: [Person] } type Person @key(fields: "id") { id: ID! }',
                {"Query.all": lambda _: [{"id": "1"}, None, {"id": "1"}, {"id": "2"}]},
            ),
            "b": (
                'type Person @key(fields: "id") { id: ID! age: Int }',
                {"Person.age": lambda _: 4},
            ),
        }
    )
    answer = town.answer("{ all { age } }")
    assert answer.data == {"all": [{"age": 4}, None, {"age": 4}, {"age": 4}]}
    assert town.subgraphs["b"].calls[0].variables["representations"] == [
        {"__typename": "Person", "id": "1"},
        {"__typename": "Person", "id": "2"},
    ]


def test_fetches_of_one_subgraph_with_equal_parents_are_one_request() -> None:  # federation P9
    town = Town(
        {
            "a": (
                (
                    "type Query { mayor: Person clerk: Person } "
                    'type Person @key(fields: "id") { id: ID! }'
                ),
                {"Query.mayor": lambda _: {"id": "1"}, "Query.clerk": lambda _: {"id": "2"}},
            ),
            "b": (
                'type Person @key(fields: "id") { id: ID! name: String age: Int }',
                {"Person.name": lambda one: "N" + one["id"], "Person.age": lambda _: 40},
            ),
        }
    )
    operation = "{ mayor { name } clerk { name } }"
    assert town.prepare(operation).plan.steps[1].query == snapshot(
        "query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { __typename id name } } }"
    )
    assert town.answer(operation).data == {"mayor": {"name": "N1"}, "clerk": {"name": "N2"}}
    assert town.fetches == 2
    operation = "{ mayor { name age } clerk { name } }"
    assert town.prepare(operation).plan.steps[1].query == snapshot(
        "query($r0: [_Any!]!, $r1: [_Any!]!) { _e0: _entities(representations: $r0) { ... on Person { __typename id name } } _e1: _entities(representations: $r1) { ... on Person { __typename id name age } } }"
    )
    assert town.answer(operation).data == {
        "mayor": {"name": "N1", "age": 40},
        "clerk": {"name": "N2"},
    }


def test_fetches_that_come_equally_late_are_one_request() -> None:  # federation P9, P12
    key = 'type Person @key(fields: "id") { id: ID! '
    town = Town(
        {
            "a": (
                f"type Query {{ mayor: Person }} {key} }}",
                {"Query.mayor": lambda _: {"id": "1"}},
            ),
            "b": (
                f"type Query {{ clerk: Person }} {key} }}",
                {"Query.clerk": lambda _: {"id": "2"}},
            ),
            "c": (f"{key} name: String }}", {"Person.name": lambda one: "N" + one["id"]}),
        }
    )
    operation = "{ mayor { name } clerk { name } }"
    plan = town.prepare(operation).plan
    assert [(step.graph, step.parents) for step in plan.steps] == [
        ("a", ()),
        ("b", ()),
        ("c", (1, 2)),
    ]
    assert town.answer(operation).data == {"mayor": {"name": "N1"}, "clerk": {"name": "N2"}}
    assert town.fetches == 3


def test_the_order_of_composition_never_changes_a_plan() -> None:  # federation P8
    parts = list(PARKS.parts.items())
    other = Town(dict(reversed(parts)))
    operation = '{ park(no: "7") { name district { code label budget } } }'
    assert other.plan(operation) == PARKS.plan(operation)


def test_an_aliased_field_is_fetched_once_under_its_own_name() -> None:  # federation P3
    operation = "{ isbn: shelf { name isbn } shelf { name isbn } }"
    plan = LOANS.prepare(operation).plan
    assert plan.steps[0].query == "query { shelf { name isbn } }"
    answer = LOANS.answer(operation)
    assert answer.data is not None
    assert answer.data["isbn"][0] == answer.data["shelf"][0] == {"name": "Röda rummet", "isbn": "1"}


def test_aliases_that_ask_for_different_things_are_fetched_apart() -> None:  # federation E5
    operation = "{ isbn: shelf { serial: name name: isbn } shelf { isbn queue: serial } }"
    plan = LOANS.prepare(operation).plan
    assert plan.steps[0].query == "query { shelf { name isbn } shelf__1: shelf { isbn } }"
    answer = LOANS.answer(operation)
    assert answer.data is not None
    assert answer.data["isbn"][0] == {"serial": "Röda rummet", "name": "1"}
    assert answer.data["shelf"][0] == {"isbn": "1", "queue": 70}
