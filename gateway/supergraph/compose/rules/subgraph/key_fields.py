# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What `@key` may select: existing fields, no arguments, nothing abstract."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import KeyIn, SubgraphIn, TypeIn
from gateway.supergraph.compose.rules.field_set_walk import walk
from gateway.supergraph.compose.rules.places import fault
from gateway.supergraph.compose.rules.subgraph.directive_in_fields import has_directive

CODE = "KEY_INVALID_FIELDS"
HAS_ARGS = "KEY_FIELDS_HAS_ARGS"
INVALID_TYPE = "KEY_FIELDS_SELECT_INVALID_TYPE"
DIRECTIVE = "KEY_DIRECTIVE_IN_FIELDS_ARG"
_ABSTRACT = frozenset({model.INTERFACE, model.UNION})


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every key of every type."""
    for kind in subgraph.types.values():
        for key in kind.keys:
            for code, message in _check_key(subgraph, kind, key):
                yield fault(
                    code,
                    f'on type "{kind.name}", for @key(fields: "{key.fields}"): {message}',
                    subgraph=subgraph,
                    coordinate=kind.name,
                    line=key.line,
                )


def _check_key(subgraph: SubgraphIn, kind: TypeIn, key: KeyIn) -> Iterator[tuple[str, str]]:
    if has_directive(key.fields):
        yield DIRECTIVE, "directives are not allowed in it"
        return
    for step in walk(subgraph, kind, key.fields):
        if isinstance(step, str):
            yield CODE, step
            return
        spot = f"{step.owner.name}.{step.field.name}"
        if step.field.args:
            yield HAS_ARGS, f'field "{spot}" has arguments'
        if step.target is not None and step.target.kind in _ABSTRACT:
            yield INVALID_TYPE, f'field "{spot}" is of the abstract type "{step.target.name}"'
