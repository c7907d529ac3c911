# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An enum both asked for and answered has the same values everywhere; hidden ones apart."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.enums import find_uses
from gateway.supergraph.compose.rules.places import clash, quoted

CODE = "ENUM_VALUE_MISMATCH"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every enum used both ways."""
    output, given = find_uses(merged.subgraphs)
    for kind in merged.types.values():
        if kind.kind != model.ENUM or kind.name not in output or kind.name not in given:
            continue
        for value in kind.values.values():
            missing = set(kind.sources) - set(value.sources)
            if missing and not value.hidden:
                yield clash(
                    CODE,
                    f'enum type "{kind.name}" is used as input and as output, but value'
                    f' "{value.name}" is defined in {quoted(set(value.sources))} and not in'
                    f" {quoted(missing)}",
                    f"{kind.name}.{value.name}",
                )
