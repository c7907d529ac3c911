# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What `@provides` may select: existing fields without arguments, leaves external."""

from collections.abc import Iterator

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn, TypeIn
from gateway.supergraph.compose.rules.field_set_walk import walk
from gateway.supergraph.compose.rules.places import fault, fields_in
from gateway.supergraph.compose.rules.subgraph.directive_in_fields import has_directive
from gateway.supergraph.compose.rules.subgraph.requires_fields import is_external

CODE = "PROVIDES_INVALID_FIELDS"
HAS_ARGS = "PROVIDES_FIELDS_HAS_ARGS"
MISSING_EXTERNAL = "PROVIDES_FIELDS_MISSING_EXTERNAL"
DIRECTIVE = "PROVIDES_DIRECTIVE_IN_FIELDS_ARG"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every field that provides."""
    for kind, field in fields_in(subgraph):
        target = subgraph.types.get(typerefs.named(field.type))
        if field.provides is None or target is None or kind.kind == model.INTERFACE:
            continue
        for code, message in _check(subgraph, target, field.provides):
            yield fault(
                code,
                f'on field "{kind.name}.{field.name}", for @provides(fields:'
                f' "{field.provides}"): {message}',
                subgraph=subgraph,
                coordinate=f"{kind.name}.{field.name}",
                line=field.line,
            )


def _check(subgraph: SubgraphIn, target: TypeIn, text: str) -> Iterator[tuple[str, str]]:
    if has_directive(text):
        yield DIRECTIVE, "directives are not allowed in it"
        return
    for step in walk(subgraph, target, text):
        if isinstance(step, str):
            yield CODE, step
            return
        spot = f"{step.owner.name}.{step.field.name}"
        if step.field.args:
            yield HAS_ARGS, f'field "{spot}" has arguments'
        if not is_external(subgraph, step):
            yield MISSING_EXTERNAL, f'field "{spot}" should not be provided: it is not external'
