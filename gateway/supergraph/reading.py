# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads supergraph SDL (join v0.1 to v0.5) into the model the planner works on."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import msgspec
from graphql import (
    ConstDirectiveNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLSchema,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    TypeNode,
    UnionTypeDefinitionNode,
    parse,
    value_from_ast_untyped,
)

from gateway.supergraph.api import Features, build_api_schema, possible_types, read_features
from gateway.supergraph.fieldsets import read_field_set
from gateway.supergraph.model import (
    ContextArgument,
    FieldIn,
    Graph,
    Key,
    Supergraph,
    TypeIn,
)
from gateway.supergraph.rules import read_auth, read_cost

KINDS: dict[type, str] = {
    ObjectTypeDefinitionNode: "OBJECT",
    InterfaceTypeDefinitionNode: "INTERFACE",
    UnionTypeDefinitionNode: "UNION",
    EnumTypeDefinitionNode: "ENUM",
    InputObjectTypeDefinitionNode: "INPUT_OBJECT",
    ScalarTypeDefinitionNode: "SCALAR",
}

Args = dict[str, Any]


class UnreadableSupergraph(GraphQLError):
    """The document is not a supergraph this reader knows (INVALID_FEDERATION_SUPERGRAPH)."""


def read_supergraph(sdl: str) -> Supergraph:
    """Read supergraph SDL; raises GraphQLError if it is no supergraph."""
    # Syntax trees are many small objects without garbage: collecting doubles the time to read them.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(sdl)
    except KeyError as error:
        raise UnreadableSupergraph(f"The document speaks of {error}, which it lacks.") from error
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UnreadableSupergraph(f"The document is no consistent supergraph: {error}") from error
    finally:
        if collecting:
            gc.enable()


def _read(sdl: str) -> Supergraph:
    document = parse(sdl, no_location=True)
    found = Supergraph()
    found.version = sha256(sdl.encode()).hexdigest()
    features = read_features(document)
    names = _read_graphs(document, found)
    _read_roots(document, found)
    definitions = [
        node
        for node in document.definitions
        if isinstance(node, TypeDefinitionNode) and not features.is_machinery(node.name.value)
    ]
    for node in definitions:
        found.kinds[node.name.value] = KINDS[type(node)]
        found.types[node.name.value] = _read_type(node, names)
    for node in definitions:
        if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            found.fields[node.name.value] = {
                field.name.value: _read_field(node, field, found, names)
                for field in node.fields or ()
            }
            _mark_inputs(node, found)
    found.labels = frozenset(
        one.label
        for fields in found.fields.values()
        for graphs in fields.values()
        for one in graphs.values()
        if one.label
    )
    found.inputs = frozenset(
        name for name, kind in found.kinds.items() if kind in ("INPUT_OBJECT", "ENUM", "SCALAR")
    )
    _find_possible(definitions, found)
    found.auth = read_auth(definitions, features)
    found.cost = read_cost(definitions, features)
    found.contexts = _read_contexts(definitions, features)
    found.api = build_api_schema(document, features)
    found.public = possible_types(found.api)
    found.veiled = frozenset(_veiled(definitions, found.api))
    return found


def _veiled(definitions: Iterable[TypeDefinitionNode], api: GraphQLSchema) -> Iterator[str]:
    """Enums of which clients see some values only."""
    for node in definitions:
        if isinstance(node, EnumTypeDefinitionNode):
            shown = api.type_map.get(node.name.value)
            if isinstance(shown, GraphQLEnumType) and len(shown.values) < len(node.values or ()):
                yield node.name.value


def arguments_of(directive: ConstDirectiveNode) -> Args:
    """Arguments of an applied directive as plain Python values."""
    return {arg.name.value: value_from_ast_untyped(arg.value) for arg in directive.arguments or ()}


def applied(node: Any, name: str) -> Iterable[Args]:
    """Every application of a directive on a definition."""
    for directive in node.directives or ():
        if directive.name.value == name:
            yield arguments_of(directive)


def _read_graphs(document: DocumentNode, found: Supergraph) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in document.definitions:
        if isinstance(node, EnumTypeDefinitionNode) and node.name.value == "join__Graph":
            for value in node.values or ():
                for args in applied(value, "join__graph"):
                    name = str(args["name"])
                    names[value.name.value] = name
                    found.graphs[name] = Graph(name, str(args.get("url", "")), value.name.value)
    if not names:
        raise UnreadableSupergraph("The document has no join__Graph enum: it is no supergraph.")
    found.graphs = dict(sorted(found.graphs.items()))
    return names


def _read_roots(document: DocumentNode, found: Supergraph) -> None:
    defined = {n.name.value for n in document.definitions if isinstance(n, TypeDefinitionNode)}
    for node in document.definitions:
        if isinstance(node, SchemaDefinitionNode):
            for root in node.operation_types:
                found.roots[root.operation.value] = root.type.name.value
    if not found.roots:
        for operation in ("query", "mutation", "subscription"):
            if operation.capitalize() in defined:
                found.roots[operation] = operation.capitalize()


def _read_type(node: TypeDefinitionNode, names: dict[str, str]) -> dict[str, TypeIn]:
    kind = KINDS[type(node)]
    keys: dict[str, list[Key]] = defaultdict(list)
    interface_objects: set[str] = set()
    graphs: dict[str, None] = {}
    for args in applied(node, "join__type"):
        graph = names[args["graph"]]
        graphs[graph] = None
        if args.get("key"):
            text = str(args["key"])
            keys[graph].append(Key(read_field_set(text), args.get("resolvable", True), text))
        if args.get("isInterfaceObject"):
            interface_objects.add(graph)
    for args in applied(node, "join__owner"):
        graphs.setdefault(names[args["graph"]], None)
    if not graphs:
        graphs = dict.fromkeys(names.values())
    implements = _by_graph(applied(node, "join__implements"), "interface", names)
    members = _by_graph(applied(node, "join__unionMember"), "member", names)
    if not implements and isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
        everywhere = frozenset(one.name.value for one in node.interfaces or ())
        implements = dict.fromkeys(graphs, everywhere)
    if not members and isinstance(node, UnionTypeDefinitionNode):
        members = dict.fromkeys(graphs, frozenset(one.name.value for one in node.types or ()))
    return {
        graph: TypeIn(
            kind,
            tuple(keys.get(graph, ())),
            graph in interface_objects,
            implements.get(graph, frozenset()),
            members.get(graph, frozenset()),
        )
        for graph in sorted(graphs)
    }


def _by_graph(
    uses: Iterable[Args], argument: str, names: dict[str, str]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for args in uses:
        found[names[args["graph"]]].add(str(args[argument]))
    return {graph: frozenset(values) for graph, values in found.items()}


def type_text(node: TypeNode) -> tuple[str, str]:
    """A type as text and the name inside it."""
    if isinstance(node, NamedTypeNode):
        return node.name.value, node.name.value
    if isinstance(node, NonNullTypeNode):
        text, named = type_text(node.type)
        return text + "!", named
    if isinstance(node, ListTypeNode):
        text, named = type_text(node.type)
        return f"[{text}]", named
    raise TypeError(f"not a type: {node}")


def _read_field(
    owner: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode,
    node: FieldDefinitionNode,
    found: Supergraph,
    names: dict[str, str],
) -> dict[str, FieldIn]:
    text, named = type_text(node.type)
    type_in = found.types[owner.name.value]
    uses = list(applied(node, "join__field"))
    if not uses:
        owners = [names[args["graph"]] for args in applied(owner, "join__owner")]
        graphs = owners or list(type_in)
        return {graph: FieldIn(text, named) for graph in sorted(graphs)}
    fields = {
        names[args["graph"]]: _field_in(args, text, named) for args in uses if args.get("graph")
    }
    return dict(sorted(fields.items()))


def _field_in(args: Args, text: str, named: str) -> FieldIn:
    own = args.get("type")
    if own:
        text = str(own)
        named = text.replace("[", "").replace("]", "").replace("!", "")
    used_overridden = bool(args.get("usedOverridden"))
    return FieldIn(
        type=text,
        named=named,
        external=bool(args.get("external")),
        overridden=used_overridden and not args.get("overrideLabel"),
        requires=read_field_set(str(args["requires"])) if args.get("requires") else (),
        provides=read_field_set(str(args["provides"])) if args.get("provides") else (),
        override_from=args.get("override"),
        label=args.get("overrideLabel"),
        context=tuple(
            ContextArgument(
                str(one["name"]), str(one["type"]), str(one["context"]), str(one["selection"])
            )
            for one in args.get("contextArguments") or ()
        ),
    )


def _mark_inputs(
    owner: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode, found: Supergraph
) -> None:
    """Leaves that a graph requires are not its own, even where a composer left `external` unsaid (S4)."""
    silent = {
        node.name.value for node in owner.fields or () if not any(applied(node, "join__field"))
    }
    fields = found.fields[owner.name.value]
    needs = [
        (graph, pick)
        for graphs in fields.values()
        for graph, one in graphs.items()
        for pick in one.requires
        if pick.kids is None and pick.name in silent
    ]
    for graph, pick in needs:
        keys = found.types[owner.name.value][graph].keys
        graphs = fields[pick.name]
        is_key = any(part.name == pick.name for key in keys for part in key.fields)
        if graph in graphs and len(graphs) > 1 and not is_key:
            graphs[graph] = msgspec.structs.replace(graphs[graph], external=True)


def _find_possible(definitions: list[TypeDefinitionNode], found: Supergraph) -> None:
    everywhere: dict[str, set[str]] = defaultdict(set)
    local: dict[tuple[str, str], set[str]] = defaultdict(set)
    for node in definitions:
        name = node.name.value
        if isinstance(node, ObjectTypeDefinitionNode):
            owners = [name, *(one.name.value for one in node.interfaces or ())]
            for owner in owners:
                everywhere[owner].add(name)
            for graph, type_in in found.types[name].items():
                for owner in (name, *type_in.implements):
                    local[graph, owner].add(name)
        elif isinstance(node, UnionTypeDefinitionNode):
            everywhere[name].update(one.name.value for one in node.types or ())
            for graph, type_in in found.types[name].items():
                local[graph, name].update(m for m in type_in.members if graph in found.types[m])
    _let_stand(found, everywhere, local)
    found.possible = {name: frozenset(types) for name, types in everywhere.items()}
    found.possible_in = {key: frozenset(types) for key, types in local.items()}
    found.possible_in |= {
        (graph, name): found.possible.get(name, frozenset())
        for name, graphs in found.types.items()
        for graph, type_in in graphs.items()
        if type_in.interface_object
    }


def _let_stand(
    found: Supergraph, everywhere: dict[str, set[str]], local: dict[tuple[str, str], set[str]]
) -> None:
    """An interface nothing implements stands for itself, so that it can be planned."""
    for name, kind in found.kinds.items():
        if kind == "INTERFACE" and not everywhere[name]:
            everywhere[name].add(name)
            for graph in found.types[name]:
                local[graph, name].add(name)


def _read_contexts(
    definitions: list[TypeDefinitionNode], features: Features
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for node in definitions:
        for args in applied(node, features.named("context")):
            found[str(args["name"])].append(node.name.value)
    return {name: tuple(types) for name, types in found.items()}
