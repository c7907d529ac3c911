# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Places rules point at: coordinates, and the fields and arguments they walk over."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import ArgumentOut, FieldOut, Merged, TypeOut
from gateway.supergraph.compose.model import Applied, ArgumentIn, FieldIn, SubgraphIn, TypeIn

FIELDED = frozenset({model.OBJECT, model.INTERFACE})


def fields_in(subgraph: SubgraphIn) -> Iterator[tuple[TypeIn, FieldIn]]:
    """Every field of every object and interface of a subgraph."""
    for kind in subgraph.types.values():
        for field in kind.fields.values():
            yield kind, field


def arguments_in(subgraph: SubgraphIn) -> Iterator[tuple[str, ArgumentIn, bool]]:
    """(coordinate, argument or input field, is input field) of a subgraph."""
    for kind in subgraph.types.values():
        for one in kind.inputs.values():
            yield f"{kind.name}.{one.name}", one, True
        for field in kind.fields.values():
            for one in field.args.values():
                yield f"{kind.name}.{field.name}({one.name}:)", one, False


def applied_in(subgraph: SubgraphIn) -> Iterator[tuple[str, str, list[Applied]]]:
    """(location, coordinate, directives there) of every element of a subgraph."""
    yield "SCHEMA", "schema", subgraph.applied
    for kind in subgraph.types.values():
        yield kind.kind, kind.name, kind.applied
        for field in kind.fields.values():
            yield "FIELD_DEFINITION", f"{kind.name}.{field.name}", field.applied
            for one in field.args.values():
                spot = f"{kind.name}.{field.name}({one.name}:)"
                yield "ARGUMENT_DEFINITION", spot, one.applied
        for one in kind.inputs.values():
            yield "INPUT_FIELD_DEFINITION", f"{kind.name}.{one.name}", one.applied
        for value in kind.values.values():
            yield "ENUM_VALUE", f"{kind.name}.{value.name}", value.applied


def fields_of(merged: Merged) -> Iterator[tuple[TypeOut, FieldOut]]:
    """Every field of every object and interface of the supergraph."""
    for kind in merged.types.values():
        for field in kind.fields.values():
            yield kind, field


def arguments_of(merged: Merged) -> Iterator[tuple[str, ArgumentOut]]:
    """(coordinate, argument) of the supergraph, input fields included."""
    for kind in merged.types.values():
        for one in kind.inputs.values():
            yield f"{kind.name}.{one.name}", one
        for field in kind.fields.values():
            for one in field.args.values():
                yield f"{kind.name}.{field.name}({one.name}:)", one


def fault(
    code: str, message: str, *, subgraph: SubgraphIn | str, coordinate: str, line: int
) -> CompositionError:
    """An error inside one subgraph."""
    name = subgraph if isinstance(subgraph, str) else subgraph.name
    return CompositionError(code, message, name, coordinate, line)


def clash(code: str, message: str, coordinate: str) -> CompositionError:
    """An error between subgraphs; the message names them."""
    return CompositionError(code, message, None, coordinate, None)


def listed(groups: dict[str, list[str]]) -> str:
    """Which subgraphs say what: `"A" in subgraph x, "B" in subgraphs y and z`."""
    parts: list[str] = []
    for said, subgraphs in groups.items():
        names = " and ".join(f'"{name}"' for name in sorted(subgraphs))
        parts.append(f"{said} in subgraph{'s' if len(subgraphs) > 1 else ''} {names}")
    return ", ".join(parts)


def quoted(names: Iterator[str] | list[str] | set[str]) -> str:
    """Names in quotes, sorted."""
    return ", ".join(f'"{name}"' for name in sorted(names))
