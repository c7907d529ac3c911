# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every text can be disguised (en-XA, ar-XB) without losing a placeholder or a mark: none is cut or glued."""

from collections.abc import Iterator

from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding
from i18n.checks.messages import markup, variables
from i18n.mf2 import MessageSyntaxError, parse, validate
from i18n.pseudo import PSEUDO_LOCALES, pseudonymise

CHECK = "pseudo-locales"


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """The disguised text is a message with the same placeholders."""
    for component, source in catalogues.sources():
        try:
            plain = parse(source.source)
        except MessageSyntaxError:
            continue
        for tag in sorted(PSEUDO_LOCALES):
            disguised = parse(pseudonymise(source.source, tag))
            same = variables(plain) == variables(disguised) and markup(plain) == markup(disguised)
            if validate(disguised) or not same:
                yield Finding(
                    CHECK, f"{tag}/{component}: {source.key}", "the text cannot be disguised"
                )
