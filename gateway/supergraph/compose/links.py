# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Links: which specs a schema uses and under which local names.

https://specs.apollo.dev/link/v1.0
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import msgspec
from graphql import (
    ConstDirectiveNode,
    DocumentNode,
    EnumValueNode,
    ListValueNode,
    ObjectValueNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    StringValueNode,
    ValueNode,
)

from gateway.supergraph.compose.specs import DIRECTIVES, FEDERATION, LINK, SCALARS, STANDALONE

_VERSION: Final = re.compile(r"v(\d+)\.(\d+)")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Import(msgspec.Struct, frozen=True):
    """An imported element: its name in the spec and here, both with @ for directives."""

    name: str
    local: str


class Link(msgspec.Struct, frozen=True):
    """One link: identity is the URL without its version; version None when the URL has none."""

    url: str
    identity: str
    name: str
    version: tuple[int, int] | None
    alias: str | None
    imports: tuple[Import, ...]
    purpose: str | None
    line: int

    @property
    def namespace(self) -> str:
        """The prefix of what is not imported."""
        return self.alias or self.name

    def spell(self, element: str) -> str:
        """The local name of an element, without @: imported, the feature's own, or prefixed."""
        for imported in self.imports:
            if imported.name == element:
                return imported.local.removeprefix("@")
        plain = element.removeprefix("@")
        if element.startswith("@") and plain == self.name:
            return self.namespace
        return f"{self.namespace}__{plain}"


class LinkBroken(Exception):
    """A link that cannot be read; carries its code and line."""

    def __init__(self, code: str, message: str, *, line: int) -> None:
        """Keep what a composition error needs."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line


def read_links(document: DocumentNode) -> tuple[Link, ...]:
    """Every link of the schema definition and its extensions; raises LinkBroken."""
    directives = [
        directive
        for node in document.definitions
        if isinstance(node, (SchemaDefinitionNode, SchemaExtensionNode))
        for directive in node.directives or ()
    ]
    local = _link_name(directives)
    links = tuple(_read_link(node) for node in directives if node.name.value == local)
    seen: set[str] = set()
    for link in links:
        if link.identity in seen:
            raise LinkBroken(
                "INVALID_LINK_DIRECTIVE_USAGE",
                f'Duplicate inclusion of feature "{link.identity}"',
                line=link.line,
            )
        seen.add(link.identity)
    return links


def _link_name(directives: Iterable[ConstDirectiveNode]) -> str:
    """The local name of @link itself: link() of the link spec may rename it."""
    for node in directives:
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        url = _string(given.get("url"))
        if url is not None and url.startswith(f"{LINK}/"):
            alias = _string(given.get("as"))
            if node.name.value == (alias or "link"):
                return node.name.value
    return "link"


def read_url(url: str, line: int) -> tuple[str, str, tuple[int, int] | None]:
    """Identity, name and version of a feature URL; raises LinkBroken."""
    parts = urlsplit(url)
    if not parts.scheme or not parts.netloc:
        raise LinkBroken("INVALID_LINK_IDENTIFIER", f'"{url}" is not a URL', line=line)
    path = [part for part in parts.path.split("/") if part]
    if not path:
        raise LinkBroken(
            "INVALID_LINK_IDENTIFIER", f'Missing path in feature url "{url}"', line=line
        )
    version: tuple[int, int] | None = None
    found = _VERSION.fullmatch(path[-1])
    if found:
        version = (int(found[1]), int(found[2]))
        path.pop()
    elif parts.netloc == "specs.apollo.dev":
        raise LinkBroken(
            "INVALID_LINK_IDENTIFIER",
            f'Expected a version string (of the form v1.2), got "{path[-1]}" in "{url}"',
            line=line,
        )
    if not path:
        raise LinkBroken(
            "INVALID_LINK_IDENTIFIER", f'Missing feature name in feature url "{url}"', line=line
        )
    name = path[-1] if _NAME.fullmatch(path[-1]) else ""
    identity = f"{parts.scheme}://{parts.netloc}/{'/'.join(path)}"
    return identity, name, version


def _read_link(node: ConstDirectiveNode) -> Link:
    line = node.loc.start_token.line if node.loc else 0
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    url = _string(given.get("url"))
    if url is None:
        raise LinkBroken(
            "INVALID_LINK_DIRECTIVE_USAGE", "@link needs a url that is a string", line=line
        )
    identity, name, version = read_url(url, line)
    alias = _string(given.get("as"))
    if alias is not None and not (_NAME.fullmatch(alias) and "__" not in alias):
        raise LinkBroken(
            "INVALID_LINK_DIRECTIVE_USAGE", f'"{alias}" cannot be a link name', line=line
        )
    purpose = given.get("for")
    return Link(
        url=url,
        identity=identity,
        name=name,
        version=version,
        alias=alias,
        imports=tuple(_read_imports(given.get("import"), line)),
        purpose=purpose.value if isinstance(purpose, EnumValueNode) else None,
        line=line,
    )


def _read_imports(value: ValueNode | None, line: int) -> Iterable[Import]:
    if value is None:
        return
    if not isinstance(value, ListValueNode):
        raise LinkBroken("INVALID_LINK_DIRECTIVE_USAGE", "@link imports must be a list", line=line)
    for item in value.values:
        if isinstance(item, StringValueNode):
            yield Import(item.value, item.value)
            continue
        if not isinstance(item, ObjectValueNode):
            raise LinkBroken(
                "INVALID_LINK_DIRECTIVE_USAGE",
                "each import is a string or an object {name, as}",
                line=line,
            )
        given = {field.name.value: _string(field.value) for field in item.fields}
        name, alias = given.get("name"), given.get("as")
        if name is None or not set(given) <= {"name", "as"} or ("as" in given and not alias):
            raise LinkBroken(
                "INVALID_LINK_DIRECTIVE_USAGE",
                "an import object needs name, may have as",
                line=line,
            )
        local = alias or name
        if name.startswith("@") != local.startswith("@"):
            raise LinkBroken(
                "INVALID_LINK_DIRECTIVE_USAGE",
                f'"{name}" imported as "{local}": both or neither start with @',
                line=line,
            )
        yield Import(name, local)


def _string(value: ValueNode | None) -> str | None:
    return value.value if isinstance(value, StringValueNode) else None


def link_spelling(links: Iterable[Link]) -> str:
    """How @link itself is spelled."""
    own = next((link for link in links if link.identity == LINK), None)
    return own.namespace if own is not None else "link"


def federation_link(links: Iterable[Link]) -> Link | None:
    """The link to the federation spec, if there is one."""
    return next((link for link in links if link.identity == FEDERATION), None)


def spellings(links: tuple[Link, ...]) -> dict[str, str]:
    """Local directive name -> the spec's name, for all specs composition knows."""
    table: dict[str, str] = {}
    federation = federation_link(links)
    if federation is None:
        for spec in DIRECTIVES.values():
            if spec.since == (1, 0):
                table[spec.name] = spec.name
    else:
        for name in DIRECTIVES:
            table[federation.spell(f"@{name}")] = name
            table[f"{federation.namespace}__{name}"] = name
    for link in links:
        owned = STANDALONE.get(link.name)
        if owned and link.identity == f"https://specs.apollo.dev/{link.name}":
            for name in owned:
                table[link.spell(f"@{name}")] = name
    return table


def foreign_types(links: tuple[Link, ...]) -> frozenset[str]:
    """Local names of the types that linked specs own; they are never merged."""
    names = {"link__Purpose", "link__Import"}
    for link in links:
        if link.identity == FEDERATION or link.identity.startswith("https://specs.apollo.dev/"):
            for scalar in SCALARS:
                names.add(link.spell(scalar))
                names.add(f"{link.namespace}__{scalar}")
    return frozenset(names)
