# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Schema checks: what breaks clients, what may surprise them, what is safe."""

import pytest

from gateway.supergraph.checks import SchemaUnreadable, compare
from gateway.supergraph.compose import compose
from tests.gateway.supergraph.compose.casebook import source

OLD = "type Query { a(x: Int, i: I): T e: E u: U } type T { n: Int } type V { n: Int } union U = T"
REST = " enum E { A B } input I { f: Int }"


@pytest.mark.parametrize(
    ("old", "new", "code", "severity"),
    [
        ("n: Int", "m: Int", "FIELD_REMOVED", "breaking"),
        ("n: Int", "n: Int m: Int", "FIELD_ADDED", "safe"),
        ("n: Int", "n: String", "FIELD_TYPE_CHANGED", "breaking"),
        ("n: Int", "n: Int!", "FIELD_TYPE_CHANGED", "safe"),
        ("n: Int", "n: Int @deprecated", "FIELD_DEPRECATED", "safe"),
        ("type V { n: Int }", "", "TYPE_REMOVED", "breaking"),
        ("type V { n: Int }", "type V { n: Int } scalar S", "TYPE_ADDED", "safe"),
        ("type V { n: Int }", "scalar V", "TYPE_KIND_CHANGED", "breaking"),
        ("x: Int,", "", "ARGUMENT_REMOVED", "breaking"),
        ("x: Int", "x: Int!", "ARGUMENT_TYPE_CHANGED", "breaking"),
        ("x: Int", "x: Int = 1", "ARGUMENT_DEFAULT_CHANGED", "dangerous"),
        ("x: Int", "x: Int, y: Int", "OPTIONAL_ARGUMENT_ADDED", "safe"),
        ("x: Int", "x: Int, y: Int!", "REQUIRED_ARGUMENT_ADDED", "breaking"),
        ("f: Int", "f: Int g: Int!", "REQUIRED_INPUT_FIELD_ADDED", "breaking"),
        ("f: Int", "f: Int g: Int! = 1", "OPTIONAL_INPUT_FIELD_ADDED", "safe"),
        ("A B", "A", "ENUM_VALUE_REMOVED", "breaking"),
        ("A B", "A B C", "ENUM_VALUE_ADDED", "dangerous"),
        ("U = T", "U = T | V", "UNION_MEMBER_ADDED", "dangerous"),
        ("A B }", "A B @inaccessible }", "ENUM_VALUE_REMOVED", "breaking"),
    ],
)
def test_a_change_has_its_code_and_severity(old: str, new: str, code: str, severity: str) -> None:
    head = 'extend schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2") '
    before = head + OLD + REST
    changes = compare(before, before.replace(old, new, 1))
    assert (code, severity) in {(one.code, one.severity) for one in changes}


def test_equal_schemas_have_no_changes() -> None:
    assert compare(OLD + REST, OLD + REST) == ()


def test_supergraphs_are_compared_as_clients_see_them() -> None:
    one = compose([source("a", "type Query { a: Int b: Int }")]).supergraph_sdl or ""
    two = compose(
        [source("z", "type Query { a: Int }"), source("y", "type Query { b: Int @inaccessible }")]
    ).supergraph_sdl
    assert [str(change) for change in compare(one, two or "")] == [
        'breaking FIELD_REMOVED: field "Query.b" was removed'
    ]


def test_breaking_changes_come_first() -> None:
    changes = compare(OLD + REST, OLD.replace("n: Int", "o: Int", 1) + REST)
    assert [one.severity for one in changes] == ["breaking", "safe"]


def test_a_text_that_is_no_schema_is_refused() -> None:
    with pytest.raises(SchemaUnreadable):
        compare("type", OLD)
