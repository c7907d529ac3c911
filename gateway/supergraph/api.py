# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The API schema: a supergraph without its machinery and without what is `@inaccessible`."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    GraphQLSchema,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    NamedTypeNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
    build_ast_schema,
    is_abstract_type,
    is_object_type,
    parse,
    value_from_ast_untyped,
)

LINK_URL = re.compile(r"^(?P<base>.*?)/(?P<name>[A-Za-z0-9_-]+)/v(?P<version>\d+\.\d+)/?$")
APOLLO_SPECS = "https://specs.apollo.dev"
KEPT_DIRECTIVES = frozenset({"deprecated", "specifiedBy", "oneOf"})
SECURITY = ("inaccessible", "tag", "authenticated", "requiresScopes", "policy", "context", "cost")


class Features(msgspec.Struct, frozen=True):
    """The features a supergraph links, with the names they go by in it."""

    prefixes: frozenset[str]
    names: dict[str, str]
    """Directive in its own specification -> name in this document, without `@`."""
    composed: frozenset[str] = frozenset()
    """Names of features that teams carry along themselves (`@composeDirective`)."""

    def named(self, directive: str) -> str:
        """The name a specified directive has in this document."""
        return self.names.get(directive, directive)

    def is_machinery(self, name: str) -> bool:
        """Whether a type or directive belongs to a linked feature, not to the city's graph."""
        head, mark, _ = name.partition("__")
        return bool(mark) and head in self.prefixes


def read_features(document: DocumentNode) -> Features:
    """Read the `@link` and `@core` uses of the schema definition."""
    prefixes = {"join", "link", "core"}
    names: dict[str, str] = {}
    composed: set[str] = set()
    for node in document.definitions:
        if not isinstance(node, SchemaDefinitionNode):
            continue
        for directive in node.directives or ():
            if directive.name.value not in ("link", "core"):
                continue
            args = {
                a.name.value: value_from_ast_untyped(a.value) for a in directive.arguments or ()
            }
            match = LINK_URL.match(str(args.get("url") or args.get("feature") or ""))
            if match is None:
                continue
            name = match["name"]
            local = str(args.get("as") or name)
            prefixes.add(local)
            own = {name: local}
            _read_imports(args.get("import") or [], local, name, own)
            names.update(own)
            if match["base"] != APOLLO_SPECS:
                composed.update(own.values(), [local])
    return Features(frozenset(prefixes), names, frozenset(composed))


def _read_imports(imports: list[Any], local: str, name: str, names: dict[str, str]) -> None:
    if name == "cost":
        names.setdefault("listSize", f"{local}__listSize")
    for one in imports:
        if isinstance(one, str):
            names[one.removeprefix("@")] = one.removeprefix("@")
        elif isinstance(one, dict):
            own = str(one.get("name", "")).removeprefix("@")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
            names[own] = str(one.get("as") or own).removeprefix("@")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def build_api_schema(document: DocumentNode, features: Features) -> GraphQLSchema:
    """Build the schema clients see (federation S9)."""
    hidden = features.named("inaccessible")
    spoken = _types_of_public_directives(document, features)
    gone = {
        node.name.value
        for node in document.definitions
        if isinstance(node, TypeDefinitionNode)
        and node.name.value not in spoken
        and (features.is_machinery(node.name.value) or _has(node, hidden))
    }
    definitions: list[DefinitionNode] = list(parse(own_directives(document)).definitions)
    for node in document.definitions:
        if isinstance(node, DirectiveDefinitionNode):
            if _is_public_directive(node, features):
                definitions.append(node)
        elif isinstance(node, SchemaDefinitionNode):
            definitions.append(_bare(node))
        elif isinstance(node, TypeDefinitionNode) and node.name.value not in gone:
            definitions.append(_public_type(node, hidden, gone))
    return build_ast_schema(
        DocumentNode(definitions=tuple(definitions)), assume_valid=True, assume_valid_sdl=True
    )


def own_directives(document: DocumentNode) -> str:
    """Definitions of the gateway's own directives; a language is a `Locale` where the schema has that."""
    scalars = {
        n.name.value for n in document.definitions if isinstance(n, ScalarTypeDefinitionNode)
    }
    tag = "Locale" if "Locale" in scalars else "String"
    return (
        "directive @defer(label: String, if: Boolean! = true) on FRAGMENT_SPREAD | INLINE_FRAGMENT\n\n"
        f"directive @locale(lang: {tag}!) on QUERY | MUTATION | SUBSCRIPTION\n"
    )


def _types_of_public_directives(document: DocumentNode, features: Features) -> set[str]:
    """Types of arguments that clients give to executable directives of composed features."""
    found: set[str] = set()
    for node in document.definitions:
        if isinstance(node, DirectiveDefinitionNode) and _is_public_directive(node, features):
            for argument in node.arguments or ():
                type_: Any = argument.type
                while not isinstance(type_, NamedTypeNode):
                    type_ = type_.type
                found.add(type_.name.value)
    return found


def _is_public_directive(node: DirectiveDefinitionNode, features: Features) -> bool:
    name = node.name.value
    local = set(features.names.values()) | {"link", "core", "join"}
    is_executable = any(place.value in EXECUTABLE for place in node.locations)
    if name in features.composed or name.partition("__")[0] in features.composed:
        return is_executable
    if name in OWN_DIRECTIVES or name in local or features.is_machinery(name) or name in SECURITY:
        return False
    return is_executable


OWN_DIRECTIVES = frozenset({"defer", "locale"})
"""What the gateway itself understands in an operation; no subgraph hears of it."""
EXECUTABLE = frozenset(
    {
        "QUERY",
        "MUTATION",
        "SUBSCRIPTION",
        "FIELD",
        "FRAGMENT_DEFINITION",
        "FRAGMENT_SPREAD",
        "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    }
)


def _has(node: Any, directive: str) -> bool:
    return any(one.name.value == directive for one in node.directives or ())


def _with(node: Any, **changes: Any) -> Any:
    """A copy of a syntax node; nodes of graphql-core are mutable, originals stay untouched."""
    values = {key: getattr(node, key, None) for key in node.keys}
    values.update(changes)
    return type(node)(**values)


def _bare(node: Any) -> Any:
    kept = tuple(one for one in node.directives or () if one.name.value in KEPT_DIRECTIVES)
    return _with(node, directives=kept)


def _visible(nodes: Any, hidden: str) -> tuple[Any, ...]:
    return tuple(_bare(one) for one in nodes or () if not _has(one, hidden))


def _public_field(node: FieldDefinitionNode, hidden: str) -> Any:
    return _with(_bare(node), arguments=_visible(node.arguments, hidden))


def _public_type(node: TypeDefinitionNode, hidden: str, gone: set[str]) -> DefinitionNode:
    bare = _bare(node)
    if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
        fields = tuple(_public_field(f, hidden) for f in node.fields or () if not _has(f, hidden))
        interfaces = tuple(i for i in node.interfaces or () if i.name.value not in gone)
        return _with(bare, fields=fields, interfaces=interfaces)
    if isinstance(node, InputObjectTypeDefinitionNode):
        return _with(bare, fields=_visible(node.fields, hidden))
    if isinstance(node, EnumTypeDefinitionNode):
        return _with(bare, values=_visible(node.values, hidden))
    if isinstance(node, UnionTypeDefinitionNode):
        return _with(bare, types=tuple(t for t in node.types or () if t.name.value not in gone))
    return bare


def possible_types(schema: GraphQLSchema) -> dict[str, frozenset[str]]:
    """Concrete types of every composite type of a schema."""
    found: dict[str, frozenset[str]] = {}
    for name, one in schema.type_map.items():
        if is_object_type(one):
            found[name] = frozenset({name})
        elif is_abstract_type(one):
            members = frozenset(t.name for t in schema.get_possible_types(one))
            found[name] = members or frozenset({name})
    return found
