# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Value types, interfaces and unions that not all subgraphs know in full; half-known entities."""

from collections.abc import Iterable

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import debug, info, split, types_of, warn
from gateway.supergraph.compose.merged import Merged, TypeOut
from gateway.supergraph.compose.merging.joins import served_by
from gateway.supergraph.compose.rules.merged.shareable_runtime_types import possible_in
from gateway.supergraph.compose.typerefs import named

OBJECT = "INCONSISTENT_OBJECT_VALUE_TYPE_FIELD"
INTERFACE = "INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD"
MEMBER = "INCONSISTENT_UNION_MEMBER"
ENTITY = "INCONSISTENT_ENTITY"
RUNTIME = "INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN"


def gather(merged: Merged) -> Iterable[Hint]:
    """Every composite type that several subgraphs have."""
    for kind in types_of(merged, model.OBJECT, model.INTERFACE):
        if kind.name in model.ROOTS.values() or len(kind.sources) == 1:
            continue
        keyed = [name for name, source in kind.sources.items() if source.keys]
        if keyed and len(keyed) < len(kind.sources):
            message = f'type "{kind.name}" is an entity only where it has a key: '
            yield info(ENTITY, message + split(kind.sources, keyed), kind.name)
        elif not keyed:
            yield from _fields(kind)
    for kind in types_of(merged, model.UNION):
        for member in kind.members:
            having = [name for name, source in kind.sources.items() if member in source.members]
            if len(having) < len(kind.sources):
                message = f'member "{member}" of union "{kind.name}" is '
                yield debug(MEMBER, message + split(kind.sources, having), kind.name)
    yield from _runtime(merged)


def _fields(kind: TypeOut) -> Iterable[Hint]:
    code = OBJECT if kind.kind == model.OBJECT else INTERFACE
    for field in kind.fields.values():
        if field.sources and len(field.sources) < len(kind.sources):
            coordinate = f"{kind.name}.{field.name}"
            message = f'field "{coordinate}" of a value type is '
            yield debug(code, message + split(kind.sources, field.sources), coordinate)


def _runtime(merged: Merged) -> Iterable[Hint]:
    for kind in types_of(merged, model.OBJECT):
        for field in kind.fields.values():
            sources = served_by(field)
            if len(sources) <= 1 or named(field.type) not in merged.possible:
                continue
            runtime = {
                possible_in(merged, merged.subgraphs[name], named(source.type))
                for name, source in sources.items()
            }
            if len(runtime) > 1:
                coordinate = f"{kind.name}.{field.name}"
                message = f'shared field "{coordinate}" returns other types in some subgraphs'
                yield warn(RUNTIME, message, coordinate)
