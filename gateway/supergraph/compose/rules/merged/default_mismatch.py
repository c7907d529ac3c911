# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where two subgraphs give a default, they give the same."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import ArgumentOut, Merged
from gateway.supergraph.compose.merging.arguments import default_texts
from gateway.supergraph.compose.rules.places import clash, listed

ARGUMENT = "FIELD_ARGUMENT_DEFAULT_MISMATCH"
INPUT_FIELD = "INPUT_FIELD_DEFAULT_MISMATCH"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every argument and input field."""
    for kind in merged.types.values():
        for one in kind.inputs.values():
            yield from _check(INPUT_FIELD, f"{kind.name}.{one.name}", one)
        for field in kind.fields.values():
            for one in field.args.values():
                yield from _check(ARGUMENT, f"{kind.name}.{field.name}({one.name}:)", one)


def _check(code: str, coordinate: str, one: ArgumentOut) -> Iterator[CompositionError]:
    groups: dict[str, list[str]] = {}
    for subgraph, text in default_texts(one.sources).items():
        if text is not None:
            groups.setdefault(text, []).append(subgraph)
    if len(groups) > 1:
        message = f'"{coordinate}" has incompatible default values: {listed(groups)}'
        yield clash(code, message, coordinate)
