# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Overrides: which subgraph lost a field to another, and under which label."""

from collections.abc import Mapping

from gateway.supergraph.compose.model import FieldIn


def find_overridden(sources: Mapping[str, FieldIn]) -> dict[str, str | None]:
    """Subgraph that lost the field -> label, None for outright; absent sources do not count."""
    lost: dict[str, str | None] = {}
    for subgraph, field in sources.items():
        override = field.override
        if override is None or override.source == subgraph:
            continue
        source = sources.get(override.source)
        if source is not None and not source.external:
            lost[override.source] = override.label
    return lost


def label_of(
    subgraph: str, sources: Mapping[str, FieldIn], lost: Mapping[str, str | None]
) -> str | None:
    """The label that decides whether this subgraph serves the field."""
    if subgraph in lost:
        return lost[subgraph]
    override = sources[subgraph].override
    return override.label if override is not None and override.source in lost else None
