# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The canary: fails when a release of Strawberry moves what the compiler reads (stack 3.2)."""

import inspect
from typing import Any

import pytest
import strawberry
from strawberry.extensions import FieldExtension
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info
from strawberry.types.object_type import StrawberryObjectDefinition

from services.kit.graph.reading import (
    DEFINITION,
    Way,
    has_plain_check,
    is_own_class,
    origin_of,
    read_access,
    read_schema,
)


@strawberry.interface
class Node:
    id: strawberry.ID


@strawberry.type
class Cat(Node):
    pass


@strawberry.type
class Query:
    plain: int = 1

    @strawberry.field
    def called(self, info: strawberry.Info, a_b: int = 1) -> int:
        return a_b

    @strawberry.field
    async def awaited(self) -> Node | None:
        return None

    @strawberry.field(extensions=[type("Own", (FieldExtension,), {"resolve": lambda *_: 1})()])
    def extended(self) -> int:
        return 1


READING = read_schema(strawberry.Schema(query=Query, types=[Cat]))


def access(name: str) -> Any:
    kind: Any = READING.core.query_type
    return read_access(READING, kind, READING.core.get_field(kind, name))  # type: ignore[arg-type]


def test_the_marks_of_strawberry_are_where_they_were() -> None:
    assert GraphQLCoreConverter.DEFINITION_BACKREF == DEFINITION
    assert {"_raw_info", "_field"} <= set(inspect.signature(Info).parameters)
    assert inspect.signature(StrawberryField.get_result).parameters.keys() == {
        "self",
        "source",
        "info",
        "args",
        "kwargs",
    }
    fields = StrawberryObjectDefinition.__dataclass_fields__
    assert {"origin", "concrete_of", "is_type_of", "resolve_type"} <= fields.keys()


def test_each_field_gets_the_cheapest_way_that_is_right() -> None:
    assert access("plain").way is Way.ATTRIBUTE
    called = access("called")
    assert called.way is Way.CALL
    assert (called.source_first, called.info_name, called.parameters) == (
        True,
        "info",
        {"aB": "a_b"},
    )
    assert access("awaited").awaits
    assert access("extended").way is Way.RESOLVE
    assert access("__schema").way is Way.RESOLVE


def test_types_know_their_classes() -> None:
    kind: Any = READING.core.get_type("Cat")
    assert origin_of(kind) is Cat
    assert is_own_class(kind, Cat)
    assert has_plain_check(kind)
    assert origin_of(READING.core.get_type("__Type")) is None  # type: ignore[arg-type]


def test_a_default_resolver_of_their_own_is_called_through_the_schema() -> None:
    config = strawberry.schema.config.StrawberryConfig(default_resolver=lambda _o, _n: 5)
    reading = read_schema(strawberry.Schema(query=Query, types=[Cat], config=config))
    kind: Any = reading.core.query_type
    field: Any = reading.core.get_field(kind, "plain")
    assert read_access(reading, kind, field).way is Way.RESOLVE


def test_schema_extensions_are_refused() -> None:
    with pytest.raises(ValueError, match="extensions"):
        read_schema(
            strawberry.Schema(query=Query, extensions=[strawberry.extensions.SchemaExtension])
        )
