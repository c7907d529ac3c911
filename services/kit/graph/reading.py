# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the compiler reads from a Strawberry schema; the only place that knows Strawberry's insides.

A canary test fails when a new release of Strawberry moves one of them.
"""

import inspect
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from graphql import (
    ASTValidationRule,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    specified_rules,
)
from strawberry.execution import optimized_is_awaitable
from strawberry.extensions import FieldExtension
from strawberry.schema.types import base_scalars
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule
from strawberry.types.arguments import convert_arguments
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryObjectDefinition,
    StrawberryOptional,
    has_object_definition,
)
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE
from strawberry.types.enum import has_enum_definition
from strawberry.types.field import StrawberryField
from strawberry.types.lazy_type import LazyType
from strawberry.types.union import StrawberryUnion

from services.kit.graph.scalars import write_instant

DEFINITION: Final = "strawberry-definition"
BATCH: Final = "torget_batch"
"""Marks the resolver of a batched field; holds the function that takes all parents."""
CAST: Final = TYPE_CAST_ATTRIBUTE
"""The attribute that marks an object served as another type than its own."""


_map_nothing: Final[Any] = cast("Any", FieldExtension).map_arguments


class Reading(msgspec.Struct, frozen=True):
    """The parts of a schema that execution needs."""

    schema: Any
    """Strawberry's schema."""
    core: GraphQLSchema
    """graphql-core's schema within it."""
    executor_class: Any
    info_class: Any
    is_awaitable: Callable[[Any], Any]
    rules: tuple[type[ASTValidationRule], ...]


class Way(StrEnum):
    """How the value of a field is fetched, cheapest first."""

    ATTRIBUTE = "attribute"
    CALL = "call"
    """The resolver itself, called directly."""
    RESOLVE = "resolve"
    """Through the schema: extensions, permissions, introspection."""
    BATCH = "batch"
    """One call for all objects of a list (stack A3)."""
    EVENT = "event"
    """The root of a subscription's event."""


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to fetch one field."""

    way: Way
    name: str = ""
    """The attribute's name."""
    function: Any = None
    awaits: bool = False
    streams: bool = False
    """Whether the resolver is an asynchronous generator."""
    source_first: bool = False
    source_names: tuple[str, ...] = ()
    info_name: str | None = None
    parameters: Mapping[str, str] = {}
    """Python names by GraphQL names."""
    converts: bool = False
    """Whether an argument holds an input object, made anew for every call."""
    gates: tuple[Callable[[Any], None], ...] = ()
    """Judged once per request with the context, before the first fetch (stack C10)."""
    field: Any = None


def read_schema(schema: Any) -> Reading:
    """Read a Strawberry schema; one with schema extensions is refused with ValueError.

    A schema extension may wrap every field, so nothing could be compiled (stack C11).
    """
    if schema.extensions:
        raise ValueError("schema extensions are refused: use field extensions or the pipeline")
    return Reading(
        schema=schema,
        core=cast("GraphQLSchema", schema._schema),  # noqa: SLF001 - the adapter's purpose
        executor_class=schema.execution_context_class,
        info_class=schema.config.info_class,
        is_awaitable=optimized_is_awaitable,
        rules=(*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule),
    )


def origin_of(kind: GraphQLObjectType) -> type | None:
    """The Python class that stands for an object type; None for types without one."""
    definition = _definition(kind)
    return definition.origin if isinstance(definition, StrawberryObjectDefinition) else None


def told_by_class(kind: Any, possible: tuple[GraphQLObjectType, ...]) -> bool:
    """Whether the class of an object alone decides which of an abstract type's types it is."""
    definition = _definition(kind)
    if _is(definition, StrawberryObjectDefinition):
        if definition.resolve_type:
            return False
    elif not _is(definition, StrawberryUnion):
        return False
    return all(_is_plain(each) for each in possible)


def is_own_class(kind: GraphQLObjectType, cls: type) -> bool:
    """Whether `cls` is exactly the class an object type was made from."""
    return origin_of(kind) is cls and has_object_definition(cls)


def has_plain_check(kind: GraphQLObjectType) -> bool:
    """Whether `is_type_of` of a type holds for each instance of its own class that is not cast."""
    return _is_plain(kind)


def native_class(kind: Any) -> type | None:
    """The class whose instances an encoder writes exactly as the scalar's serializer would.

    For instants that holds in UTC alone; None for every other scalar.
    """
    definition = _definition(kind)
    if definition is None:
        return None
    if getattr(definition, "serialize", None) is write_instant:
        return datetime
    return _NATIVE.get(id(definition))


_NATIVE: Final[dict[int, type]] = {
    id(base_scalars.DateDefinition): date,
    id(base_scalars.DecimalDefinition): Decimal,
    id(base_scalars.UUIDDefinition): UUID,
}


def read_access(reading: Reading, parent: GraphQLObjectType, definition: GraphQLField) -> Access:
    """The cheapest way that is right for a field (stack 3.2)."""
    field = _definition(definition)
    if not _is(field, StrawberryField):
        return Access(way=Way.RESOLVE, function=definition.resolve)
    if field.is_subscription and parent is reading.core.subscription_type:
        return Access(way=Way.EVENT, field=field)
    gates = gates_of(field)
    foreign = (
        gates is None
        or cast("Any", type(field)).get_result is not StrawberryField.get_result
        or bool(reading.schema.exception_handlers)
    )
    default = reading.schema.config.default_resolver
    if foreign or gates is None or (field.base_resolver is None and default is not getattr):
        return Access(
            way=Way.RESOLVE, function=definition.resolve, awaits=field.is_async, field=field
        )
    if field.base_resolver is None:
        return Access(way=Way.ATTRIBUTE, name=field.python_name, gates=gates, field=field)
    return _call(reading, field, gates)


def gates_of(field: Any) -> tuple[Callable[[Any], None], ...] | None:
    """The gates of a field, outermost first; None if an extension is more than a gate.

    An extension that neither resolves nor maps arguments costs nothing. One with a `gate`, a function
    of the request's context alone that raises the refusal, is asked once per request.
    """
    found: list[Callable[[Any], None]] = []
    for extension in reversed(field.extensions):
        if cast("Any", type(extension)).map_arguments is not _map_nothing:
            return None
        if not extension.has_resolver:
            continue
        gate = getattr(extension, "gate", None)
        if gate is None:
            return None
        found.append(gate)
    return tuple(found)


def convert(reading: Reading, field: Any, given: Mapping[str, Any], info: Any) -> dict[str, Any]:
    """GraphQL arguments of a field as its resolver wants them: input objects, Python names."""
    return convert_arguments(
        dict(given),
        field.arguments,
        scalar_registry=reading.schema.schema_converter.scalar_registry,
        config=reading.schema.config,
        info=info,
    )


def _call(reading: Reading, field: Any, gates: tuple[Callable[[Any], None], ...]) -> Access:
    resolver = field.base_resolver
    name_of = reading.schema.config.name_converter.from_argument
    names = [
        parameter.name for parameter in (resolver.parent_parameter, resolver.root_parameter)
        if parameter is not None
    ]  # fmt: skip
    info = resolver.info_parameter
    unbound = resolver._unbound_wrapped_func  # noqa: SLF001 - the adapter's purpose
    streams = inspect.isasyncgenfunction(unbound)
    batch = getattr(unbound, BATCH, None)
    return Access(
        way=Way.CALL if batch is None else Way.BATCH,
        function=resolver.wrapped_func if batch is None else batch,
        gates=gates,
        awaits=field.is_async and not streams,
        streams=streams,
        source_first=resolver.self_parameter is not None,
        source_names=tuple(names),
        info_name=_info_name(info, batch),
        parameters={name_of(a): a.python_name for a in field.arguments},
        converts=any(_holds_object(a.type) for a in field.arguments),
        field=field,
    )


def _definition(thing: Any) -> Any:
    """Strawberry's side of a type or field; None where there is none."""
    told: dict[str, Any] = thing.extensions or {}
    return told.get(DEFINITION)


def _is(thing: Any, kind: Any) -> bool:
    """`isinstance`, without narrowing to classes whose type parameters are unknown."""
    return isinstance(thing, kind)


def _info_name(info: Any, batch: Callable[..., Any] | None) -> str | None:
    if info is None or (batch is not None and "info" not in inspect.signature(batch).parameters):
        return None
    return str(info.name)


def _is_plain(kind: GraphQLObjectType) -> bool:
    definition = _definition(kind)
    return (
        _is(definition, StrawberryObjectDefinition)
        and definition.is_type_of is None
        and definition.concrete_of is None
        and not definition.is_graphql_generic
    )


def _holds_object(kind: Any) -> bool:
    while isinstance(kind, (StrawberryOptional, StrawberryList, LazyType)):
        if isinstance(kind, StrawberryMaybe):
            return True
        kind = kind.resolve_type() if isinstance(kind, LazyType) else kind.of_type
    if isinstance(kind, StrawberryMaybe):
        return True
    plain = has_enum_definition(kind) or not has_object_definition(kind)
    return not plain or getattr(kind, "__name__", "") == "GlobalID"
