# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an operation demands of its caller: `@authenticated`, `@requiresScopes`, `@policy` (federation 4.7)."""

# The library's wrapping types are generic, and never say of what.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false

from collections.abc import Callable, Iterator, Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
)

from gateway.supergraph.model import AuthRule
from services.kit.wire.caller import Caller

PolicyJudge = Callable[[Caller, str], bool | None]
"""Whether a caller meets a named policy; None, no answer, is no."""


def refuse_policies(caller: Caller, policy: str) -> bool | None:
    """The judge of a gateway that knows no policies."""
    del caller, policy
    return None


def meets(rule: AuthRule, caller: Caller, judge: PolicyJudge) -> bool:
    """Whether a caller meets a rule: outer lists are alternatives, inner ones all needed."""
    if (rule.authenticated or rule.scopes) and not caller.is_known:
        return False
    if rule.scopes and not any(set(group) <= set(caller.scopes) for group in rule.scopes):
        return False
    return not rule.policies or any(
        all(judge(caller, policy) is True for policy in group) for group in rule.policies
    )


def find_demands(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    schema: GraphQLSchema,
    rules: Mapping[str, AuthRule],
) -> frozenset[str]:
    """Coordinates, `Type.field`, of the fields asked for that are under some rule."""
    found: set[str] = set()
    for owner, selection_set in _sets(document, operation, schema):
        for type_name, field in _fields(owner, selection_set):
            coordinate = f"{type_name}.{field}"
            if any(True for _ in rules_of(coordinate, schema, rules)):
                found.add(coordinate)
    return frozenset(found)


def rules_of(
    coordinate: str, schema: GraphQLSchema, rules: Mapping[str, AuthRule]
) -> Iterator[AuthRule]:
    """The rules over one field: its own, its type's and that of the type it returns."""
    owner, _, name = coordinate.partition(".")
    if coordinate in rules:
        yield rules[coordinate]
    if owner in rules:
        yield rules[owner]
    parent = schema.get_type(owner)
    field = getattr(parent, "fields", {}).get(name)
    if field is not None and (returned := get_named_type(field.type).name) in rules:
        yield rules[returned]


def _sets(
    document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema
) -> Iterator[tuple[str, SelectionSetNode]]:
    """Every selection set with the type it stands on."""
    root = schema.get_root_type(operation.operation)
    stack: list[tuple[str, SelectionSetNode]] = []
    if root is not None:
        stack.append((root.name, operation.selection_set))
    stack += [
        (node.type_condition.name.value, node.selection_set)
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    ]
    while stack:
        owner, selection_set = stack.pop()
        yield owner, selection_set
        for node in selection_set.selections:
            if isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                stack.append((condition.name.value if condition else owner, node.selection_set))
            elif isinstance(node, FieldNode) and node.selection_set is not None:
                field = getattr(schema.get_type(owner), "fields", {}).get(node.name.value)
                if field is not None and is_composite_type(named := get_named_type(field.type)):
                    stack.append((named.name, node.selection_set))


def _fields(owner: str, selection_set: SelectionSetNode) -> Iterator[tuple[str, str]]:
    for node in selection_set.selections:
        if isinstance(node, FragmentSpreadNode | InlineFragmentNode):
            continue
        if isinstance(node, FieldNode) and not node.name.value.startswith("__"):
            yield owner, node.name.value
