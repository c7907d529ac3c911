# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A visible type has a visible child."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged, TypeOut
from gateway.supergraph.compose.rules.places import clash

CODE = "ONLY_INACCESSIBLE_CHILDREN"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every visible type that is no scalar."""
    for kind in merged.types.values():
        if kind.hidden or kind.kind == model.SCALAR:
            continue
        shown = _children(merged, kind)
        if shown and all(shown):
            message = f'type "{kind.name}" is visible but all of its children are @inaccessible'
            yield clash(CODE, message, kind.name)


def _children(merged: Merged, kind: TypeOut) -> list[bool]:
    """Hidden or not, for every child."""
    if kind.kind == model.UNION:
        return [merged.types[name].hidden for name in kind.members if name in merged.types]
    children = [*kind.fields.values(), *kind.inputs.values(), *kind.values.values()]
    return [child.hidden for child in children]
