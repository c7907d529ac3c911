# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Operations in normal form: fragments inlined, conditions as data, type conditions as objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    is_leaf_type,
    print_ast,
)

from gateway.planner.deferring import Defers
from gateway.planner.granting import Guard
from gateway.planner.outputs import named_type

Conj = frozenset[tuple[str, bool]]
"""Literals that must all hold: (variable, wanted value)."""
Alts = frozenset[Conj]
"""Alternatives, one of which must hold."""

ALWAYS: Alts = frozenset({frozenset()})
MAX_DEPTH = 96
MAX_SELECTIONS = 60_000
INTROSPECTION = frozenset({"__schema", "__type"})


class PlanningError(GraphQLError):
    """The operation cannot be planned; `code` says why."""

    def __init__(self, message: str, code: str = "INTERNAL_ERROR") -> None:
        super().__init__(message, extensions={"code": code})
        self.code = code


class Sel:
    """One field of a selection, merged over all its occurrences."""

    __slots__ = (
        "alts",
        "args",
        "defer",
        "is_refused",
        "key",
        "kids",
        "name",
        "nodes",
        "order",
        "parts",
        "twin",
        "types",
        "uses",
    )

    def __init__(self, name: str, *, args: str = "", key: str = "", types: frozenset[str]) -> None:
        self.name = name
        self.args = args
        self.key = key or name
        self.types = types
        self.uses: frozenset[str] = frozenset()
        self.alts: Alts = ALWAYS
        self.order: list[tuple[int, Conj]] = []
        self.kids: list[Sel] | None = None
        self.nodes: list[FieldNode] = []
        self.defer: frozenset[int] = frozenset({0})
        self.is_refused = False
        self.twin = 0
        """Tells apart aliases of one field that are fetched one by one."""
        self.parts: tuple[object, ...] = (self,)
        """The occurrences it was merged from; selections that share one have to agree."""


class Occurrence:
    """One field node where the document has it, seen through the fragments around it."""

    __slots__ = ("args", "conj", "defer", "index", "key", "node", "types")

    def __init__(
        self, node: FieldNode, *, index: int, types: frozenset[str], conj: Conj, defer: int
    ) -> None:
        self.node = node
        self.index = index
        self.types = types
        self.conj = conj
        self.defer = defer
        self.args = print_arguments(node)
        self.key = node.name.value if node.alias is None else node.alias.value


def print_arguments(node: FieldNode) -> str:
    """Arguments sorted by name, as text with parentheses, empty if none."""
    if not node.arguments:
        return ""
    ordered = sorted(node.arguments, key=lambda one: one.name.value)
    return "(" + ", ".join(print_ast(one) for one in ordered) + ")"


def variables_in(node: FieldNode) -> frozenset[str]:
    """Names of the variables the arguments of a field use."""
    found: set[str] = set()
    stack: list[Any] = [arg.value for arg in node.arguments or ()]
    while stack:
        value = stack.pop()
        if isinstance(value, VariableNode):
            found.add(value.name.value)
            continue
        stack.extend(getattr(value, "values", ()))
        stack.extend(field.value for field in getattr(value, "fields", ()))
    return frozenset(found)


def conditions_of(directives: Iterable[DirectiveNode], conj: Conj) -> Conj | None:
    """The condition with `@skip` and `@include` added; None if it can never hold."""
    for directive in directives:
        name = directive.name.value
        if name not in ("skip", "include"):
            continue
        wanted = name == "include"
        for arg in directive.arguments or ():
            if isinstance(arg.value, BooleanValueNode):
                if arg.value.value is not wanted:
                    return None
            elif isinstance(arg.value, VariableNode):
                literal = (arg.value.name.value, wanted)
                if (literal[0], not wanted) in conj:
                    return None
                conj = conj | {literal}
    return conj


def weaken(alts: Iterable[Conj]) -> Alts:
    """Alternatives without those that another alternative already implies."""
    ordered = sorted(set(alts), key=len)
    kept: list[Conj] = []
    for one in ordered:
        if not any(other <= one for other in kept):
            kept.append(one)
    return frozenset(kept)


def common(alts: Alts) -> Conj:
    """The literals all alternatives share."""
    found: Conj | None = None
    for one in alts:
        found = one if found is None else found & one
    return found or frozenset()


class Expander:
    """Expands one operation; `canonical` merges by field and arguments, else by response key."""

    def __init__(
        self,
        schema: GraphQLSchema,
        possible: dict[str, frozenset[str]],
        fragments: Mapping[str, FragmentDefinitionNode],
        *,
        canonical: bool,
        defers: Defers | None = None,
        guard: Guard | None = None,
    ) -> None:
        self.schema = schema
        self.possible = possible
        self.fragments = fragments
        self.canonical = canonical
        self.count = 0
        self.defers = defers
        self.guard = guard
        self.refused: set[tuple[str, str]] = set()

    def expand(self, operation: OperationDefinitionNode, root: str) -> list[Sel]:
        """The selections of the operation's root, without recursion over the document."""
        start: list[Sel] = []
        none: Conj = frozenset()
        top = [(operation.selection_set, frozenset({root}), none, 0)]
        tasks: list[tuple[list[Sel], list[Any], int]] = [(start, top, 0)]
        while tasks:
            target, sources, depth = tasks.pop()
            if depth > MAX_DEPTH:
                raise PlanningError(
                    "The operation is nested too deeply.", "OPERATION_LIMIT_EXCEEDED"
                )
            is_serial = depth == 0 and operation.operation is OperationType.MUTATION
            for sel, occurrences in self._merge(self._flatten(sources), is_serial=is_serial):
                target.append(sel)
                kids = self._kids(sel, occurrences)
                if kids is not None:
                    sel.kids = []
                    tasks.append((sel.kids, kids, depth + 1))
        return start

    def _flatten(self, sources: list[Any]) -> list[Occurrence]:
        found: list[Occurrence] = []
        stack: list[Any] = [
            (node, types, conj, defer, ())
            for selection_set, types, conj, defer in reversed(sources)
            for node in reversed(selection_set.selections)
        ]
        while stack:
            node, types, conj, defer, trail = stack.pop()
            inner = conditions_of(node.directives or (), conj)
            if inner is None:
                continue
            self.count += 1
            if self.count > MAX_SELECTIONS:
                raise PlanningError("The operation is too large.", "OPERATION_LIMIT_EXCEEDED")
            if isinstance(node, FieldNode):
                found.append(
                    Occurrence(node, index=len(found), types=types, conj=inner, defer=defer)
                )
                continue
            selection_set, condition, trail = self._fragment(node, trail)
            if condition is not None:
                types = types & self.possible.get(condition, frozenset())
            if self.defers is not None:
                defer = self.defers.open(node, defer)
            if types:
                stack.extend(
                    (one, types, inner, defer, trail) for one in reversed(selection_set.selections)
                )
        return found

    def _fragment(
        self, node: Any, trail: tuple[str, ...]
    ) -> tuple[SelectionSetNode, str | None, tuple[str, ...]]:
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            return node.selection_set, None if condition is None else condition.name.value, trail
        if not isinstance(node, FragmentSpreadNode):
            raise PlanningError("Unknown kind of selection.")
        name = node.name.value
        fragment = self.fragments.get(name)
        if fragment is None or name in trail:
            raise PlanningError(f"Fragment {name} is unknown or spreads itself.")
        return fragment.selection_set, fragment.type_condition.name.value, (*trail, name)

    def _merge(
        self, found: list[Occurrence], *, is_serial: bool
    ) -> Iterable[tuple[Sel, list[Occurrence]]]:
        twins = find_twins(found, always=is_serial)
        groups: dict[tuple[str, str, str, int], list[Occurrence]] = {}
        for one in found:
            name = one.node.name.value
            if self.canonical and name in INTROSPECTION:
                continue
            key = name if self.canonical else one.key
            twin = twins.get((name, one.args, one.key), 0)
            groups.setdefault((key, name, one.args, twin), []).append(one)
        for (key, name, args, twin), group in groups.items():
            atoms: dict[tuple[int, ...], list[str]] = {}
            every: set[str] = set()
            for one in group:
                every |= one.types
            for type_name in sorted(every):
                members = tuple(i for i, one in enumerate(group) if type_name in one.types)
                atoms.setdefault(members, []).append(type_name)
            for members, types in self._allowed(name, atoms):
                chosen = [group[i] for i in members]
                sel = Sel(name, args=args, key=key, types=frozenset(types))
                sel.twin = twin
                sel.nodes = [one.node for one in chosen]
                sel.uses = variables_in(chosen[0].node)
                sel.parts = tuple(chosen)
                sel.order = [(one.index, one.conj) for one in chosen]
                sel.alts = weaken(one.conj for one in chosen)
                if self.defers is not None:
                    sel.defer = frozenset(one.defer for one in chosen)
                sel.is_refused = self.guard is not None and self.guard.refuses(types[0], name)
                yield sel, chosen

    def _allowed(
        self, name: str, atoms: dict[tuple[int, ...], list[str]]
    ) -> Iterator[tuple[tuple[int, ...], list[str]]]:
        """Types split by what the caller may see; canonical selections lose the refused ones."""
        for members, types in atoms.items():
            refused = [one for one in types if self.guard and self.guard.refuses(one, name)]
            allowed = [one for one in types if one not in refused]
            if allowed:
                yield members, allowed
            if refused:
                self.refused.update((one, name) for one in refused)
                if not self.canonical:
                    yield members, refused

    def _kids(self, sel: Sel, occurrences: list[Occurrence]) -> list[Any] | None:
        if sel.name.startswith("__") or sel.is_refused:
            return None
        types: frozenset[str] = frozenset()
        for owner in sel.types:
            parent = self.schema.type_map[owner]
            if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
                raise PlanningError(f"{owner} has no fields.")
            definition = parent.fields.get(sel.name)
            if definition is None:
                raise PlanningError(f"{owner} has no field {sel.name}.")
            named = named_type(definition.type)
            if is_leaf_type(named):
                return None
            types |= self.possible.get(named.name, frozenset())
        return [
            (one.node.selection_set, types, one.conj, one.defer)
            for one in occurrences
            if one.node.selection_set is not None
        ]


def find_twins(found: list[Occurrence], *, always: bool) -> dict[tuple[str, str, str], int]:
    """Numbers for aliases of one field, with the same arguments, that must be fetched one by one.

    Those that ask for different things below the field: a null that may not stand below one of them
    must not blank the other. And, `always`, those that do something: each is done.
    """
    if all(one.node.alias is None for one in found):
        return {}
    fields: dict[tuple[str, str], dict[str, list[Occurrence]]] = {}
    for one in found:
        fields.setdefault((one.node.name.value, one.args), {}).setdefault(one.key, []).append(one)
    twins: dict[tuple[str, str, str], int] = {}
    for (name, args), keys in fields.items():
        if len(keys) > 1 and (always or _differ(list(keys.values()))):
            twins.update({(name, args, key): number for number, key in enumerate(keys)})
    return twins


def _differ(groups: list[list[Occurrence]]) -> bool:
    """Whether aliases meet on one object and ask for different things; leaves ask for nothing."""
    types = [frozenset[str]().union(*(one.types for one in group)) for group in groups]
    if sum(map(len, types)) == len(frozenset[str]().union(*types)):
        return False
    wishes = {
        frozenset(
            (print_ast(one.node.selection_set), one.types, one.conj, one.defer)
            for one in group
            if one.node.selection_set is not None
        )
        for group in groups
    }
    return len(wishes) > 1
