# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Variables of an operation: a fast path for the usual types, graphql-core on any doubt (stack C8)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import graphql
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    get_variable_values,
)
from graphql.execution.get_variable_signature import get_variable_signature

from services.kit.execution.schema_types import Kind, is_enum, is_list, is_strict, type_of

MAX_ERRORS: Final = 50
_GREATEST: Final = 0x7FFFFFFF
_graphql: Any = graphql
_MISSING: Final = object()

Reader = Callable[[Any], Any]
"""The coerced form of an input value, or `_DOUBT`."""

_DOUBT: Final = object()
"""The fast path cannot tell: graphql-core decides, and words the errors."""

Coercer = Callable[[Mapping[str, Any]], "dict[str, Any] | list[GraphQLError]"]


def variable_coercer(schema: GraphQLSchema, operation: OperationDefinitionNode) -> Coercer:
    """The function that turns a request's variables into values, or into the errors to answer."""
    definitions = tuple(operation.variable_definitions or ())

    def slow(inputs: Mapping[str, Any]) -> dict[str, Any] | list[GraphQLError]:
        found = get_variable_values(schema, definitions, dict(inputs), max_errors=MAX_ERRORS)
        return found if isinstance(found, list) else found.coerced

    steps = _steps(schema, operation)
    if steps is None:
        return slow
    if not steps:
        return lambda _inputs: {}

    def fast(inputs: Mapping[str, Any]) -> dict[str, Any] | list[GraphQLError]:
        found: dict[str, Any] = {}
        for name, reader, required, default in steps:
            given = inputs.get(name, _MISSING)
            if given is _MISSING:
                if required:
                    return slow(inputs)
                if default is not _MISSING:
                    found[name] = default
                continue
            value = reader(given)
            if value is _DOUBT:
                return slow(inputs)
            found[name] = value
        return found

    return fast


def _steps(
    schema: GraphQLSchema, operation: OperationDefinitionNode
) -> list[tuple[str, Reader, bool, Any]] | None:
    """Name, reader, whether it must be given, and default; None if the fast path knows too little."""
    steps: list[tuple[str, Reader, bool, Any]] = []
    for definition in operation.variable_definitions or ():
        signature = get_variable_signature(schema, definition)
        if isinstance(signature, GraphQLError):
            return None
        kind = type_of(signature)
        default = _MISSING
        if definition.default_value:
            default = _default(schema, operation, signature.name)
            if default is _DOUBT:
                return None
        required = is_strict(kind) and default is _MISSING
        steps.append((signature.name, _reader(kind), required, default))
    return steps


def _default(schema: GraphQLSchema, operation: OperationDefinitionNode, name: str) -> Any:
    """A default that is an immutable constant; `_DOUBT` for others."""
    only = [d for d in operation.variable_definitions or () if d.variable.name.value == name]
    found = get_variable_values(schema, only, {}, max_errors=MAX_ERRORS)
    if isinstance(found, list) or name not in found.coerced:
        return _DOUBT
    value = found.coerced[name]
    return _DOUBT if isinstance(value, (list, dict)) else value


def _reader(kind: Kind) -> Reader:
    if is_strict(kind):
        return _strict_reader(kind.of_type)
    strict = _strict_reader(kind)
    return lambda value: None if value is None else strict(value)


def _strict_reader(kind: Kind) -> Reader:
    if is_list(kind):
        return _list_reader(_reader(kind.of_type))
    if is_enum(kind):
        return _enum_reader(kind)
    return _BUILT_IN.get(getattr(kind, "name", "")) or _generic_reader(kind)


def _list_reader(item: Reader) -> Reader:
    def read(value: Any) -> Any:
        if value.__class__ is not list:
            return _DOUBT
        found = [item(inner) for inner in value]
        return _DOUBT if any(inner is _DOUBT for inner in found) else found

    return read


def _enum_reader(kind: GraphQLEnumType) -> Reader:
    known = {name: _graphql.coerce_input_value(name, kind) for name in kind.values}
    return lambda value: known.get(value, _DOUBT) if value.__class__ is str else _DOUBT


def _generic_reader(kind: Kind) -> Reader:
    """Custom scalars and input objects; nested too deeply is doubt."""

    def read(value: Any) -> Any:
        if value is None:
            return _DOUBT
        try:
            found = _graphql.coerce_input_value(value, kind)
        except (GraphQLError, RecursionError):
            return _DOUBT
        return _DOUBT if found is Undefined else found

    return read


def _read_string(value: Any) -> Any:
    return value if value.__class__ is str else _DOUBT


def _read_int(value: Any) -> Any:
    fits = value.__class__ is int and -_GREATEST - 1 <= value <= _GREATEST
    return value if fits else _DOUBT


def _read_float(value: Any) -> Any:
    return value if value.__class__ is float and value - value == 0.0 else _DOUBT


def _read_boolean(value: Any) -> Any:
    return value if value is True or value is False else _DOUBT


def _read_object(value: Any) -> Any:
    return value if value.__class__ is dict else _DOUBT


_BUILT_IN: Final[dict[str, Reader]] = {
    "_Any": _read_object,
    "String": _read_string,
    "ID": _read_string,
    "Int": _read_int,
    "Float": _read_float,
    "Boolean": _read_boolean,
}
