# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading: a subgraph's SDL becomes the workbench model, roots under their default names."""

from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    Node,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    TypeDefinitionNode,
    TypeExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
)

from gateway.supergraph.compose import model
from gateway.supergraph.compose.elements import Reader, line_of
from gateway.supergraph.compose.links import Link, foreign_types, link_spelling
from gateway.supergraph.compose.model import SubgraphIn, TypeIn
from gateway.supergraph.compose.specs import (
    BUILT_IN_DIRECTIVES,
    BUILT_IN_SCALARS,
    PROTOCOL_FIELDS,
    PROTOCOL_TYPES,
)

_KINDS: tuple[tuple[tuple[type[Node], type[Node]], str], ...] = (
    ((ObjectTypeDefinitionNode, ObjectTypeExtensionNode), model.OBJECT),
    ((InterfaceTypeDefinitionNode, InterfaceTypeExtensionNode), model.INTERFACE),
    ((UnionTypeDefinitionNode, UnionTypeExtensionNode), model.UNION),
    ((EnumTypeDefinitionNode, EnumTypeExtensionNode), model.ENUM),
    ((InputObjectTypeDefinitionNode, InputObjectTypeExtensionNode), model.INPUT),
)


_FED_1_TYPES = frozenset({"FieldSet"})


def kind_of(node: TypeDefinitionNode | TypeExtensionNode) -> str:
    """The kind of type a definition or extension is about."""
    return next((kind for classes, kind in _KINDS if isinstance(node, classes)), model.SCALAR)


def read_subgraph(
    name: str, url: str, document: DocumentNode, *, links: tuple[Link, ...], version: model.Version
) -> SubgraphIn:
    """The model of one parsed subgraph; protocol types and fields are left out."""
    roots = _roots(document)
    misnamed = _misnamed_roots(document, roots)
    renames = {
        own: model.ROOTS[operation]
        for operation, own in roots.items()
        if own != model.ROOTS[operation] and operation not in misnamed
    }
    reader = Reader(links, renames)
    spec_types = foreign_types(links) | (_FED_1_TYPES if version == (1, 0) else frozenset[str]())
    subgraph = SubgraphIn(
        name=name,
        url=url,
        graph="",
        version=version,
        links=links,
        spellings=reader.spellings,
        types={},
        directives={},
        roots={operation: model.ROOTS[operation] for operation in roots},
        applied=[],
        notices=reader.notices,
        spec_types=spec_types | PROTOCOL_TYPES,
        link_name=link_spelling(links),
        misnamed_roots=misnamed,
    )
    for node in document.definitions:
        _read_definition(subgraph, node, reader)
    _drop_protocol(subgraph)
    return subgraph


def _read_definition(subgraph: SubgraphIn, node: Node, reader: Reader) -> None:
    match node:
        case SchemaDefinitionNode() | SchemaExtensionNode():
            if isinstance(node, SchemaDefinitionNode):
                _notice_twice(subgraph, "schema", node)
            subgraph.applied.extend(reader.applied(node.directives or ()))
        case DirectiveDefinitionNode():
            name = node.name.value
            _notice_twice(subgraph, f"@{name}", node)
            if name not in BUILT_IN_DIRECTIVES and name not in {subgraph.link_name, "core"}:
                subgraph.directives[name] = reader.directive(node)
        case TypeDefinitionNode() | TypeExtensionNode():
            if node.name.value in subgraph.spec_types | BUILT_IN_SCALARS:
                _read_spec_type(subgraph, node)
            else:
                _read_type(subgraph, node, reader)
        case _:
            notice = ("only type system definitions are allowed", "document", line_of(node))
            subgraph.notices.append(notice)


def _notice_twice(subgraph: SubgraphIn, name: str, node: Node) -> None:
    if name in subgraph.defined:
        subgraph.notices.append((f"{name} is defined twice", name, line_of(node)))
    subgraph.defined.add(name)


def _read_spec_type(subgraph: SubgraphIn, node: TypeDefinitionNode | TypeExtensionNode) -> None:
    name = node.name.value
    for directive in node.directives or ():
        if subgraph.spellings.get(directive.name.value) == "inaccessible":
            subgraph.hidden_spec_elements[name] = line_of(directive)
    is_scalar = isinstance(node, (ScalarTypeDefinitionNode, ScalarTypeExtensionNode))
    if not is_scalar and name not in PROTOCOL_TYPES and not name.endswith("Purpose"):
        subgraph.misdefined[name] = line_of(node)


def _read_type(
    subgraph: SubgraphIn, node: TypeDefinitionNode | TypeExtensionNode, reader: Reader
) -> None:
    name = reader.renames.get(node.name.value, node.name.value)
    known = subgraph.types.get(name)
    kind = kind_of(node)
    if known is None:
        known = TypeIn(
            name=name,
            kind=kind,
            description=None,
            applied=[],
            line=line_of(node),
            extension=True,
            only_extended=True,
        )
        subgraph.types[name] = known
    if known.kind != kind:
        subgraph.notices.append((f'"{name}" is of different kinds', name, line_of(node)))
        return
    if isinstance(node, TypeDefinitionNode):
        if not known.only_extended:
            subgraph.notices.append((f'type "{name}" is defined twice', name, line_of(node)))
        known.extension = known.only_extended = False
        known.line = line_of(node)
        known.description = node.description.value if node.description else None
    reader.fill(known, node)


def _roots(document: DocumentNode) -> dict[str, str]:
    """Operation -> the subgraph's own name of its root type."""
    roots: dict[str, str] = {}
    defined = False
    names: set[str] = set()
    for node in document.definitions:
        if isinstance(node, (SchemaDefinitionNode, SchemaExtensionNode)):
            defined = defined or (
                isinstance(node, SchemaDefinitionNode) and bool(node.operation_types)
            )
            for operation in node.operation_types or ():
                roots[operation.operation.value] = operation.type.name.value
        elif isinstance(node, (ObjectTypeDefinitionNode, ObjectTypeExtensionNode)):
            names.add(node.name.value)
    for operation, name in model.ROOTS.items():
        if operation not in roots and name in names and not defined:
            roots[operation] = name
    return roots


def _misnamed_roots(document: DocumentNode, roots: dict[str, str]) -> dict[str, int]:
    """Operation -> line of the type that has its default root name without being the root."""
    lines = {
        node.name.value: line_of(node)
        for node in document.definitions
        if isinstance(node, TypeDefinitionNode)
    }
    taken = {
        operation: model.ROOTS[operation]
        for operation, own in roots.items()
        if own != model.ROOTS[operation]
    }
    return {operation: lines[name] for operation, name in taken.items() if name in lines}


def _drop_protocol(subgraph: SubgraphIn) -> None:
    for root in subgraph.roots.values():
        kind = subgraph.types.get(root)
        for field in PROTOCOL_FIELDS if kind is not None else ():
            if kind is not None:
                kind.fields.pop(field, None)
