# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Defaults that are dropped because some subgraph has none."""

from collections.abc import Iterable

from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import split, warn
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import arguments_of

CODE = "INCONSISTENT_DEFAULT_VALUE_PRESENCE"


def gather(merged: Merged) -> Iterable[Hint]:
    """Every argument and input field."""
    for coordinate, one in arguments_of(merged):
        having = [name for name, source in one.sources.items() if source.default is not None]
        if having and len(having) < len(one.sources):
            message = f'the default of "{coordinate}" is dropped: it is '
            yield warn(CODE, message + split(one.sources, having), coordinate)
