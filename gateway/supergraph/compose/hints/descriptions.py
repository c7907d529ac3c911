# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Elements described differently: the most frequent description wins."""

from collections.abc import Iterable, Mapping

from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import said, warn
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.model import ArgumentIn, FieldIn, TypeIn, ValueIn

CODE = "INCONSISTENT_DESCRIPTION"
_Sources = Mapping[str, TypeIn] | Mapping[str, FieldIn] | Mapping[str, ArgumentIn]


def gather(merged: Merged) -> Iterable[Hint]:
    """Types, fields, arguments, input fields and enum values."""
    for kind in merged.types.values():
        yield from _compare(kind.name, kind.sources)
        for field in kind.fields.values():
            yield from _compare(f"{kind.name}.{field.name}", field.sources)
            for one in field.args.values():
                yield from _compare(f"{kind.name}.{field.name}({one.name}:)", one.sources)
        for one in kind.inputs.values():
            yield from _compare(f"{kind.name}.{one.name}", one.sources)
        for value in kind.values.values():
            yield from _compare(f"{kind.name}.{value.name}", value.sources)


def _compare(coordinate: str, sources: _Sources | Mapping[str, ValueIn]) -> Iterable[Hint]:
    groups: dict[str, list[str]] = {}
    for subgraph, source in sources.items():
        if source.description:
            groups.setdefault(source.description, []).append(subgraph)
    if len(groups) > 1:
        told = {f'"{text.splitlines()[0]}"': names for text, names in groups.items()}
        yield warn(CODE, f'"{coordinate}" is described differently: {said(told)}', coordinate)
