# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Input fields and arguments that composition leaves out because not all subgraphs know them."""

from collections.abc import Iterable

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import info, split, types_of, warn
from gateway.supergraph.compose.marks import find
from gateway.supergraph.compose.merged import FieldOut, Merged

INPUT_FIELD = "INCONSISTENT_INPUT_OBJECT_FIELD"
ARGUMENT = "INCONSISTENT_ARGUMENT_PRESENCE"
CONTEXTUAL = "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS"


def gather(merged: Merged) -> Iterable[Hint]:
    """Every input object and every field with arguments."""
    for kind in types_of(merged, model.INPUT):
        names = dict.fromkeys(name for source in kind.sources.values() for name in source.inputs)
        for name in names:
            having = [sub for sub, source in kind.sources.items() if name in source.inputs]
            if len(having) < len(kind.sources):
                message = f'input field "{kind.name}.{name}" is left out: it is '
                where = split(kind.sources, having)
                yield warn(INPUT_FIELD, message + where, f"{kind.name}.{name}")
    for kind in types_of(merged, model.OBJECT, model.INTERFACE):
        for field in kind.fields.values():
            yield from _arguments(f"{kind.name}.{field.name}", field)


def _arguments(coordinate: str, field: FieldOut) -> Iterable[Hint]:
    sources = {name: one.args for name, one in field.sources.items() if not one.external}
    for name in dict.fromkeys(name for args in sources.values() for name in args):
        having = {subgraph: args[name] for subgraph, args in sources.items() if name in args}
        spot = f"{coordinate}({name}:)"
        contextual = [sub for sub, one in having.items() if find(one.applied, "fromContext")]
        if contextual:
            if len(contextual) < len(having):
                message = f'argument "{spot}" is filled from a context in some subgraphs only'
                yield info(CONTEXTUAL, message, spot)
        elif len(having) < len(sources):
            message = f'argument "{spot}" is left out: it is '
            yield warn(ARGUMENT, message + split(sources, having), spot)
