# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Enum values that some subgraphs lack; enums nobody uses."""

from collections.abc import Iterable

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import debug, split, types_of, warn
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.enums import find_uses

INPUT = "INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM"
OUTPUT = "INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM"
UNUSED = "UNUSED_ENUM_TYPE"


def gather(merged: Merged) -> Iterable[Hint]:
    """Every enum."""
    output, given = find_uses(merged.subgraphs)
    for kind in types_of(merged, model.ENUM):
        if kind.name not in output and kind.name not in given:
            yield debug(UNUSED, f'enum "{kind.name}" is not used anywhere', kind.name)
            continue
        names = dict.fromkeys(name for source in kind.sources.values() for name in source.values)
        for name in names:
            having = [sub for sub, source in kind.sources.items() if name in source.values]
            if len(having) == len(kind.sources):
                continue
            coordinate = f"{kind.name}.{name}"
            where = split(kind.sources, having)
            if kind.name not in output:
                yield warn(INPUT, f'value "{coordinate}" is left out: it is {where}', coordinate)
            elif kind.name not in given:
                yield debug(OUTPUT, f'value "{coordinate}" is {where}', coordinate)
