# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The arguments inside `@requires` still fit after the merge."""

from collections.abc import Iterator

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.fieldsets import FieldSetBroken, Pick, read
from gateway.supergraph.compose.merged import Merged, TypeOut
from gateway.supergraph.compose.rules.places import fault, fields_of

CODE = "REQUIRES_INVALID_FIELDS"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every requirement: an argument may have vanished, or become mandatory."""
    for kind, field in fields_of(merged):
        for subgraph, source in field.sources.items():
            if source.requires is None:
                continue
            try:
                picks = read(source.requires)
            except FieldSetBroken:
                continue
            for message in _broken(merged, kind, picks):
                yield fault(
                    CODE,
                    f'on field "{kind.name}.{field.name}", for @requires(fields:'
                    f' "{source.requires}"): {message}',
                    subgraph=subgraph,
                    coordinate=f"{kind.name}.{field.name}",
                    line=source.line,
                )


def _broken(merged: Merged, kind: TypeOut, picks: tuple[Pick, ...]) -> Iterator[str]:
    for pick in picks:
        if pick.on is not None:
            target = merged.types.get(pick.on) if pick.on else kind
            if target is not None:
                yield from _broken(merged, target, pick.picks)
            continue
        field = kind.fields.get(pick.name)
        if field is None:
            continue
        given = {name for name, _ in pick.args}
        for name in given - set(field.args):
            yield f'argument "{name}" of "{kind.name}.{field.name}" is not in all subgraphs'
        for one in field.args.values():
            if one.type.endswith("!") and one.default is None and one.name not in given:
                yield f'no value for the required argument "{kind.name}.{field.name}({one.name}:)"'
        target = merged.types.get(typerefs.named(field.type))
        if target is not None:
            yield from _broken(merged, target, pick.picks)
