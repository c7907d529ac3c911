# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The supergraph that foreign routers load: join marks, links and versions, line by line."""

import pytest

from gateway.supergraph.compose import compose
from gateway.supergraph.compose.merging.assemble import name_graphs
from gateway.supergraph.compose.model import SubgraphIn
from tests.gateway.supergraph.compose.casebook import source


def lines(*sources: tuple[str, str]) -> list[str]:
    found = compose([source(heading, body) for heading, body in sources])
    assert not found.errors, [*map(str, found.errors)]
    return [line.strip() for line in (found.supergraph_sdl or "").splitlines()]


@pytest.mark.parametrize(
    ("names", "graphs"),
    [
        (["my-service"], ["MY_SERVICE"]),
        (["2fa"], ["_2FA"]),
        (["v_1"], ["V_1_"]),
        (["a-b", "a_b"], ["A_B_1", "A_B_2"]),
        (["über"], ["_BER"]),
    ],
)
def test_graph_names_are_made_of_subgraph_names(names: list[str], graphs: list[str]) -> None:
    # federation §4.1
    subgraphs = [
        SubgraphIn(name, "", "", (2, 0), (), {}, {}, {}, {}, [])  # only the name matters
        for name in names
    ]
    name_graphs(subgraphs)
    assert [subgraph.graph for subgraph in subgraphs] == graphs


@pytest.mark.parametrize(
    ("version", "join"), [("2.0", 3), ("2.6", 3), ("2.7", 4), ("2.8", 5), ("2.14", 5), ("1", 3)]
)
def test_the_newest_federation_version_decides_the_join_version(version: str, join: int) -> None:
    # federation §4.1
    found = lines((f"a {version}", "type Query { a: Int }"))
    assert f'@link(url: "https://specs.apollo.dev/join/v0.{join}", for: EXECUTION)' in found


def test_no_join_field_where_every_graph_resolves_a_field() -> None:
    found = lines(
        ("a", 'type Query { p: P } type P @key(fields: "id") { id: ID! x: Int @shareable }'),
        ("b", 'type P @key(fields: "id") { id: ID! x: Int @shareable y: Int }'),
    )
    assert "id: ID!" in found
    assert "x: Int" in found
    assert "y: Int @join__field(graph: B)" in found
    assert "p: P @join__field(graph: A)" in found
    assert '@join__type(graph: A, key: "id")' in found


def test_types_that_differ_are_printed_per_graph() -> None:
    found = lines(
        ("a", "type Query { x: Int! @shareable }"), ("b", "type Query { x: Int @shareable }")
    )
    assert (
        'x: Int @join__field(graph: A, type: "Int!") @join__field(graph: B, type: "Int")' in found
    )


def test_external_requires_and_provides_are_printed() -> None:
    found = lines(
        (
            "a",
            (
                'type Query { p: P @provides(fields: "x") }'
                ' type P @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") }'
            ),
        ),
        ("b", 'type P @key(fields: "id") { id: ID! x: Int @shareable }'),
    )
    assert 'p: P @join__field(graph: A, provides: "x")' in found
    assert "x: Int @join__field(graph: A, external: true) @join__field(graph: B)" in found
    assert 'y: Int @join__field(graph: A, requires: "x")' in found


def test_a_progressive_override_keeps_both_sides() -> None:
    # federation §4.1, golden
    found = lines(
        ("users", 'type Query { u: U } type U @key(fields: "id") { id: ID! name: String }'),
        (
            "other",
            (
                'type U @key(fields: "id")'
                ' { id: ID! name: String @override(from: "users", label: "percent(50)") }'
            ),
        ),
    )
    assert (
        'name: String @join__field(graph: OTHER, override: "users", overrideLabel: "percent(50)")'
        ' @join__field(graph: USERS, overrideLabel: "percent(50)")'
    ) in found


def test_an_unused_overridden_source_is_omitted_and_a_used_one_is_kept() -> None:
    found = lines(
        (
            "a",
            (
                "interface N { x: Int } type Query { p: P }"
                ' type P implements N @key(fields: "id") { id: ID! x: Int y: Int }'
            ),
        ),
        (
            "b",
            (
                'type P @key(fields: "id")'
                ' { id: ID! x: Int @override(from: "a") y: Int @override(from: "a") }'
            ),
        ),
    )
    assert (
        'x: Int @join__field(graph: A, usedOverridden: true) @join__field(graph: B, override: "a")'
    ) in found
    assert 'y: Int @join__field(graph: B, override: "a")' in found


def test_a_context_becomes_an_argument_of_the_join_and_leaves_the_api() -> None:
    # federation §4.1, golden; P11
    found = compose(
        [
            source(
                "users",
                'type Query { u: U } type U @key(fields: "id") @context(name: "u")'
                " { id: ID! locale: String v: V }"
                ' type V @key(fields: "id")'
                ' { id: ID! greet(l: String @fromContext(field: "$u { locale }")): String }',
            ),
            source("b", "type Query { b: Int }"),
        ]
    )
    assert found.supergraph_sdl is not None
    assert (
        'greet: String @join__field(graph: USERS, contextArguments: [{context: "users__u",'
        ' name: "l", type: "String", selection: " { locale }"}])'
    ) in found.supergraph_sdl
    assert '@context(name: "users__u")' in found.supergraph_sdl
    assert "greet: String" in (found.api_sdl or "")
    assert "greet(" not in (found.api_sdl or "")


def test_interface_object_fields_come_down_with_a_bare_join_field() -> None:
    # federation S6
    found = lines(
        (
            "media",
            (
                'type Query { m: Media } interface Media @key(fields: "id") { id: ID! }'
                ' type Book implements Media @key(fields: "id") { id: ID! }'
            ),
        ),
        (
            "other",
            'type Media @key(fields: "id") @interfaceObject { id: ID! rating: Int @tag(name: "t") }',
        ),
    )
    assert '@join__type(graph: OTHER, key: "id", isInterfaceObject: true)' in found
    assert 'rating: Int @join__field @tag(name: "t")' in found
    assert 'rating: Int @join__field(graph: OTHER) @tag(name: "t")' in found


def test_enums_unions_and_interfaces_name_their_graphs() -> None:
    found = lines(
        (
            "a",
            (
                "type Query { u: U e: E } union U = X type X implements I { i: Int @shareable }"
                " interface I { i: Int } enum E { ONE }"
            ),
        ),
        ("b", "type Query { v: U f: E } union U = Y type Y { y: Int } enum E { ONE TWO }"),
    )
    assert '@join__unionMember(graph: A, member: "X")' in found
    assert '@join__unionMember(graph: B, member: "Y")' in found
    assert "= X | Y" in found
    assert '@join__implements(graph: A, interface: "I")' in found
    assert "ONE @join__enumValue(graph: A) @join__enumValue(graph: B)" in found
    assert "TWO @join__enumValue(graph: B)" in found


def test_inputs_that_differ_are_joined_by_type() -> None:
    found = lines(
        ("a", "type Query { q(i: I): Int @shareable } input I { x: Int! y: Int }"),
        ("b", "type Query { q(i: I): Int @shareable } input I { x: Int }"),
    )
    assert (
        'x: Int! @join__field(graph: A, type: "Int!") @join__field(graph: B, type: "Int")' in found
    )
    assert not any(line.startswith("y:") for line in found)


def test_auth_rules_combine_and_go_up_to_interfaces() -> None:
    # federation S8
    found = lines(
        (
            "a",
            (
                "type Query { i: I p: P } interface I { x: Int }"
                ' type X implements I { x: Int @requiresScopes(scopes: [["s"]]) }'
                ' type P @key(fields: "id") { id: ID! n: Int @shareable'
                ' @requiresScopes(scopes: [["a"], ["b"]]) }'
            ),
        ),
        (
            "b",
            (
                'type P @key(fields: "id") { id: ID! n: Int @shareable'
                ' @requiresScopes(scopes: [["a"]]) @authenticated }'
            ),
        ),
    )
    assert found.count('x: Int @requiresScopes(scopes: [["s"]])') == 2
    assert 'n: Int @authenticated @requiresScopes(scopes: [["a"]])' in found


def test_costs_take_the_worst_case() -> None:
    # federation S8
    found = lines(
        (
            "a",
            (
                "type Query { l(first: Int, n: Int): [Int] @shareable @cost(weight: 2)"
                ' @listSize(assumedSize: 5, slicingArguments: ["first"]) }'
            ),
        ),
        (
            "b",
            (
                "type Query { l(first: Int, n: Int): [Int] @shareable @cost(weight: 7)"
                ' @listSize(assumedSize: 9, slicingArguments: ["n"],'
                " requireOneSlicingArgument: false) }"
            ),
        ),
    )
    assert (
        "l(first: Int, n: Int): [Int] @cost(weight: 7) @listSize(assumedSize: 9,"
        ' slicingArguments: ["first", "n"], requireOneSlicingArgument: false)'
    ) in found
    assert '@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"])' in found


def test_a_renamed_directive_keeps_its_name_in_the_supergraph() -> None:
    link = (
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",'
        ' import: [{name: "@tag", as: "@mark"}])'
    )
    found = lines(("a raw", f'{link} type Query {{ a: Int @mark(name: "x") }}'))
    assert 'a: Int @mark(name: "x")' in found
    assert (
        '@link(url: "https://specs.apollo.dev/tag/v0.3", import: [{name: "@tag", as: "@mark"}])'
        in found
    )


def test_composed_directives_travel_with_their_newest_link() -> None:
    body = (
        'extend schema @link(url: "https://example.com/x/v1.{}", import: ["@x"])'
        ' @composeDirective(name: "@x") directive @x(n: Int) on FIELD_DEFINITION'
        " type Query {{ {}: Int @x(n: 1) }}"
    )
    found = lines(("a", body.format(0, "a")), ("b", body.format(3, "b")))
    assert '@link(url: "https://example.com/x/v1.3", import: ["@x"])' in found
    assert "directive @x(n: Int) on FIELD_DEFINITION" in found
    assert "a: Int @join__field(graph: A) @x(n: 1)" in found


def test_cache_tags_are_carried_as_data() -> None:
    found = lines(("a 2.12", 'type Query { a: Int @cacheTag(format: "all") }'))
    assert (
        'a: Int @join__directive(graphs: [A], name: "federation__cacheTag", args: {format: "all"})'
    ) in found


def test_the_order_of_subgraphs_does_not_matter() -> None:
    sources = [
        source("b", 'type P @key(fields: "id") { id: ID! y: Int }'),
        source("a", 'type Query { p: P } type P @key(fields: "id") { id: ID! x: Int }'),
        source("c", "type Query { c: Int }"),
    ]
    assert compose(sources) == compose(sources[::-1])


def test_descriptions_survive() -> None:
    found = compose(
        [source("a", '"""\nThe root\nof all\n"""\ntype Query { "one" a("two" x: Int): Int }')]
    )
    assert '"""\nThe root\nof all\n"""\ntype Query' in (found.api_sdl or "")
    assert '"""two"""' in (found.api_sdl or "")


def test_renamed_roots_come_out_under_their_default_names() -> None:
    found = compose(
        [
            source("a", "schema { query: Root } type Root { a: Int me: Root }"),
            source("b", "type Query { b: Int }"),
        ]
    )
    assert "me: Query" in (found.api_sdl or "")
    assert "Root" not in (found.api_sdl or "")
