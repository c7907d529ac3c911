# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Demand control: what an operation costs, summed over the fetches of its plan (IBM cost spec)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from graphql import FieldNode, OperationDefinitionNode, parse, value_from_ast_untyped

from gateway.planner.naming import Path
from gateway.planner.operation import ALWAYS, Alts, PlanningError, weaken
from gateway.planner.steps import Block, Item, Selection, Step
from gateway.supergraph.model import ListSize, Supergraph

MUTATION = 10
LIST_SIZE = 10
"""How many items a list has that nobody says anything about."""

CODE = "COST_INVALID_SLICING_ARGUMENTS"


class CostField(msgspec.Struct, frozen=True):
    """One field of the formula: arguments + size x (weight + children)."""

    name: str
    path: Path
    weight: int
    arguments: int
    is_list: bool
    sizing: ListSize | None
    values: FieldNode | None
    when: Alts
    kids: tuple[CostField, ...]


class CostStep(msgspec.Struct, frozen=True):
    """One fetch of the formula: per block the position it works at, and its fields."""

    graph: str
    extra: int
    when: Alts
    blocks: tuple[tuple[Path, tuple[CostField, ...]], ...]


class Estimate(msgspec.Struct, frozen=True):
    """What an operation is expected to cost, in all and by subgraph."""

    total: int
    by_graph: Mapping[str, int]


class CostFormula(msgspec.Struct, frozen=True):
    """The cost of a plan as a function of its variables."""

    steps: tuple[CostStep, ...]

    def estimate(self, variables: Mapping[str, Any], *, list_size: int = LIST_SIZE) -> Estimate:
        """Evaluate the formula; raises PlanningError if slicing arguments are missing or many."""
        run = _Run(variables, list_size)
        by_graph: dict[str, int] = {}
        for step in self.steps:
            if not run.holds(step.when):
                continue
            cost = step.extra
            for path, fields in step.blocks:
                times = run.times(path)
                cost += times * (
                    sum(run.cost(field, None) for field in fields) + (1 if path else 0)
                )
            by_graph[step.graph] = by_graph.get(step.graph, 0) + cost
        return Estimate(sum(by_graph.values()), by_graph)


class _Run:
    def __init__(self, variables: Mapping[str, Any], list_size: int) -> None:
        self.variables = dict(variables)
        self.list_size = list_size
        self.sizes: dict[Path, int] = {}

    def holds(self, when: Alts) -> bool:
        return any(
            all((self.variables.get(name) is True) is wanted for name, wanted in conj)
            for conj in when
        )

    def times(self, path: Path) -> int:
        """How many objects stand at a position, by the lists on the way to it."""
        times = 1
        for size in range(1, len(path) + 1):
            times *= self.sizes.get(path[:size], 1)
        return times

    def cost(self, field: CostField, given: int | None) -> int:
        if not self.holds(field.when):
            return 0
        own = self.size(field)
        size = 1
        moved: int | None = None
        if field.is_list:
            size = given if given is not None else (own if own is not None else self.list_size)
        elif own is not None:
            moved = own
        sized = field.sizing.sized if field.sizing is not None else ()
        if sized and own is not None:
            moved = own
        self.sizes[field.path] = max(size, self.sizes.get(field.path, 0))
        inner = sum(self.cost(kid, moved if kid.name in sized else None) for kid in field.kids)
        return field.arguments + size * (field.weight + inner)

    def size(self, field: CostField) -> int | None:
        rule = field.sizing
        if rule is None:
            return None
        found = [
            one for one in (self.value(field, name) for name in rule.slicing) if one is not None
        ]
        if rule.slicing and rule.require_one and len(found) != 1:
            message = f"{field.name} needs exactly one of {', '.join(rule.slicing)}."
            raise PlanningError(message, CODE)
        if found:
            return max(found)
        return rule.assumed

    def value(self, field: CostField, name: str) -> int | None:
        """The value of a slicing argument, nested as `input.first` if need be."""
        if field.values is None:
            return None
        head, *rest = name.split(".")
        for argument in field.values.arguments or ():
            if argument.name.value == head:
                value: Any = value_from_ast_untyped(argument.value, self.variables)
                for part in rest:
                    value = value.get(part) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
                return value if isinstance(value, int) else None
        return None


class CostMaker:
    """Writes the formula of the steps of a plan."""

    def __init__(self, supergraph: Supergraph) -> None:
        self.supergraph = supergraph
        self.weights = supergraph.cost.weights
        self.rules = supergraph.cost.sizes

    def formula(self, steps: list[Step], operation: OperationDefinitionNode) -> CostFormula:
        """The formula of ordered steps."""
        is_mutation = operation.operation.value == "mutation"
        return CostFormula(
            tuple(
                CostStep(
                    step.graph,
                    MUTATION if is_mutation and step.kind == "root" else 0,
                    step.condition() or ALWAYS,
                    tuple(self._block(step, block) for block in step.blocks),
                )
                for step in steps
            )
        )

    def _block(self, step: Step, block: Block) -> tuple[Path, tuple[CostField, ...]]:
        return block.keys, self._fields(step.graph, block.selection, block.keys, block.types)

    def _fields(
        self, graph: str, selection: Selection, path: Path, types: frozenset[str]
    ) -> tuple[CostField, ...]:
        found: dict[str, CostField] = {}
        for item in selection.items.values():
            made = self._field(graph, selection.local, item, (*path, item.key))
            old = found.get(item.key)
            # Of alternatives by type only one comes true: the dearest is counted.
            if old is None or made.weight + len(made.kids) > old.weight + len(old.kids):
                found[item.key] = made
        del types
        return tuple(found.values())

    def _field(self, graph: str, local: str, item: Item, path: Path) -> CostField:
        owner = min(item.types)
        field = self.supergraph.field_in(graph, owner, item.name) or self.supergraph.field_in(
            graph, local, item.name
        )
        named = field.named if field is not None else "String"
        composite = 1 if item.kids is not None else 0
        coordinate = f"{owner}.{item.name}"
        node = field_node(item)
        kids = () if item.kids is None else self._fields(graph, item.kids, path, item.types)
        return CostField(
            name=item.name,
            path=path,
            weight=self.weights.get(coordinate, self.weights.get(named, composite)),
            arguments=sum(
                self.weights.get(f"{coordinate}({arg.name.value}:)", 0)
                for arg in (node.arguments or () if node is not None else ())
            ),
            is_list=field is not None and "[" in field.type,
            sizing=self.rules.get(coordinate),
            values=node,
            when=weaken(item.alts) or ALWAYS,
            kids=kids,
        )


def field_node(item: Item) -> FieldNode | None:
    """The field with its arguments as syntax, None without arguments."""
    if not item.args:
        return None
    definition = parse("{f" + item.args + "}", no_location=True).definitions[0]
    if isinstance(definition, OperationDefinitionNode):
        node = definition.selection_set.selections[0]
        if isinstance(node, FieldNode):
            return node
    return None
