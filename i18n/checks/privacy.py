# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""No message and no catalogue holds personal data; parameters are named after things, not people's data."""

import re
from collections.abc import Iterator

from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding

CHECK = "privacy"

PATTERNS = {
    "personal identity number": re.compile(r"\b(?:19|20)?\d{6}[-+]\d{4}\b"),
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}"),
    "telephone number": re.compile(r"(?:\+46|\b0)\d{1,3}[-\s]?\d{2,3}[\s-]?\d{2,3}[\s-]?\d{2}\b"),
}
_EXAMPLE = re.compile(r"@(?:exempel|example|ejemplo|esimerkki)\.")
"""Addresses made up to show the form."""

ALLOWED = frozenset({"08-508 00 508"})
"""The city's own numbers."""


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """No text contains anything that looks like a person's data."""
    for component, source in catalogues.sources():
        yield from _personal(source.source, f"sv/{component}: {source.key}")
    for one in catalogues.translations():
        yield from _personal(one.entry.text, one.place)


def _personal(text: str, place: str) -> Iterator[Finding]:
    for name, pattern in PATTERNS.items():
        for found in pattern.finditer(text):
            if found.group() not in ALLOWED and not _EXAMPLE.search(found.group()):
                yield Finding(CHECK, place, name)
