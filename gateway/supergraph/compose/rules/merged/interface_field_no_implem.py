# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""After the merge every implementation has every field of its interfaces."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import clash, quoted

CODE = "INTERFACE_FIELD_NO_IMPLEM"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every type that implements something."""
    for kind in merged.types.values():
        for name in kind.interfaces:
            interface = merged.types.get(name)
            if interface is None:
                continue
            for field in interface.fields.values():
                if field.name not in kind.fields:
                    yield clash(
                        CODE,
                        f'interface field "{name}.{field.name}" is declared in'
                        f' {quoted(set(field.sources))} but type "{kind.name}", which implements'
                        f' "{name}", has no such field in any subgraph',
                        f"{kind.name}.{field.name}",
                    )
