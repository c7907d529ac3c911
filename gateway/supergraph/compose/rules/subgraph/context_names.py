# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Names of contexts are letters and digits."""

import re
from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import text
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "CONTEXT_NAME_INVALID"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every `@context`."""
    for kind in subgraph.types.values():
        for one in kind.applied:
            if one.spec != "context":
                continue
            name = text(one.args.get("name")) or ""
            if not _NAME.fullmatch(name):
                yield fault(
                    CODE,
                    f'context name "{name}" is invalid: letters and digits only',
                    subgraph=subgraph,
                    coordinate=kind.name,
                    line=one.line,
                )
