# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Contracts: tags select a smaller API over the same supergraph."""

from gateway.supergraph.contracts import compose_contract
from tests.gateway.supergraph.compose.casebook import source

A = source(
    "a",
    'type Query { p: P @tag(name: "open") staff: S secret: Int @tag(name: "inner") }'
    ' type P @key(fields: "id") @tag(name: "open") { id: ID! x: Int pay: Int @tag(name: "inner") }'
    " type S { n: Int e: E }"
    " enum E { ONE }",
)
B = source("b", 'type P @key(fields: "id") { id: ID! y(mode: M): Int } enum M { FAST SLOW }')


def api(**tags: list[str]) -> str:
    found = compose_contract([A, B], **tags)
    assert not found.errors, [*map(str, found.errors)]
    return found.api_sdl or ""


def test_excluded_elements_leave_the_api() -> None:
    text = api(exclude_tags=["inner"])
    assert "secret" not in text
    assert "pay" not in text
    assert "staff: S" in text


def test_only_included_elements_stay_and_what_they_need_to_be_reached() -> None:
    text = api(include_tags=["open"])
    assert "p: P" in text
    assert "staff" not in text
    assert "type S" not in text
    assert "enum E" not in text
    assert "pay" in text  # a field inherits the tags of its type


def test_include_and_exclude_together() -> None:
    text = api(include_tags=["open"], exclude_tags=["inner"])
    assert "pay" not in text
    assert "x: Int" in text


def test_the_supergraph_keeps_everything_but_marks_it() -> None:
    found = compose_contract([A, B], exclude_tags=["inner"])
    sdl = found.supergraph_sdl or ""
    assert "secret: Int @join__field(graph: A)" in sdl
    assert '@tag(name: "inner") @inaccessible' in sdl
    assert "https://specs.apollo.dev/inaccessible/v0.2" in sdl


def test_a_contract_that_hides_all_queries_is_refused() -> None:
    found = compose_contract([A, B], include_tags=["nobody"])
    assert {error.code for error in found.errors} == {"ONLY_INACCESSIBLE_CHILDREN"}
