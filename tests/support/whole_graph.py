# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Operations that ask a whole schema: one for each root field and entity, every field below it."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
)
from msgspec import Struct

DEPTH = 4
"""Objects below a root field; a type is entered twice at most on one way down."""

VALUES = {
    "Int": 1,
    "Float": 1.0,
    "Boolean": True,
    "DateTime": "2026-06-01T08:00:00Z",
    "Date": "2026-06-01",
    "Time": "08:00",
    "LocalTime": "08:00",
    "Locale": "sv",
    "JSON": {},
    "Long": 1,
}
NAMED = {"latitude": 59.3405, "longitude": 18.04103}
MACHINERY = frozenset({"_service", "_entities"})


class Reach(Struct, frozen=True):
    """How far down, and what is left out (`Type.field`)."""

    depth: int
    without: frozenset[str]


class Asked(Struct, frozen=True):
    """One operation with values for its variables."""

    name: str
    kind: str
    query: str
    variables: dict[str, Any]


def operations(
    schema: GraphQLSchema, *, depth: int = DEPTH, without: frozenset[str] = frozenset()
) -> Iterator[Asked]:
    """One operation per root field, and one per entity, `depth` objects deep, `without` some `Type.field`s."""
    reach = Reach(depth, without)
    roots = {
        "query": schema.query_type,
        "mutation": schema.mutation_type,
        "subscription": schema.subscription_type,
    }
    for kind, root in roots.items():
        for name, field in root.fields.items() if root else ():
            if name not in MACHINERY:
                yield _operation(schema, kind, name, field, reach)
    entities = schema.type_map.get("_Entity")
    if isinstance(entities, GraphQLUnionType):
        for entity in entities.types:
            below = _selection(schema, entity, (entity.name,), reach)
            query = f"query($keys: [_Any!]!) {{ _entities(representations: $keys) {{ ... on {entity.name} {below} }} }}"
            keys = [{"__typename": entity.name, "id": "demo-amina"}]
            yield Asked(f"entity {entity.name}", "query", query, {"keys": keys})


def _operation(
    schema: GraphQLSchema, kind: str, name: str, field: GraphQLField, reach: Reach
) -> Asked:
    needed = {n: a for n, a in field.args.items() if is_required_argument(a)}
    declared = ", ".join(f"${n}: {a.type}" for n, a in needed.items())
    given = ", ".join(f"{n}: ${n}" for n in needed)
    below = _selection(schema, get_named_type(field.type), (), reach)
    query = (
        f"{kind} Whole{f'({declared})' if declared else ''} "
        f"{{ {name}{f'({given})' if given else ''} {below} }}"
    )
    return Asked(name, kind, query, {n: value_of(a.type, n) for n, a in needed.items()})


def value_of(kind: Any, name: str) -> Any:
    """A value that is right by its type, if not by its meaning."""
    if is_non_null_type(kind):
        kind = kind.of_type
    if is_list_type(kind):
        return [value_of(kind.of_type, name)]
    if name in NAMED:
        return NAMED[name]
    if is_enum_type(kind):
        return next(iter(kind.values))
    if is_input_object_type(kind):
        return {
            n: value_of(field.type, n)
            for n, field in kind.fields.items()
            if is_required_input_field(field)
        }
    return VALUES.get(kind.name, "demo-amina" if kind.name == "ID" else "x")


def _selection(
    schema: GraphQLSchema, kind: GraphQLNamedType, path: tuple[str, ...], reach: Reach
) -> str:
    if is_leaf_type(kind):
        return ""
    if isinstance(kind, GraphQLObjectType):
        return f"{{ __typename {_fields(schema, kind, path, '', reach)} }}"
    assert isinstance(kind, GraphQLInterfaceType | GraphQLUnionType)
    parts = [
        f"... on {one.name} {{ {_fields(schema, one, path, f'{one.name}_', reach)} }}"
        for one in schema.get_possible_types(kind)
    ]
    return f"{{ __typename {' '.join(part for part in parts if '{  }' not in part)} }}"


def _fields(
    schema: GraphQLSchema,
    kind: GraphQLObjectType,
    path: tuple[str, ...],
    prefix: str,
    reach: Reach,
) -> str:
    found: list[str] = []
    for name, field in kind.fields.items():
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        named = get_named_type(field.type)
        if f"{kind.name}.{name}" in reach.without:
            continue
        if not is_leaf_type(named) and (len(path) >= reach.depth or path.count(named.name) > 1):
            continue
        below = _selection(schema, named, (*path, named.name), reach)
        found.append(f"{f'{prefix}{name}: ' if prefix else ''}{name} {below}")
    return " ".join(found)
