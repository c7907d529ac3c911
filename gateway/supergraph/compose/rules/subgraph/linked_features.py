# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Links name known versions of known specs, and import what those define."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.links import Link
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault
from gateway.supergraph.compose.specs import (
    DIRECTIVES,
    FEDERATION,
    LATEST,
    LINK,
    SCALARS,
    STANDALONE,
)

UNKNOWN_FEDERATION = "UNKNOWN_FEDERATION_LINK_VERSION"
UNKNOWN_LINK = "UNKNOWN_LINK_VERSION"
USAGE = "INVALID_LINK_DIRECTIVE_USAGE"
UNSUPPORTED = "UNSUPPORTED_LINKED_FEATURE"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every link."""
    for link in subgraph.links:
        for code, message in _check_link(link):
            yield fault(code, message, subgraph=subgraph, coordinate="schema", line=link.line)


def _check_link(link: Link) -> Iterator[tuple[str, str]]:
    if link.identity == FEDERATION:
        yield from _check_federation(link)
    elif link.identity == LINK:
        if link.version != (1, 0):
            yield UNKNOWN_LINK, f'unknown version in "{link.url}" of the link feature'
    elif link.purpose is not None:
        known = link.identity == f"https://specs.apollo.dev/{link.name}" and link.name in STANDALONE
        if not known:
            yield (
                UNSUPPORTED,
                f'feature "{link.url}" is for: {link.purpose} but is not supported',
            )


def _check_federation(link: Link) -> Iterator[tuple[str, str]]:
    version = link.version
    if version is None or not (2, 0) <= version <= LATEST:
        yield UNKNOWN_FEDERATION, f'invalid version in "{link.url}" of the federation feature'
        return
    for imported in link.imports:
        plain = imported.name.removeprefix("@")
        directive = DIRECTIVES.get(plain) if imported.name.startswith("@") else None
        since = directive.since if directive is not None else None
        if not imported.name.startswith("@"):
            since = SCALARS.get(plain)
        if since is None or since > version:
            hint = ""
            if not imported.name.startswith("@") and plain in DIRECTIVES:
                hint = f' (did you mean "@{plain}"?)'
            yield USAGE, f'cannot import unknown element "{imported.name}"{hint}'
