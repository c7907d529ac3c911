# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Overrides that have done their work, and those still under way."""

from collections.abc import Iterable

from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import info, warn
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import fields_of

NOWHERE = "FROM_SUBGRAPH_DOES_NOT_EXIST"
FIELD = "OVERRIDDEN_FIELD_CAN_BE_REMOVED"
DIRECTIVE = "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED"
MIGRATION = "OVERRIDE_MIGRATION_IN_PROGRESS"


def gather(merged: Merged) -> Iterable[Hint]:
    """Every override."""
    for kind, field in fields_of(merged):
        coordinate = f"{kind.name}.{field.name}"
        for taker in field.sources.values():
            override = taker.override
            if override is None:
                continue
            source = field.sources.get(override.source)
            if override.source not in merged.subgraphs:
                message = f'"{coordinate}" is taken from "{override.source}", no known subgraph'
                yield warn(NOWHERE, message, coordinate)
            elif source is None or source.external:
                message = f'"{coordinate}" is not resolved by "{override.source}" any more'
                yield info(DIRECTIVE, f"{message}: @override can be removed", coordinate)
            elif override.label is not None:
                message = f'"{coordinate}" moves from "{override.source}" by "{override.label}"'
                yield info(MIGRATION, message, coordinate)
            elif not source.used:
                message = f'"{coordinate}" is taken from "{override.source}"'
                yield info(FIELD, f"{message}: it can be removed there", coordinate)
