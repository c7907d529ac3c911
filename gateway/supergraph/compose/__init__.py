# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Composition of subgraphs into a supergraph (Federation 1 and 2.0-2.14, join v0.3-v0.5)."""

from gateway.supergraph.compose.composing import compose
from gateway.supergraph.compose.facts import (
    Composition,
    CompositionError,
    Hint,
    SubgraphSource,
)

__all__ = ["Composition", "CompositionError", "Hint", "SubgraphSource", "compose"]
