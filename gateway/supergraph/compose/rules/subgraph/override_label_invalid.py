# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The label of a progressive override is a name or a percentage."""

import re
from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

CODE = "OVERRIDE_LABEL_INVALID"
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_\-:./]*")
_PERCENT = re.compile(r"percent\((\d{1,2}(\.\d{1,8})?|100)\)")


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every labelled override (S5)."""
    for kind, field in fields_in(subgraph):
        if field.override is None or field.override.label is None:
            continue
        label = field.override.label
        if not _NAME.fullmatch(label) and not _PERCENT.fullmatch(label):
            yield fault(
                CODE,
                f'invalid @override label "{label}" on field "{kind.name}.{field.name}": a name'
                " like my-label, or percent(x) with x between 0 and 100",
                subgraph=subgraph,
                coordinate=f"{kind.name}.{field.name}",
                line=field.override.line,
            )
