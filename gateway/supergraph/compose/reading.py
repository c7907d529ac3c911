# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading: a subgraph's SDL becomes the workbench model, roots under their default names."""

from collections.abc import Iterable

from graphql import (
    ConstDirectiveNode,
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    Node,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    StringValueNode,
    TypeDefinitionNode,
    TypeExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
)

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.links import Link, foreign_types, spellings
from gateway.supergraph.compose.model import (
    Applied,
    ArgumentIn,
    DirectiveIn,
    FieldIn,
    SubgraphIn,
    TypeIn,
    ValueIn,
)
from gateway.supergraph.compose.specs import (
    BUILT_IN_DIRECTIVES,
    BUILT_IN_SCALARS,
    PROTOCOL_FIELDS,
    PROTOCOL_TYPES,
)

_Kinds = (
    (ObjectTypeDefinitionNode, ObjectTypeExtensionNode, model.OBJECT),
    (InterfaceTypeDefinitionNode, InterfaceTypeExtensionNode, model.INTERFACE),
    (UnionTypeDefinitionNode, UnionTypeExtensionNode, model.UNION),
    (EnumTypeDefinitionNode, EnumTypeExtensionNode, model.ENUM),
    (InputObjectTypeDefinitionNode, InputObjectTypeExtensionNode, model.INPUT),
    (ScalarTypeDefinitionNode, ScalarTypeExtensionNode, model.SCALAR),
)
_KIND = {node: kind for definition, extension, kind in _Kinds for node in (definition, extension)}


def line_of(node: Node) -> int:
    """The 1-based line a node starts on, after its description."""
    name = getattr(node, "name", None)
    loc = name.loc if isinstance(name, Node) and name.loc else node.loc
    return loc.start_token.line if loc else 0


class _Reader:
    """One reading; the tables it needs at every node."""

    def __init__(self, links: tuple[Link, ...], renames: dict[str, str]) -> None:
        self.links = links
        self.spellings = spellings(links)
        self.renames = renames

    def ref(self, node: Node) -> str:
        return typerefs.rename(typerefs.write(node), self.renames)  # type: ignore[arg-type]

    def applied(
        self, nodes: Iterable[ConstDirectiveNode], *, extension: bool = False
    ) -> list[Applied]:
        return [
            Applied(
                name=node.name.value,
                spec=self.spellings.get(node.name.value),
                args={argument.name.value: argument.value for argument in node.arguments or ()},
                line=line_of(node),
                extension=extension,
            )
            for node in nodes
        ]

    def argument(self, node: InputValueDefinitionNode) -> ArgumentIn:
        return ArgumentIn(
            name=node.name.value,
            type=self.ref(node.type),
            default=node.default_value,
            description=node.description.value if node.description else None,
            applied=self.applied(node.directives or ()),
            line=line_of(node),
        )

    def field(self, node: FieldDefinitionNode, *, extension: bool) -> FieldIn:
        return FieldIn(
            name=node.name.value,
            type=self.ref(node.type),
            args={
                argument.name.value: self.argument(argument) for argument in node.arguments or ()
            },
            description=node.description.value if node.description else None,
            applied=self.applied(node.directives or ()),
            line=line_of(node),
            extension=extension,
        )

    def fill(self, into: TypeIn, node: TypeDefinitionNode | TypeExtensionNode) -> None:
        """Add what one definition or extension says."""
        extension = isinstance(node, TypeExtensionNode)
        into.applied.extend(self.applied(node.directives or (), extension=extension))
        match node:
            case (
                ObjectTypeDefinitionNode()
                | ObjectTypeExtensionNode()
                | InterfaceTypeDefinitionNode()
                | InterfaceTypeExtensionNode()
            ):
                for field in node.fields or ():
                    into.fields[field.name.value] = self.field(field, extension=extension)
                for interface in node.interfaces or ():
                    into.interfaces[interface.name.value] = line_of(interface)
            case UnionTypeDefinitionNode() | UnionTypeExtensionNode():
                for member in node.types or ():
                    into.members[self.renames.get(member.name.value, member.name.value)] = line_of(
                        member
                    )
            case EnumTypeDefinitionNode() | EnumTypeExtensionNode():
                for value in node.values or ():
                    into.values[value.name.value] = ValueIn(
                        name=value.name.value,
                        description=value.description.value if value.description else None,
                        applied=self.applied(value.directives or ()),
                        line=line_of(value),
                    )
            case InputObjectTypeDefinitionNode() | InputObjectTypeExtensionNode():
                for argument in node.fields or ():
                    into.inputs[argument.name.value] = self.argument(argument)
            case _:
                pass

    def directive(self, node: DirectiveDefinitionNode) -> DirectiveIn:
        return DirectiveIn(
            name=node.name.value,
            spec=self.spellings.get(node.name.value),
            args={
                argument.name.value: self.argument(argument) for argument in node.arguments or ()
            },
            locations=tuple(location.value for location in node.locations),
            repeatable=node.repeatable,
            description=node.description.value if node.description else None,
            line=line_of(node),
        )


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


def read_subgraph(
    name: str, url: str, document: DocumentNode, *, links: tuple[Link, ...], version: model.Version
) -> SubgraphIn:
    """The model of one parsed subgraph; protocol types and fields are left out."""
    roots = _roots(document)
    renames = {
        own: model.ROOTS[operation]
        for operation, own in roots.items()
        if own != model.ROOTS[operation]
    }
    reader = _Reader(links, renames)
    skipped = PROTOCOL_TYPES | foreign_types(links) | BUILT_IN_SCALARS
    if version == (1, 0):
        skipped |= {"FieldSet", "_FieldSet"}
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
    )
    for node in document.definitions:
        if isinstance(node, (SchemaDefinitionNode, SchemaExtensionNode)):
            subgraph.applied.extend(reader.applied(node.directives or ()))
        elif isinstance(node, DirectiveDefinitionNode):
            if node.name.value not in BUILT_IN_DIRECTIVES and node.name.value != "link":
                subgraph.directives[node.name.value] = reader.directive(node)
        elif isinstance(node, (TypeDefinitionNode, TypeExtensionNode)):
            if node.name.value not in skipped:
                _read_type(subgraph, node, reader)
    for operation, own in roots.items():
        taken = model.ROOTS[operation]
        if own == taken:
            continue
        for node in document.definitions:
            if isinstance(node, TypeDefinitionNode) and node.name.value == taken:
                subgraph.misnamed_roots[operation] = line_of(node)
    for root in subgraph.roots.values():
        fields = subgraph.types[root].fields if root in subgraph.types else {}
        for field in PROTOCOL_FIELDS:
            fields.pop(field, None)
    return subgraph


def _read_type(
    subgraph: SubgraphIn, node: TypeDefinitionNode | TypeExtensionNode, reader: _Reader
) -> None:
    name = reader.renames.get(node.name.value, node.name.value)
    known = subgraph.types.get(name)
    extension = isinstance(node, TypeExtensionNode)
    if known is None:
        known = TypeIn(
            name=name,
            kind=_KIND[type(node)],
            description=None,
            applied=[],
            line=line_of(node),
            extension=True,
            only_extended=True,
        )
        subgraph.types[name] = known
    if not extension:
        known.extension = known.only_extended = False
        known.line = line_of(node)
        description: StringValueNode | None = getattr(node, "description", None)
        known.description = description.value if description else None
    reader.fill(known, node)
