# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What one subgraph must be given, every subgraph must know."""

from collections.abc import Iterator, Mapping

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import find
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.model import ArgumentIn
from gateway.supergraph.compose.rules.places import clash, fields_of, quoted

ARGUMENT = "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH"
INPUT_FIELD = "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every argument and input field that is mandatory somewhere."""
    for kind, field in fields_of(merged):
        tables = {
            name: source.args for name, source in field.sources.items() if not source.external
        }
        yield from _check(ARGUMENT, f"{kind.name}.{field.name}({{}}:)", tables)
    for kind in merged.types.values():
        tables = {name: source.inputs for name, source in kind.sources.items() if source.inputs}
        yield from _check(INPUT_FIELD, f"{kind.name}.{{}}", tables)


def _check(
    code: str, form: str, tables: Mapping[str, Mapping[str, ArgumentIn]]
) -> Iterator[CompositionError]:
    names = dict.fromkeys(name for table in tables.values() for name in table)
    for name in names:
        having = {subgraph: table[name] for subgraph, table in tables.items() if name in table}
        if len(having) == len(tables):
            continue
        if any(find(one.applied, "fromContext") for one in having.values()):
            continue
        needing = [
            subgraph
            for subgraph, one in having.items()
            if one.type.endswith("!") and one.default is None
        ]
        if needing:
            coordinate = form.format(name)
            yield clash(
                code,
                f'"{coordinate}" is required in {quoted(needing)} but does not exist in'
                f" {quoted(set(tables) - set(having))}",
                coordinate,
            )
