# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Labels, contexts, grants and costs: what a plan depends on besides its operation."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from gateway.planner import Grants, InvalidDocument, PlanningError, policies_of
from tests.gateway.support.towns import Town

MOVING = Town(
    {
        "old": (
            'type Query { me: User } type User @key(fields: "id") { id: ID! name: String }',
            {"Query.me": lambda _: {"id": "1", "name": "old"}},
        ),
        "new": (
            (
                'type User @key(fields: "id") '
                '{ id: ID! name: String @override(from: "old", label: "percent(20)") }'
            ),
            {"User.name": lambda _: "new"},
        ),
    }
)


def test_a_label_decides_which_subgraph_answers() -> None:  # federation S5
    assert MOVING.answer("{ me { name } }").data == {"me": {"name": "old"}}
    on = frozenset({"percent(20)"})
    assert MOVING.answer("{ me { name } }", labels=on).data == {"me": {"name": "new"}}
    assert MOVING.plan("{ me { name } }", labels=on) == snapshot("""\
1 root old
  { me { id } }
2 entity new after 1
  at me: User { id }
    => { ... on User { name } }
""")


GREETINGS = Town(
    {
        "people": (
            (
                'type Query { all: [Person] } type Person @key(fields: "id") @context(name: "reader") '
                "{ id: ID! language: String @shareable home: Place } "
                'type Place @key(fields: "id") { id: ID! '
                'welcome(loud: Boolean, tongue: String @fromContext(field: "$reader { language }")): String }'
            ),
            {
                "Query.all": lambda _: [
                    {"id": str(i), "language": one, "home": {"id": "p"}}
                    for i, one in enumerate(("sv", "fi", "sv"))
                ],
                "Place.welcome": lambda _, tongue, loud: f"{tongue}{'!' if loud else ''}",
            },
        ),
    }
)


def test_a_contextual_argument_is_taken_from_the_nearest_ancestor() -> None:  # federation P11
    operation = "{ all { home { welcome(loud: true) } } }"
    assert GREETINGS.plan(operation) == snapshot("""\
1 root people
  { all { home { id } language } }
2 entity people after 1
  at all.home: Place { id }
    => { ... on Place { welcome__1: welcome(loud: true, tongue: $context_tongue) } }
""")
    assert GREETINGS.answer(operation).data == {
        "all": [{"home": {"welcome": one}} for one in ("sv!", "fi!", "sv!")]
    }
    assert GREETINGS.fetches == 3  # the source, and one for each language


FILES = Town(
    {
        "a": (
            (
                "type Query { file: File } "
                "type File { id: ID! title: String owner: Owner secret: String @requiresScopes(scopes: "
                '[["read", "secret"], ["admin"]]) vital: String! @policy(policies: [["doctor"]]) } '
                "type Owner @authenticated { name: String! }"
            ),
            {
                "Query.file": lambda _: {
                    "id": "1",
                    "title": "t",
                    "owner": {"name": "n"},
                    "secret": "s",
                    "vital": "v",
                }
            },
        )
    }
)


def test_what_a_caller_may_not_see_is_not_fetched() -> None:  # federation 4.7
    operation = "{ file { id owner { name } secret } }"
    answer = FILES.answer(operation, grants=Grants())
    assert answer.data == {"file": {"id": "1", "owner": None, "secret": None}}
    assert [(one["path"], one["extensions"]["code"]) for one in answer.errors] == [
        (["file", "owner"], "UNAUTHORIZED_FIELD_OR_TYPE"),
        (["file", "secret"], "UNAUTHORIZED_FIELD_OR_TYPE"),
    ]
    assert FILES.subgraphs["a"].calls[0].query == "query { file { id } }"


def test_scopes_are_or_outside_and_and_inside() -> None:  # federation 4.7
    operation = "{ file { secret } }"
    for scopes, seen in ((["read"], None), (["read", "secret"], "s"), (["admin"], "s")):
        grants = Grants(authenticated=True, scopes=frozenset(scopes))
        assert FILES.answer(operation, grants=grants).data == {"file": {"secret": seen}}


def test_a_refused_field_that_cannot_be_null_blanks_its_parent() -> None:  # federation 4.7
    answer = FILES.answer("{ file { id vital } }", grants=Grants())
    assert answer.data == {"file": None}
    assert policies_of(FILES.supergraph) == {"doctor"}


def test_rejecting_refuses_the_operation_as_a_whole() -> None:  # federation 4.7
    with pytest.raises(InvalidDocument) as refusal:
        FILES.prepare("{ file { id secret } }", grants=Grants(), rejecting=True)
    assert refusal.value.code == "UNAUTHORIZED_FIELD_OR_TYPE"


LISTS = Town(
    {
        "a": (
            (
                'type Query { books(first: Int): [Book] @listSize(slicingArguments: ["first"]) '
                'page(first: Int): Page @listSize(slicingArguments: ["first"], sizedFields: ["items"]) '
                "fixed: [Book] @listSize(assumedSize: 7) } type Page { items: [Book] total: Int } "
                'type Book @key(fields: "id") { id: ID! title: String @cost(weight: 2) }'
            ),
            {},
        ),
        "b": (
            (
                'type Book @key(fields: "id") { id: ID! author: Author } type Author { name: String } '
                "type Mutation { order(copies: Int @cost(weight: 3)): Int }"
            ),
            {},
        ),
    }
)


@pytest.mark.parametrize(
    ("operation", "variables", "cost"),
    [
        ("{ books(first: 3) { id } }", {}, {"a": 3}),
        ("query($n: Int) { books(first: $n) { title } }", {"n": 5}, {"a": 15}),
        ("{ page(first: 4) { total items { id } } }", {}, {"a": 5}),
        ("{ fixed { id author { name } } }", {}, {"a": 7, "b": 14}),
        ("mutation { order(copies: 1) }", {}, {"b": 13}),
    ],
)
def test_the_cost_is_summed_over_the_fetches(operation, variables, cost) -> None:  # federation 4.6
    assert LISTS.prepare(operation).cost.estimate(variables).by_graph == cost


def test_a_list_without_its_slicing_argument_is_refused() -> None:  # federation 4.6
    with pytest.raises(PlanningError) as refusal:
        LISTS.prepare("{ books { id } }").cost.estimate({})
    assert refusal.value.code == "COST_INVALID_SLICING_ARGUMENTS"
