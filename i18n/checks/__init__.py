# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The checks of languages, each a small module; `torget i18n check` and the tests run them all."""

from collections.abc import Iterator

from i18n.checks import (
    completeness,
    dead_keys,
    error_codes,
    freshness,
    gettext_tools,
    glossary,
    lengths,
    literals,
    messages,
    plural_coverage,
    privacy,
    pseudo_locales,
    readability,
    root_data,
)
from i18n.checks.catalogue_set import CatalogueSet, read_all
from i18n.checks.finding import Finding

__all__ = ["CatalogueSet", "Finding", "check_all", "read_all"]


OF_CATALOGUES = (
    completeness,
    dead_keys,
    messages,
    plural_coverage,
    pseudo_locales,
    privacy,
    glossary,
    lengths,
    readability,
)


def check_all() -> Iterator[Finding]:
    """Everything that is wrong, check by check."""
    yield from literals.check()
    catalogues = read_all()
    for one in OF_CATALOGUES:
        yield from one.check(catalogues)
    yield from error_codes.check(catalogues)
    yield from freshness.check()
    yield from root_data.check()
    yield from gettext_tools.check()
