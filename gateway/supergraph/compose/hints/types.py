# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Fields and arguments whose types differ but fit."""

from collections.abc import Iterable, Mapping

from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import info, said
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.model import ArgumentIn, FieldIn

FIELD = "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE"
ARGUMENT = "INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE"


def gather(merged: Merged) -> Iterable[Hint]:
    """Every field, input field and argument."""
    for kind in merged.types.values():
        for field in kind.fields.values():
            spot = f"{kind.name}.{field.name}"
            yield from _compare(FIELD, spot, field.sources)
            for one in field.args.values():
                yield from _compare(ARGUMENT, f"{spot}({one.name}:)", one.sources)
        for one in kind.inputs.values():
            yield from _compare(FIELD, f"{kind.name}.{one.name}", one.sources)


def _compare(
    code: str, coordinate: str, sources: Mapping[str, FieldIn] | Mapping[str, ArgumentIn]
) -> Iterable[Hint]:
    groups: dict[str, list[str]] = {}
    for subgraph, source in sources.items():
        groups.setdefault(source.type, []).append(subgraph)
    if len(groups) > 1:
        yield info(code, f'types of "{coordinate}" differ but fit: {said(groups)}', coordinate)
