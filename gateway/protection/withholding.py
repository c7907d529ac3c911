# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking refused fields out of an operation, and putting null in their place in its answer.

A refused field becomes a `__typename` under a name of our own: nothing is fetched for it, and its
place in the answer is kept until null, and what follows from it, is put there.
"""

# The library's wrapping types are generic, and never say of what.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false

from dataclasses import replace
from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

MARK: Final = "withheld__"
_GONE: Final = object()
Path = tuple[str | int, ...]


def withhold(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    schema: GraphQLSchema,
    refused: frozenset[str],
) -> tuple[DocumentNode, OperationDefinitionNode]:
    """The document without the fields of these coordinates."""
    root = schema.get_root_type(operation.operation)
    definitions: list[Any] = []
    changed = operation
    for node in document.definitions:
        if node is operation and root is not None:
            selection_set = _strip(operation.selection_set, root.name, schema, refused)
            changed = replace(operation, selection_set=selection_set)
            definitions.append(changed)
        elif isinstance(node, FragmentDefinitionNode):
            owner = node.type_condition.name.value
            inner = _strip(node.selection_set, owner, schema, refused)
            definitions.append(replace(node, selection_set=inner))
        else:
            definitions.append(node)
    return replace(document, definitions=tuple(definitions)), changed


def _strip(
    selection_set: SelectionSetNode, owner: str, schema: GraphQLSchema, refused: frozenset[str]
) -> SelectionSetNode:
    kept: list[Any] = []
    for node in selection_set.selections:
        if isinstance(node, InlineFragmentNode):
            inner_owner = node.type_condition.name.value if node.type_condition else owner
            inner = _strip(node.selection_set, inner_owner, schema, refused)
            kept.append(replace(node, selection_set=inner))
        elif isinstance(node, FieldNode):
            kept.append(_strip_field(node, owner, schema, refused))
        else:
            kept.append(node)
    return replace(selection_set, selections=tuple(kept))


def _strip_field(
    node: FieldNode, owner: str, schema: GraphQLSchema, refused: frozenset[str]
) -> FieldNode:
    name = node.name.value
    if f"{owner}.{name}" in refused:
        key = (node.alias or node.name).value
        return replace(
            node,
            name=NameNode(value="__typename"),
            alias=NameNode(value=f"{MARK}{owner}__{name}__{key}"),
            arguments=(),
            selection_set=None,
        )
    field = getattr(schema.get_type(owner), "fields", {}).get(name)
    if node.selection_set is None or field is None:
        return node
    below = get_named_type(field.type).name
    return replace(node, selection_set=_strip(node.selection_set, below, schema, refused))


class Withheld:
    """Puts null where something was withheld, and remembers the paths."""

    def __init__(
        self, document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema
    ) -> None:
        """Read answers to the stripped document."""
        self._schema = schema
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._operation = operation
        self.paths: list[Path] = []

    def put_nulls(self, data: dict[str, Any] | None) -> dict[str, Any] | None:
        """The answer with nulls in place; None when a null reaches the top."""
        root = self._schema.get_root_type(self._operation.operation)
        if data is None or root is None:
            return data
        found = self._object(data, [(root.name, self._operation.selection_set)], ())
        return None if found is _GONE else cast("dict[str, Any]", found)

    def _object(
        self, data: dict[str, Any], sets: list[tuple[str, SelectionSetNode]], path: Path
    ) -> Any:
        selected: dict[str, tuple[GraphQLOutputType, list[tuple[str, SelectionSetNode]]]] = {}
        for owner, selection_set in sets:
            self._gather(owner, selection_set, selected)
        shaped: dict[str, Any] = {}
        for name, value in data.items():
            if name.startswith(MARK):
                owner, field, key = name.removeprefix(MARK).split("__", 2)
                self.paths.append((*path, key))
                kind = getattr(self._schema.get_type(owner), "fields", {})[field].type
                if is_non_null_type(kind):
                    return _GONE
                shaped[key] = None
                continue
            known = selected.get(name)
            if known is None:
                shaped[name] = value
                continue
            inner = self._value(value, known[0], known[1], (*path, name))
            if inner is _GONE:
                return _GONE
            shaped[name] = inner
        return shaped

    def _value(
        self,
        value: Any,
        kind: GraphQLOutputType,
        sets: list[tuple[str, SelectionSetNode]],
        path: Path,
    ) -> Any:
        is_required = is_non_null_type(kind)
        inner_kind: Any = kind.of_type if is_non_null_type(kind) else kind
        found = value
        if isinstance(value, list) and is_list_type(inner_kind):
            items: list[Any] = []
            for index, item in enumerate(cast("list[Any]", value)):
                one = self._value(item, inner_kind.of_type, sets, (*path, index))
                if one is _GONE:
                    return _GONE if is_required else None
                items.append(one)
            found = items
        elif isinstance(value, dict) and sets:
            found = self._object(cast("dict[str, Any]", value), sets, path)
        if found is _GONE:
            return _GONE if is_required else None
        return found

    def _gather(
        self,
        owner: str,
        selection_set: SelectionSetNode,
        selected: dict[str, tuple[GraphQLOutputType, list[tuple[str, SelectionSetNode]]]],
    ) -> None:
        for node in selection_set.selections:
            if isinstance(node, InlineFragmentNode):
                inner = node.type_condition.name.value if node.type_condition else owner
                self._gather(inner, node.selection_set, selected)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
                self._gather(fragment.type_condition.name.value, fragment.selection_set, selected)
            elif isinstance(node, FieldNode):
                field = getattr(self._schema.get_type(owner), "fields", {}).get(node.name.value)
                if field is None:
                    continue
                key = (node.alias or node.name).value
                _, sets = selected.setdefault(key, (field.type, []))
                if node.selection_set is not None:
                    sets.append((get_named_type(field.type).name, node.selection_set))
