# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The published contracts are what the code says, and say enough."""

import json

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    is_enum_type,
    is_non_null_type,
)

from gateway.city.contracts import FOLDER, all_contracts, differences
from gateway.supergraph.reading import read_supergraph


@pytest.fixture(scope="module")
def contracts():
    return all_contracts()


def test_the_committed_contracts_are_up_to_date():
    assert differences() == [], "run `make contracts` and commit what it writes"


def test_making_them_twice_gives_the_same(contracts):
    assert all_contracts() == contracts


def test_the_supergraph_can_be_read_and_its_api_is_the_published_one(contracts):
    supergraph = read_supergraph(contracts["supergraph.graphql"])
    published = build_schema(contracts["api.graphql"])
    assert set(published.type_map) == set(supergraph.api.type_map)


def test_every_error_code_says_its_status_and_its_sentence(contracts):
    codes = json.loads(contracts["errors.json"])
    assert len(codes) > 40
    for code, entry in codes.items():
        assert 200 <= entry["status"] < 600, code
        assert entry["message"]["sv"], code
        assert entry["message"]["en"], code
        assert entry["message"]["sv"] != entry["message"]["en"], code


def test_every_public_type_field_argument_and_value_is_described(contracts):
    """DESIGN section 8."""
    schema = build_schema(contracts["api.graphql"])
    silent = []
    for name, kind in schema.type_map.items():
        if name.startswith("__") or name in {"String", "Int", "Float", "Boolean", "ID"}:
            continue
        if not kind.description and name not in {"Query", "Mutation", "Subscription"}:
            silent.append(name)
        if is_enum_type(kind):
            silent += [f"{name}.{v}" for v, value in kind.values.items() if not value.description]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                if not field.description:
                    silent.append(f"{name}.{field_name}")
                arguments = getattr(field, "args", {})
                silent += [
                    f"{name}.{field_name}({a})"
                    for a, arg in arguments.items()
                    if not arg.description
                ]
    assert silent == []


def test_a_stopped_service_blanks_no_answer_of_the_others(contracts):
    """A root field that must not be null takes the whole answer with it (decision 0415)."""
    schema = build_schema(contracts["api.graphql"])
    fields = schema.query_type.fields
    assert len(fields) > 50
    assert [name for name, field in fields.items() if is_non_null_type(field.type)] == []


def test_openapi_documents_say_which_problems_a_route_answers(contracts):
    documents = [p for p in contracts if p.endswith(".json") and "/" not in p]
    for name in set(documents) - {"errors.json", "settings.schema.json"}:
        document = json.loads(contracts[name])
        assert document["openapi"].startswith("3."), name
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if method in {"get", "post", "put", "patch", "delete"}:
                    assert operation["responses"], f"{name} {method} {path}"
                    assert operation.get("summary"), f"{name} {method} {path}"


def test_the_folder_holds_nothing_else():
    kept = {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*") if p.is_file()}
    assert kept == set(all_contracts())
