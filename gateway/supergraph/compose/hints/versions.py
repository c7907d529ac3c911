# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subgraphs that import features newer than the version they link."""

from collections.abc import Iterable

from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import info
from gateway.supergraph.compose.links import STANDALONE
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.model import Version
from gateway.supergraph.compose.specs import DIRECTIVES

CODE = "IMPLICITLY_UPGRADED_FEDERATION_VERSION"


def gather(merged: Merged) -> Iterable[Hint]:
    """Every subgraph below the newest whose own links ask for more than its version has."""
    for subgraph in merged.subgraphs.values():
        needed: Version = subgraph.version
        for link in subgraph.links:
            for name in STANDALONE.get(link.name, ()):
                needed = max(needed, DIRECTIVES[name].since)
        if subgraph.version < needed and subgraph.version != (1, 0):
            major, minor = needed
            message = f'subgraph "{subgraph.name}" is read as federation v{major}.{minor}'
            yield info(CODE, f"{message}, which its linked features need", "schema")
