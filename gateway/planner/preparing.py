# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Prepares operations: parse, validate, normalise, search, build, compile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import msgspec
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    validate,
)

from gateway.planner.building import Builder, merge_steps, order_steps, reduce_parents
from gateway.planner.choice import choose
from gateway.planner.costing import CostFormula, CostMaker
from gateway.planner.deferring import Deferred, Defers, divide
from gateway.planner.facts import Demand, Entry, Spot
from gateway.planner.finishing import Finisher
from gateway.planner.granting import CODE, Grants, Guard
from gateway.planner.naming import Naming
from gateway.planner.operation import INTROSPECTION, Expander, PlanningError, Sel
from gateway.planner.plan import Plan
from gateway.planner.projection import Projection, make_projection
from gateway.planner.routes import Routes
from gateway.planner.search import Search
from gateway.planner.steps import Step
from gateway.supergraph.model import Supergraph


class InvalidDocument(GraphQLError):
    """A document that does not parse, validate or name its operation; `errors` says why."""

    def __init__(self, errors: list[GraphQLError], code: str) -> None:
        super().__init__(errors[0].message, extensions={"code": code})
        self.errors = errors
        self.code = code


class Prepared(msgspec.Struct, frozen=True):
    """All that can be known of an operation before its variables: cacheable and shared."""

    kind: str
    plan: Plan
    projection: Projection
    operation: OperationDefinitionNode
    schema: GraphQLSchema
    introspection: DocumentNode | None
    version: str
    cost: CostFormula
    deferred: tuple[Deferred, ...] = ()
    """The deferred fragments; number 0, the part answered at once, stands first if there are."""
    veiled: frozenset[str] = frozenset()
    """Enums with values that clients do not see."""
    apart: Callable[[], Prepared] | None = None
    """The operation with a switch at every deferred fragment, prepared when it is first needed."""


def prepare(
    supergraph: Supergraph,
    document: str | DocumentNode,
    operation_name: str | None = None,
    *,
    labels: frozenset[str] = frozenset(),
    grants: Grants | None = None,
    rejecting: bool = False,
    validated: bool = False,
) -> Prepared:
    """Prepare one operation of a document.

    `labels` are the progressive override labels switched on for this request. With `grants`, what
    the caller may not see is neither planned nor fetched: it is null with an error, or, when
    `rejecting`, the whole operation is refused. The document is validated unless `validated`.
    Raises InvalidDocument for what the client did wrong, PlanningError for what nobody can plan.
    """
    tree = _parse(document) if isinstance(document, str) else document
    if not validated:
        errors = validate(supergraph.api, tree)
        if errors:
            raise InvalidDocument(errors, "VALIDATION_FAILED")
    guard = None if grants is None else Guard(supergraph, grants)
    made = _prepare_named(supergraph, tree, operation_name, labels, guard)
    if rejecting and made.projection.is_guarded:
        error = GraphQLError("You are not allowed to see some of these fields.")
        raise InvalidDocument([error], CODE)
    if not made.deferred:
        return made

    @cache
    def apart() -> Prepared:
        return _prepare_named(supergraph, divide(tree), operation_name, labels, guard)

    return msgspec.structs.replace(made, apart=apart)


def _prepare_named(
    supergraph: Supergraph,
    tree: DocumentNode,
    name: str | None,
    labels: frozenset[str],
    guard: Guard | None,
) -> Prepared:
    fragments = {
        node.name.value: node
        for node in tree.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    return _prepare(supergraph, find_operation(tree, name), fragments, labels, guard)


def _parse(text: str) -> DocumentNode:
    try:
        return parse(text)
    except RecursionError:
        error = GraphQLError("The document is nested too deeply.")
        raise InvalidDocument([error], "PARSE_FAILED") from None
    except GraphQLError as error:
        raise InvalidDocument([error], "PARSE_FAILED") from error


def find_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The operation a request means; raises InvalidDocument if there is none or several."""
    found = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if name is not None:
        found = [one for one in found if one.name is not None and one.name.value == name]
    if len(found) == 1:
        return found[0]
    if name is not None:
        message = f"Unknown operation named {name!r}."
    elif found:
        message = "Must provide operation name if query contains multiple operations."
    else:
        message = "Must provide an operation."
    raise InvalidDocument([GraphQLError(message)], "OPERATION_UNKNOWN")


def _prepare(
    supergraph: Supergraph,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    labels: frozenset[str],
    guard: Guard | None,
) -> Prepared:
    kind = operation.operation.value
    possible = supergraph.public
    root = supergraph.roots[kind]
    defers = Defers()
    client = Expander(
        supergraph.api, possible, fragments, canonical=False, guard=guard, defers=defers
    )
    client_sels = client.expand(operation, root)
    wanted = Expander(
        supergraph.api, possible, fragments, canonical=True, guard=guard, defers=defers
    )
    sels = wanted.expand(operation, root)
    naming = Naming(supergraph)
    routes = Routes(supergraph, labels)
    search = Search(supergraph, routes, naming)
    builder = Builder(supergraph, naming)
    plan_roots(search, builder, kind, [one for one in sels if one.name != "__typename"])
    steps = arrange(builder.steps, kind)
    plan = Finisher(routes, naming, operation).finish(steps)
    projection = make_projection(supergraph, naming, client_sels, root)
    introspection = _introspection(operation, fragments, client_sels)
    return Prepared(
        kind=kind,
        plan=plan,
        projection=projection,
        operation=operation,
        schema=supergraph.api,
        introspection=introspection,
        version=supergraph.version,
        veiled=supergraph.veiled,
        deferred=defers.parts() if kind == "query" else (),
        cost=CostMaker(supergraph).formula(steps, operation),
    )


def _introspection(
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    sels: list[Sel],
) -> DocumentNode | None:
    """The introspection fields of an operation as a document of their own."""
    nodes = [node for sel in sels if sel.name in INTROSPECTION for node in sel.nodes]
    if not nodes:
        return None
    own = OperationDefinitionNode(
        operation=operation.operation,
        name=None,
        variable_definitions=operation.variable_definitions,
        directives=(),
        selection_set=SelectionSetNode(selections=tuple(nodes)),
    )
    return DocumentNode(definitions=(own, *fragments.values()))


def plan_roots(search: Search, builder: Builder, kind: str, sels: list[Sel]) -> None:
    """Search and build all root fields; mutations one after the other (federation P10)."""
    root = search.supergraph.roots[kind]
    types = frozenset({root})
    spot = Spot((), (), types)
    if kind == "query":
        demands = _require(search.demands(spot, search.roots(kind, 0), sels))
        builder.place_all(demands, choose(demands))
        return
    chain, last = 0, ""
    for sel in sels:
        best: tuple[int, str, list[Demand], list[Entry]] | None = None
        for graph in search.routes.owners(root, sel.name):
            own = chain if graph == last else chain + 1
            entries = [one for one in search.roots(kind, own) if one.graph == graph]
            demands = search.demands(spot, entries, [sel])
            if demands is None:
                continue
            chosen = choose(demands)
            hops = {hop: cost for entry in chosen for hop, cost in entry.hops.items()}
            found = (sum(hops.values()), graph, demands, chosen)
            if best is None or found[:2] < best[:2]:
                best = found
        if best is None:
            raise PlanningError(f"The field {root}.{sel.name} cannot be resolved by any subgraph.")
        chain, last = (chain if best[1] == last else chain + 1), best[1]
        builder.place_all(best[2], best[3])


def _require(demands: list[Demand] | None) -> list[Demand]:
    if demands is None:
        raise PlanningError("The operation asks for a field that no subgraph can resolve.")
    return demands


def arrange(steps: list[Step], kind: str) -> list[Step]:
    """Merge and order steps; the chains of mutations wait for each other."""
    reduce_parents(steps)
    steps = merge_steps(steps)
    if kind == "mutation":
        for step in steps:
            if step.kind == "root":
                step.parents |= {one for one in steps if one.chain == step.chain - 1}
        reduce_parents(steps)
        steps = order_steps(steps)
    return steps
