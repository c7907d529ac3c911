# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""No `@provides` or `@requires` on interface fields; `@key` on interfaces from 2.3 on."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODES = {
    "key": "KEY_UNSUPPORTED_ON_INTERFACE",
    "provides": "PROVIDES_UNSUPPORTED_ON_INTERFACE",
    "requires": "REQUIRES_UNSUPPORTED_ON_INTERFACE",
}
_KEYS_SINCE = (2, 3)


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Look at every interface and its fields."""
    for kind in subgraph.types.values():
        if kind.kind != model.INTERFACE:
            continue
        spots = [(f"{kind.name}.{field.name}", field.applied) for field in kind.fields.values()]
        if subgraph.version < _KEYS_SINCE:
            spots.append((kind.name, kind.applied))
        for coordinate, applied in spots:
            for one in applied:
                code = CODES.get(one.spec or "")
                if code is not None:
                    yield fault(
                        code,
                        f'cannot use @{one.name} on "{coordinate}": not supported on interfaces',
                        subgraph=subgraph,
                        coordinate=coordinate,
                        line=one.line,
                    )
