# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One subgraph while it is being composed: read from its SDL, upgraded, asked by the rules.

These are workbench structs: reading fills them, the Federation 1 upgrade changes them, nobody
else does.
"""

import msgspec
from graphql import ValueNode

from gateway.supergraph.compose.links import Link

OBJECT = "OBJECT"
INTERFACE = "INTERFACE"
UNION = "UNION"
ENUM = "ENUM"
INPUT = "INPUT_OBJECT"
SCALAR = "SCALAR"
ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
Version = tuple[int, int]


class Applied(msgspec.Struct, frozen=True, eq=False):
    """A directive where it stands: its local name and, if a linked spec owns it, the spec's."""

    name: str
    spec: str | None
    args: dict[str, ValueNode]
    line: int
    extension: bool = False


class ArgumentIn(msgspec.Struct, eq=False):
    """An argument or an input field; default is None when there is none."""

    name: str
    type: str
    default: ValueNode | None
    description: str | None
    applied: list[Applied]
    line: int


class Override(msgspec.Struct, frozen=True):
    """Where a field comes from, and the label that decides per request."""

    source: str
    label: str | None
    line: int


class FieldIn(msgspec.Struct, eq=False):
    """A field of an object or interface; marks are what its directives come to."""

    name: str
    type: str
    args: dict[str, ArgumentIn]
    description: str | None
    applied: list[Applied]
    line: int
    extension: bool = False
    declared_external: bool = False
    external: bool = False
    shareable: bool = False
    requires: str | None = None
    provides: str | None = None
    override: Override | None = None
    in_key: bool = False
    in_requires: bool = False
    provided: bool = False
    in_interface: bool = False
    in_context: bool = False

    @property
    def used(self) -> bool:
        """Whether something of its own subgraph needs the declaration."""
        return (
            self.in_key or self.in_requires or self.provided or self.in_interface or self.in_context
        )


class ValueIn(msgspec.Struct, eq=False):
    """An enum value."""

    name: str
    description: str | None
    applied: list[Applied]
    line: int


class KeyIn(msgspec.Struct, frozen=True):
    """A key by which an entity can be asked for."""

    fields: str
    resolvable: bool
    line: int
    extension: bool = False


class TypeIn(msgspec.Struct, eq=False):
    """A type of any kind; only the tables of its kind are filled."""

    name: str
    kind: str
    description: str | None
    applied: list[Applied]
    line: int
    extension: bool
    only_extended: bool = False
    fields: dict[str, FieldIn] = {}
    inputs: dict[str, ArgumentIn] = {}
    values: dict[str, ValueIn] = {}
    interfaces: dict[str, int] = {}
    members: dict[str, int] = {}
    keys: list[KeyIn] = []
    interface_object: bool = False


class DirectiveIn(msgspec.Struct, eq=False):
    """A directive definition of the subgraph's own."""

    name: str
    spec: str | None
    args: dict[str, ArgumentIn]
    locations: tuple[str, ...]
    repeatable: bool
    description: str | None
    line: int


class SubgraphIn(msgspec.Struct, eq=False):
    """A subgraph: graph is its value in join__Graph, version (1, 0) means Federation 1."""

    name: str
    url: str
    graph: str
    version: Version
    links: tuple[Link, ...]
    spellings: dict[str, str]
    types: dict[str, TypeIn]
    directives: dict[str, DirectiveIn]
    roots: dict[str, str]
    applied: list[Applied]
    misnamed_roots: dict[str, int] = {}
    notices: list[tuple[str, str, int]] = []
    spec_types: frozenset[str] = frozenset()
    misdefined: dict[str, int] = {}
    hidden_spec_elements: dict[str, int] = {}
    link_name: str = "link"
    defined: set[str] = set()

    def is_federation_spelling(self, local: str) -> bool:
        """Whether a directive name comes from the federation link (or from Federation 1)."""
        owner = next((link for link in self.links if link.name == "federation"), None)
        if owner is None:
            return True
        spec = self.spellings.get(local)
        return local == owner.spell(f"@{spec}") or local.startswith(f"{owner.namespace}__")

    def spelled(self, spec: str) -> str:
        """How this subgraph spells a directive of a linked spec."""
        for local, canonical in self.spellings.items():
            if canonical == spec:
                return local
        return spec
