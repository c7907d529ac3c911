# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A visible element does not use a hidden type."""

from collections.abc import Iterator

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import clash

CODE = "REFERENCED_INACCESSIBLE"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every visible field, argument and input field of a visible type."""
    for kind in merged.types.values():
        if kind.hidden:
            continue
        spots = [
            (f"{kind.name}.{one.name}", one.type) for one in kind.inputs.values() if not one.hidden
        ]
        for field in kind.fields.values():
            if field.hidden:
                continue
            spots.append((f"{kind.name}.{field.name}", field.type))
            spots += [
                (f"{kind.name}.{field.name}({one.name}:)", one.type)
                for one in field.args.values()
                if not one.hidden
            ]
        for coordinate, ref in spots:
            target = merged.types.get(typerefs.named(ref))
            if target is not None and target.hidden:
                yield clash(
                    CODE,
                    f'type "{target.name}" is @inaccessible but is referenced by "{coordinate}",'
                    " which is in the API schema",
                    coordinate,
                )
