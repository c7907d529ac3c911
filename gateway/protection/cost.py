# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an operation may cost before anything is fetched (`@cost`, `@listSize`; federation 4.6).

The formula is made once per operation; a request only puts its variables in.
"""

# The library's wrapping types are generic, and never say of what.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false

from collections.abc import Callable, Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from gateway.supergraph.model import CostRules, ListSize
from services.kit.wire.problem import Problem

DEFAULT_SIZE: Final = 10
"""Items of a list that says nothing about its size."""
_MUTATION: Final = 10
_NO_SIZE: Final = ListSize()

Formula = Callable[[Mapping[str, Any]], int]


def make_formula(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    schema: GraphQLSchema,
    rules: CostRules,
) -> Formula:
    """The cost of a validated operation as a function of its variables.

    The formula raises Problem COST_INVALID_SLICING_ARGUMENTS when a list wants exactly one
    slicing argument and has none or several.
    """
    root = schema.get_root_type(operation.operation)
    if root is None:
        return lambda _: 0
    estimate = _Estimate(document, operation, schema, rules)
    start = _MUTATION if operation.operation.value == "mutation" else 0
    inner = estimate.of_set(operation.selection_set, root.name, {})
    return lambda variables: start + inner(variables)


class _Estimate:
    """Walks an operation once; fragments are read once per type they stand on."""

    def __init__(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        schema: GraphQLSchema,
        rules: CostRules,
    ) -> None:
        self._schema = schema
        self._rules = rules
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._defaults = {
            node.variable.name.value: node.default_value
            for node in operation.variable_definitions or ()
        }
        self._seen: dict[str, Formula] = {}

    def of_set(
        self, selection_set: SelectionSetNode, owner: str, sized: Mapping[str, Formula]
    ) -> Formula:
        """The cost of a selection set; `sized` gives lengths to lists named by their parent."""
        parts: list[Formula] = []
        for node in selection_set.selections:
            if isinstance(node, InlineFragmentNode):
                inner = node.type_condition.name.value if node.type_condition else owner
                parts.append(self.of_set(node.selection_set, inner, sized))
            elif isinstance(node, FragmentSpreadNode):
                parts.append(self._of_fragment(node.name.value, sized))
            elif isinstance(node, FieldNode) and not node.name.value.startswith("__"):
                parts.append(self._of_field(node, owner, sized))
        return _add(parts)

    def _of_fragment(self, name: str, sized: Mapping[str, Formula]) -> Formula:
        known = self._seen.get(name) if not sized else None
        if known is None:
            node = self._fragments[name]
            known = self.of_set(node.selection_set, node.type_condition.name.value, sized)
            if not sized:
                self._seen[name] = known
        return known

    def _of_field(self, node: FieldNode, owner: str, sized: Mapping[str, Formula]) -> Formula:
        name = node.name.value
        field = getattr(self._schema.get_type(owner), "fields", {}).get(name)
        if field is None:
            return _zero
        coordinate = f"{owner}.{name}"
        named = get_named_type(field.type)
        weights = self._rules.weights
        composite = 1 if is_composite_type(named) else 0
        weight = weights.get(coordinate, weights.get(named.name, composite))
        arguments = sum(
            weights.get(f"{coordinate}({argument.name.value}:)", 0)
            for argument in node.arguments or ()
        )
        rule = self._rules.sizes.get(coordinate)
        size = self._size(node, coordinate, rule) if rule is not None else None
        below = dict.fromkeys(rule.sized, size) if rule is not None and size is not None else {}
        inner = _zero
        if node.selection_set is not None:
            inner = self.of_set(node.selection_set, named.name, below)
        if not is_list_type(get_nullable_type(field.type)):
            return lambda variables: arguments + weight + inner(variables)
        length = sized.get(name) or size or _default
        return lambda variables: arguments + length(variables) * (weight + inner(variables))

    def _size(self, node: FieldNode, coordinate: str, rule: ListSize) -> Formula:
        slices = [self._argument(node, path) for path in rule.slicing]
        assumed = DEFAULT_SIZE if rule.assumed is None else rule.assumed
        must_be_one = rule.require_one and bool(slices)

        def size(variables: Mapping[str, Any]) -> int:
            found = [value for read in slices if (value := read(variables)) is not None]
            if must_be_one and len(found) != 1:
                raise Problem(
                    "COST_INVALID_SLICING_ARGUMENTS",
                    extensions={"field": coordinate, "arguments": list(rule.slicing)},
                )
            return max(found) if found else assumed

        return size

    def _argument(self, node: FieldNode, path: str) -> Callable[[Mapping[str, Any]], int | None]:
        """Reads a slicing argument: a literal, a variable, or a field of an input object."""
        name, *inner = path.split(".")
        for argument in node.arguments or ():
            if argument.name.value == name:
                return self._reader(argument.value, inner)
        return _nothing

    def _reader(
        self, value: ValueNode | None, path: list[str]
    ) -> Callable[[Mapping[str, Any]], int | None]:
        if isinstance(value, VariableNode):
            name = value.name.value
            default = self._reader(self._defaults.get(name), path)

            def read(variables: Mapping[str, Any]) -> int | None:
                found = variables.get(name)
                for step in path:
                    found = found.get(step) if isinstance(found, dict) else None
                return max(0, found) if isinstance(found, int) else default(variables)

            return read
        if isinstance(value, IntValueNode) and not path:
            number = max(0, int(value.value))
            return lambda _: number
        if isinstance(value, ObjectValueNode) and path:
            for field in value.fields:
                if field.name.value == path[0]:
                    return self._reader(field.value, path[1:])
        return _nothing


def _add(parts: list[Formula]) -> Formula:
    if len(parts) == 1:
        return parts[0]
    return lambda variables: sum(part(variables) for part in parts)


def _zero(variables: Mapping[str, Any]) -> int:
    del variables
    return 0


def _default(variables: Mapping[str, Any]) -> int:
    del variables
    return DEFAULT_SIZE


def _nothing(variables: Mapping[str, Any]) -> int | None:
    del variables
    return None
