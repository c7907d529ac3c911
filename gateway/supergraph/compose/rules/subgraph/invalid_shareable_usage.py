# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@shareable` stands on object fields and types, once per declaration."""

from collections import Counter
from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import Applied, SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "INVALID_SHAREABLE_USAGE"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every type and field."""
    for kind in subgraph.types.values():
        spots = [(kind.name, kind.applied)]
        spots += [(f"{kind.name}.{field.name}", field.applied) for field in kind.fields.values()]
        for coordinate, applied in spots:
            if kind.kind == model.INTERFACE:
                message = "only object types and their fields can be shareable"
                broken = [one for one in applied if one.spec == "shareable"]
            else:
                message = "@shareable stands twice on the same declaration"
                broken = _repeated(applied)
            for one in broken:
                yield fault(
                    CODE,
                    f'invalid use of @{one.name} on "{coordinate}": {message}',
                    subgraph=subgraph,
                    coordinate=coordinate,
                    line=one.line,
                )


def _repeated(applied: list[Applied]) -> list[Applied]:
    marks = [one for one in applied if one.spec == "shareable"]
    if len(marks) <= 1:
        return []
    counted = Counter((one.extension, one.line if one.extension else 0) for one in marks)
    return [marks[-1]] if max(counted.values()) > 1 else []
