# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""No catalogue keeps a text that the code no longer has: whoever reviews it would review for nobody."""

from collections.abc import Iterator

from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding

CHECK = "dead-keys"


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """Every translated key is a key of its component."""
    for one in catalogues.translations():
        if one.entry.key not in catalogues.texts.get(one.component, {}):
            yield Finding(CHECK, one.place, "the code has no such text")
