# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The fields of `@key`, `@provides` and `@requires` are a string."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import field_text
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import applied_in, fault

CODES = {
    "key": "KEY_INVALID_FIELDS_TYPE",
    "provides": "PROVIDES_INVALID_FIELDS_TYPE",
    "requires": "REQUIRES_INVALID_FIELDS_TYPE",
}


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Federation 1 also takes lists and bare names; they were read as text."""
    lenient = subgraph.version == (1, 0)
    for _location, coordinate, applied in applied_in(subgraph):
        for one in applied:
            code = CODES.get(one.spec or "")
            if code is None or "fields" not in one.args:
                continue
            if field_text(one.args["fields"], lenient=lenient) is None:
                yield fault(
                    code,
                    f"the fields argument of @{one.name} must be a string",
                    subgraph=subgraph,
                    coordinate=coordinate,
                    line=one.line,
                )
