# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An input or enum type keeps something that all subgraphs know."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import clash

INPUT = "EMPTY_MERGED_INPUT_TYPE"
ENUM = "EMPTY_MERGED_ENUM_TYPE"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every input object and enum."""
    for kind in merged.types.values():
        if kind.kind == model.INPUT and not kind.inputs:
            message = f'none of the fields of input object "{kind.name}" is in all subgraphs'
            yield clash(INPUT, message, kind.name)
        elif kind.kind == model.ENUM and not kind.values:
            message = f'none of the values of enum "{kind.name}" is in all subgraphs'
            yield clash(ENUM, message, kind.name)
