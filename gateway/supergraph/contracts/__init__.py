# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Contracts: the part of a supergraph that tags select, as a smaller API over the same graph."""

from collections.abc import Iterable, Sequence

from gateway.supergraph.compose import Composition, SubgraphSource, compose


def compose_contract(
    sources: Sequence[SubgraphSource],
    *,
    include_tags: Iterable[str] = (),
    exclude_tags: Iterable[str] = (),
) -> Composition:
    """The contract of the sources that the tags select; errors as with compose."""
    return compose(sources, include_tags=include_tags, exclude_tags=exclude_tags)
