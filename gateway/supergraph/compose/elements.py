# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading of elements: AST nodes become the structs of the workbench model."""

from collections.abc import Iterable, Mapping

from graphql import (
    ConstDirectiveNode,
    DirectiveDefinitionNode,
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
    TypeDefinitionNode,
    TypeExtensionNode,
    TypeNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
)

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.links import Link, spellings
from gateway.supergraph.compose.model import (
    Applied,
    ArgumentIn,
    DirectiveIn,
    FieldIn,
    TypeIn,
    ValueIn,
)


def line_of(node: Node) -> int:
    """The 1-based line a node starts on, after its description."""
    name = getattr(node, "name", None)
    loc = name.loc if isinstance(name, Node) and name.loc else node.loc
    return loc.start_token.line if loc else 0


class Reader:
    """One reading; the tables it needs at every node, and what it noticed on the way."""

    def __init__(self, links: tuple[Link, ...], renames: dict[str, str]) -> None:
        """Take the links of the subgraph, and own root names with their default ones."""
        self.spellings = spellings(links)
        self.renames = renames
        self.notices: list[tuple[str, str, int]] = []

    def ref(self, node: TypeNode) -> str:
        """A type reference as text, roots renamed."""
        return typerefs.rename(typerefs.write(node), self.renames)

    def applied(
        self, nodes: Iterable[ConstDirectiveNode], *, extension: bool = False
    ) -> list[Applied]:
        """The directives on one element."""
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
        """An argument or input field."""
        return ArgumentIn(
            name=node.name.value,
            type=self.ref(node.type),
            default=node.default_value,
            description=node.description.value if node.description else None,
            applied=self.applied(node.directives or ()),
            line=line_of(node),
        )

    def arguments(
        self, owner: str, nodes: Iterable[InputValueDefinitionNode]
    ) -> dict[str, ArgumentIn]:
        """Arguments by name."""
        found: dict[str, ArgumentIn] = {}
        for node in nodes:
            self._notice_twice(found, node.name.value, owner, node)
            found[node.name.value] = self.argument(node)
        return found

    def _notice_twice(self, table: Mapping[str, object], name: str, owner: str, node: Node) -> None:
        if name in table:
            self.notices.append((f'"{owner}" defines "{name}" twice', owner, line_of(node)))

    def field(self, node: FieldDefinitionNode, *, extension: bool) -> FieldIn:
        """An output field."""
        return FieldIn(
            name=node.name.value,
            type=self.ref(node.type),
            args=self.arguments(node.name.value, node.arguments or ()),
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
                    self._notice_twice(into.fields, field.name.value, into.name, field)
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
                    self._notice_twice(into.values, value.name.value, into.name, value)
                    into.values[value.name.value] = ValueIn(
                        name=value.name.value,
                        description=value.description.value if value.description else None,
                        applied=self.applied(value.directives or ()),
                        line=line_of(value),
                    )
            case InputObjectTypeDefinitionNode() | InputObjectTypeExtensionNode():
                for argument in node.fields or ():
                    self._notice_twice(into.inputs, argument.name.value, into.name, argument)
                    into.inputs[argument.name.value] = self.argument(argument)
            case _:
                pass

    def directive(self, node: DirectiveDefinitionNode) -> DirectiveIn:
        """A directive definition."""
        return DirectiveIn(
            name=node.name.value,
            spec=self.spellings.get(node.name.value),
            args=self.arguments(node.name.value, node.arguments or ()),
            locations=tuple(location.value for location in node.locations),
            repeatable=node.repeatable,
            description=node.description.value if node.description else None,
            line=line_of(node),
        )
