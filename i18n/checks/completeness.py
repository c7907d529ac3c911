# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Complete languages lack nothing; Swedish and English are complete always (status full)."""

from collections.abc import Iterator

from i18n import registry
from i18n.catalogues.entry import State
from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding

CHECK = "completeness"


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """Every text of the code has a translation, made from this source, in every complete language."""
    for tag in registry.complete():
        for component, source in catalogues.sources():
            entry = catalogues.catalogues.get((tag, component), {}).get(source.key)
            state = State.MISSING if entry is None else entry.state
            if entry is not None and entry.text and entry.source != source.source:
                state = State.OUTDATED
            if state in {State.MISSING, State.OUTDATED}:
                yield Finding(CHECK, f"{tag}/{component}: {source.key}", state.value.lower())
