# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The upgrade of Federation 1 subgraphs: made to mean the same under the rules of Federation 2.

In Federation 1 every field was shareable and `@external` was written out of habit.
"""

from collections.abc import Iterable

from gateway.supergraph.compose import marks, model, typerefs
from gateway.supergraph.compose.model import Applied, FieldIn, SubgraphIn, TypeIn

FED_1: model.Version = (1, 0)


def upgrade(subgraphs: list[SubgraphIn]) -> None:
    """Change every Federation 1 subgraph in place; the others are only looked at (S1)."""
    old = [subgraph for subgraph in subgraphs if subgraph.version == FED_1]
    for subgraph in old:
        _drop_needless_externals(subgraph, subgraphs)
        marks.mark(subgraph)
        _drop_inactive(subgraph)
        _drop_extensions(subgraph)
        marks.mark(subgraph)
        _drop_unused_externals(subgraph)
    for subgraph in old:
        _share(subgraph, [other for other in subgraphs if other is not subgraph])


def _without(applied: Iterable[Applied], *specs: str) -> list[Applied]:
    return [one for one in applied if one.spec not in specs]


def _drop_needless_externals(subgraph: SubgraphIn, subgraphs: list[SubgraphIn]) -> None:
    """No external on types or key fields of extensions; nothing of federation on interfaces."""
    for kind in subgraph.types.values():
        kind.applied = _without(kind.applied, "external")
        if kind.kind == model.INTERFACE:
            kind.applied = _without(kind.applied, "key")
            for field in kind.fields.values():
                field.applied = _without(field.applied, "external", "provides", "requires")
        elif kind.extension and kind.kind == model.OBJECT:
            _drop_on_keys(subgraph, kind, subgraphs)


def _drop_on_keys(subgraph: SubgraphIn, kind: TypeIn, subgraphs: list[SubgraphIn]) -> None:
    keys = [key.fields for key in kind.keys]
    if not keys:
        keys = [
            key.fields
            for other in subgraphs
            if other is not subgraph and kind.name in other.types
            for key in other.types[kind.name].keys
        ]

    def drop(owner: TypeIn, field: FieldIn) -> None:
        if owner is kind:
            field.applied = _without(field.applied, "external")

    for fields in keys:
        marks.for_each_field(subgraph, kind, fields, drop)


def _drop_inactive(subgraph: SubgraphIn) -> None:
    """No provides or requires that select nothing external."""
    for kind in subgraph.types.values():
        for field in kind.fields.values():
            if field.requires is not None and not _selects_external(subgraph, kind, field.requires):
                field.applied = _without(field.applied, "requires")
            if field.provides is not None:
                target = subgraph.types.get(typerefs.named(field.type))
                if target is None or not _selects_external(subgraph, target, field.provides):
                    field.applied = _without(field.applied, "provides")


def _selects_external(subgraph: SubgraphIn, kind: TypeIn, fields: str) -> bool:
    found: list[bool] = []

    def look(_owner: TypeIn, field: FieldIn) -> None:
        found.append(field.external)

    marks.for_each_field(subgraph, kind, fields, look)
    return any(found)


def _drop_extensions(subgraph: SubgraphIn) -> None:
    for kind in subgraph.types.values():
        kind.applied = _without(kind.applied, "extends")
        kind.extension = False


def _drop_unused_externals(subgraph: SubgraphIn) -> None:
    """External fields that nothing uses were never served; nor is a type left without fields."""
    for kind in list(subgraph.types.values()):
        if kind.kind != model.OBJECT:
            continue
        for field in list(kind.fields.values()):
            if field.external and not field.used:
                del kind.fields[field.name]
        if not kind.fields and not _is_referenced(subgraph, kind.name):
            del subgraph.types[kind.name]
    for kind in subgraph.types.values():
        for field in kind.fields.values():
            if field.external:
                field.applied = _without(field.applied, "tag")


def _is_referenced(subgraph: SubgraphIn, name: str) -> bool:
    return any(
        name in kind.members
        or any(typerefs.named(field.type) == name for field in kind.fields.values())
        for kind in subgraph.types.values()
    )


def _share(subgraph: SubgraphIn, others: list[SubgraphIn]) -> None:
    """Value types, and fields that another subgraph resolves too, become shareable."""
    for kind in subgraph.types.values():
        if kind.kind != model.OBJECT or kind.name == model.ROOTS["subscription"]:
            continue
        elsewhere = [other.types[kind.name] for other in others if kind.name in other.types]
        value_type = not kind.keys and kind.name not in model.ROOTS.values()
        for field in kind.fields.values():
            if field.external:
                continue
            same = [other.fields[field.name] for other in elsewhere if field.name in other.fields]
            if (value_type and elsewhere) or any(
                not other.external or other.provided for other in same
            ):
                field.shareable = True
