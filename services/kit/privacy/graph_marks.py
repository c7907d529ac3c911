# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which mark speaks for each field of a graph, and which fields nobody has marked."""

from collections.abc import Iterator
from typing import Any, cast

import msgspec
import strawberry
from strawberry.types.base import StrawberryContainer, get_object_definition
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.union import StrawberryUnion
from strawberry.utils.str_converters import to_camel_case

from services.kit.privacy.marks import Privacy, mark_of

_FEDERATION = frozenset({"_entities", "_service"})
_VALUES = frozenset({"services.kit.graph.texts", "services.kit.graph.money"})
"""Types that are values: the field that shows one says whether it is about a person."""


class MarkedField(msgspec.Struct, frozen=True):
    """A field of the graph and the mark that speaks for it."""

    place: str
    """`Resident.name`."""
    mark: Privacy | None
    """None: nobody has said what it is."""


def marked_fields(schema: strawberry.Schema) -> Iterator[MarkedField]:
    """Every field that shows something of its own; fields that lead to other types are left out."""
    for held in sorted(schema.schema_converter.type_map.values(), key=_name_of):
        definition = cast("Any", held.definition)
        if not hasattr(definition, "fields") or getattr(definition, "is_input", False):
            continue
        if _name_of(held).startswith("_"):
            continue  # the protocol's own
        default = mark_of(getattr(definition, "directives", None))
        for field in definition.fields:
            name = str(field.graphql_name or to_camel_case(field.python_name))
            mark = mark_of(field.directives) or default
            if name in _FEDERATION or (mark is None and _leads_elsewhere(field.type)):
                continue
            yield MarkedField(f"{_name_of(held)}.{name}", mark)


def unmarked(schema: strawberry.Schema) -> list[str]:
    """Fields without a mark. Empty is right."""
    return [field.place for field in marked_fields(schema) if field.mark is None]


def _leads_elsewhere(kind: Any) -> bool:
    while isinstance(kind, StrawberryContainer):
        kind = kind.of_type
    if isinstance(kind, StrawberryEnumDefinition):
        return False
    if getattr(kind, "__module__", "") in _VALUES:
        return False
    return isinstance(kind, StrawberryUnion) or get_object_definition(kind) is not None


def _name_of(held: Any) -> str:
    return str(held.implementation.name)
