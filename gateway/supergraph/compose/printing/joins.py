# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The join directives as text; defaults are not printed.

https://specs.apollo.dev/join/v0.3 to v0.5
"""

from collections.abc import Iterable

from graphql.language.print_string import print_string

from gateway.supergraph.compose.fieldsets import read, write
from gateway.supergraph.compose.merged import (
    ContextArgument,
    JoinDirective,
    JoinField,
    JoinType,
    Merged,
    TypeOut,
    ValueOut,
)


def one_line(fields: str) -> str:
    """A field set as written, unless it was spread over lines or stood in braces."""
    return write(read(fields)) if "\n" in fields or fields.lstrip().startswith("{") else fields


def join_type(join: JoinType) -> str:
    """One `@join__type`."""
    parts = [f"graph: {join.graph}"]
    if join.key is not None:
        parts.append(f"key: {print_string(one_line(join.key))}")
    if join.extension:
        parts.append("extension: true")
    if not join.resolvable:
        parts.append("resolvable: false")
    if join.interface_object:
        parts.append("isInterfaceObject: true")
    return f"@join__type({', '.join(parts)})"


def join_field(join: JoinField) -> str:
    """One `@join__field`."""
    parts: list[str] = []
    if join.graph is not None:
        parts.append(f"graph: {join.graph}")
    for name, value in (("requires", join.requires), ("provides", join.provides)):
        if value is not None:
            parts.append(f"{name}: {print_string(one_line(value))}")
    if join.type is not None:
        parts.append(f'type: "{join.type}"')
    if join.external:
        parts.append("external: true")
    if join.override is not None:
        parts.append(f"override: {print_string(join.override)}")
    if join.label is not None:
        parts.append(f"overrideLabel: {print_string(join.label)}")
    if join.used_overridden:
        parts.append("usedOverridden: true")
    if join.context:
        parts.append(f"contextArguments: [{', '.join(_context(one) for one in join.context)}]")
    return f"@join__field({', '.join(parts)})" if parts else "@join__field"


def _context(one: ContextArgument) -> str:
    return (
        f"{{context: {print_string(one.context)}, name: {print_string(one.name)}, "
        f"type: {print_string(one.type)}, selection: {print_string(one.selection)}}}"
    )


def join_directive(carried: JoinDirective) -> str:
    """One `@join__directive`."""
    graphs = ", ".join(carried.graphs)
    return f'@join__directive(graphs: [{graphs}], name: "{carried.name}", args: {{{carried.args}}})'


def join_implements(merged: Merged, kind: TypeOut) -> Iterable[str]:
    """One `@join__implements` per subgraph and interface."""
    for subgraph, source in kind.sources.items():
        for interface in source.interfaces:
            graph = merged.subgraphs[subgraph].graph
            yield f'@join__implements(graph: {graph}, interface: "{interface}")'


def join_members(merged: Merged, kind: TypeOut) -> Iterable[str]:
    """One `@join__unionMember` per subgraph and member."""
    for subgraph, source in kind.sources.items():
        for member in source.members:
            graph = merged.subgraphs[subgraph].graph
            yield f'@join__unionMember(graph: {graph}, member: "{member}")'


def join_values(merged: Merged, value: ValueOut) -> Iterable[str]:
    """One `@join__enumValue` per subgraph that has the value."""
    for subgraph in value.sources:
        yield f"@join__enumValue(graph: {merged.subgraphs[subgraph].graph})"
