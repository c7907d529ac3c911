# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What `@requires` may select: existing fields, leaves external or below an external field."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import FieldIn, SubgraphIn, TypeIn
from gateway.supergraph.compose.rules.field_set_walk import Visit, walk
from gateway.supergraph.compose.rules.places import fault, fields_in
from gateway.supergraph.compose.rules.subgraph.directive_in_fields import has_directive

CODE = "REQUIRES_INVALID_FIELDS"
MISSING_EXTERNAL = "REQUIRES_FIELDS_MISSING_EXTERNAL"
DIRECTIVE = "REQUIRES_DIRECTIVE_IN_FIELDS_ARG"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every field that requires."""
    for kind, field in fields_in(subgraph):
        if field.requires is None or kind.kind == model.INTERFACE:
            continue
        for code, message in _check(subgraph, kind, field):
            yield fault(
                code,
                f'on field "{kind.name}.{field.name}", for @requires(fields:'
                f' "{field.requires}"): {message}',
                subgraph=subgraph,
                coordinate=f"{kind.name}.{field.name}",
                line=field.line,
            )


def _check(subgraph: SubgraphIn, kind: TypeIn, field: FieldIn) -> Iterator[tuple[str, str]]:
    text = field.requires or ""
    if has_directive(text):
        yield DIRECTIVE, "directives are not allowed in it"
        return
    for step in walk(subgraph, kind, text):
        if isinstance(step, str):
            yield CODE, step
            return
        if not is_external(subgraph, step):
            spot = f"{step.owner.name}.{step.field.name}"
            yield MISSING_EXTERNAL, f'field "{spot}" should not be required: it is not external'


def is_external(subgraph: SubgraphIn, step: Visit) -> bool:
    """Whether a selected leaf is external: itself, above, or in every local implementation."""
    if not step.is_leaf or step.under_external or step.field.declared_external:
        return True
    if step.owner.kind != model.INTERFACE:
        return False
    below = [kind for kind in subgraph.types.values() if step.owner.name in kind.interfaces]
    return any(
        step.field.name in kind.fields and kind.fields[step.field.name].declared_external
        for kind in below
    )
