# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Arguments of fields: constants when the plan is made, the rest once per request (stack C9)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    NameNode,
    OperationDefinitionNode,
    ValueNode,
    VariableNode,
    Visitor,
    get_argument_values,
    visit,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource

from services.kit.execution.schema_types import (
    is_enum,
    is_list,
    is_required,
    is_specified_scalar,
    is_strict,
    nullable,
    type_of,
)

Variables = Mapping[str, Any]
Kwargs = dict[str, Any]

MISSING: Final = object()


class Refusal(msgspec.Struct, frozen=True):
    """Arguments that could not be coerced: the error is raised where the field stands."""

    error: GraphQLError


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The arguments of one field of one plan."""

    constant: Kwargs | Refusal | None = None
    """Set if no variable is involved."""
    direct: tuple[tuple[str, str], ...] | None = None
    """Python name and variable of each argument, if all are variables that are always there."""
    computed: Callable[[Variables], Kwargs | Refusal] | None = None
    """Anything else: computed once per request."""
    mutable: bool = False
    """Whether a resolver could change a value that the next call would see."""


def plan_arguments(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    definition: GraphQLField,
    node: FieldNode,
    *,
    names: Mapping[str, str] | None,
) -> Given:
    """How the arguments of a field are found; `names` turns GraphQL names into Python ones."""
    if not definition.args:
        return Given(constant={})
    mutable = any(_is_mutable(argument) for argument in definition.args.values())
    asked = {argument.name.value: argument.value for argument in node.arguments or ()}
    if not any(_has_variable(value) for value in asked.values()):
        return Given(constant=_coerced(definition, node, None, names), mutable=mutable)
    direct = _direct(operation, definition, asked, names)
    if direct is not None:
        return Given(direct=direct, mutable=mutable)
    quick = _quick(definition, asked, names)
    full = _full(schema, operation, definition, node, names)
    if quick is None:
        return Given(computed=full, mutable=mutable)

    def computed(variables: Variables) -> Kwargs | Refusal:
        found = quick(variables)
        return full(variables) if found is None else found

    return Given(computed=computed, mutable=mutable)


def fresh(value: Any) -> Any:
    """A copy of lists and dicts all the way down; other values are shared."""
    if isinstance(value, dict):
        return {key: fresh(inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [fresh(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def _coerced(
    definition: GraphQLField,
    node: FieldNode,
    values: VariableValues | None,
    names: Mapping[str, str] | None,
) -> Kwargs | Refusal:
    try:
        found = get_argument_values(definition, node, values)
    except GraphQLError as error:
        return Refusal(error)
    return found if names is None else {names[name]: value for name, value in found.items()}


def _direct(
    operation: OperationDefinitionNode,
    definition: GraphQLField,
    asked: Mapping[str, ValueNode],
    names: Mapping[str, str] | None,
) -> tuple[tuple[str, str], ...] | None:
    """Every argument is a variable of a non-null type: it is there and it is not null."""
    certain = {
        d.variable.name.value
        for d in operation.variable_definitions or ()
        if d.type.kind == "non_null_type"
    }
    found: list[tuple[str, str]] = []
    for name, argument in definition.args.items():
        value = asked.get(name)
        if not isinstance(value, VariableNode) or value.name.value not in certain:
            return None
        found.append((_python(name, argument, names), value.name.value))
    return tuple(found)


def _quick(
    definition: GraphQLField, asked: Mapping[str, ValueNode], names: Mapping[str, str] | None
) -> Callable[[Variables], Kwargs | None] | None:
    """For arguments that are variables or left out; None from the result means: ask `_full`."""
    steps: list[tuple[str, str | None, Any, bool]] = []
    for name, argument in definition.args.items():
        value = asked.get(name)
        if value is not None and not isinstance(value, VariableNode):
            return None
        fallback = _default(definition, name)
        required = is_required(argument)
        strict = is_strict(type_of(argument))
        if value is None and required:
            return None
        variable = value.name.value if value is not None else None
        steps.append((
            _python(name, argument, names),
            variable,
            MISSING if required else fallback,
            strict,
        ))  # fmt: skip
    needed = {variable for _, variable, default, strict in steps if strict and default is MISSING}

    def quick(variables: Variables) -> Kwargs | None:
        found: Kwargs = {}
        for python, variable, default, strict in steps:
            value = MISSING if variable is None else variables.get(variable, MISSING)
            if value is MISSING:
                if variable in needed:
                    return None
                if default is not MISSING:
                    found[python] = fresh(default)
            elif value is None and strict:
                return None
            else:
                found[python] = value
        return found

    return quick


def _full(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    definition: GraphQLField,
    node: FieldNode,
    names: Mapping[str, str] | None,
) -> Callable[[Variables], Kwargs | Refusal]:
    signatures = [
        signature
        for each in operation.variable_definitions or ()
        if not isinstance(signature := get_variable_signature(schema, each), GraphQLError)
    ]

    def full(variables: Variables) -> Kwargs | Refusal:
        sources = {
            s.name: VariableValueSource(s, variables[s.name])
            if s.name in variables
            else VariableValueSource(s)
            for s in signatures
        }
        return _coerced(definition, node, VariableValues(sources, dict(variables)), names)

    return full


def _default(definition: GraphQLField, name: str) -> Any:
    """The default of an argument, coerced; MISSING without one."""
    argument = definition.args[name]
    alone = GraphQLField(type_of(definition), args={name: argument})
    if is_required(argument):
        return MISSING
    found = get_argument_values(alone, _BARE)
    return next(iter(found.values())) if found else MISSING


_BARE: Final = FieldNode(name=NameNode(value="bare"), arguments=())


def _python(name: str, argument: GraphQLArgument, names: Mapping[str, str] | None) -> str:
    return (argument.out_name or name) if names is None else names[name]


def _is_mutable(argument: GraphQLArgument) -> bool:
    kind = nullable(type_of(argument))
    if is_list(kind):
        return True
    return not (is_enum(kind) or is_specified_scalar(kind) or kind.name in _IMMUTABLE)


_IMMUTABLE: Final = frozenset({"DateTime", "Date", "Time", "Locale", "Decimal", "UUID"})


class _Finder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_variable(self, *_: Any) -> None:
        self.found = True


def _has_variable(value: ValueNode) -> bool:
    finder = _Finder()
    visit(value, finder)
    return finder.found
