# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An external copy has the arguments of the merged field, of the same type and default."""

from collections.abc import Iterator

from graphql import print_ast

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import ArgumentOut, Merged
from gateway.supergraph.compose.merging.relations import named_subtype
from gateway.supergraph.compose.model import ArgumentIn
from gateway.supergraph.compose.rules.places import fault, fields_of

MISSING = "EXTERNAL_ARGUMENT_MISSING"
TYPE = "EXTERNAL_ARGUMENT_TYPE_MISMATCH"
DEFAULT = "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every argument of every external copy; its type may be wider."""
    subtype = named_subtype(merged.possible)
    for kind, field in fields_of(merged):
        if all(source.external for source in field.sources.values()):
            continue
        for subgraph, source in field.sources.items():
            if not source.external:
                continue
            for one in field.args.values():
                coordinate = f"{kind.name}.{field.name}({one.name}:)"
                copy = source.args.get(one.name)
                if copy is None:
                    code, message = MISSING, f'argument "{coordinate}" is missing on the copy'
                elif not typerefs.is_subtype(one.type, copy.type, subtype):
                    code, message = TYPE, f'"{copy.type}" on the copy, "{one.type}" where resolved'
                elif _default(copy) != _default(one):
                    code, message = DEFAULT, f'default of "{coordinate}" differs on the copy'
                else:
                    continue
                yield fault(
                    code,
                    f'external field "{kind.name}.{field.name}": {message}',
                    subgraph=subgraph,
                    coordinate=coordinate,
                    line=source.line,
                )


def _default(one: ArgumentIn | ArgumentOut) -> str | None:
    return print_ast(one.default) if one.default is not None else None
