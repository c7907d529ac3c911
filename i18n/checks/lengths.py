# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts sent as SMS fit three messages: GSM-7 160 or 153 characters each, UCS-2 70 or 67 (3GPP TS 23.038)."""

from collections.abc import Iterator

from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding

CHECK = "lengths"
MARK = ".sms"
"""Keys that end so are sent as SMS."""

_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
MOST = 3


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """No text of an SMS needs more than three messages, in any language."""
    for component, source in catalogues.sources():
        if source.key.endswith(MARK) and segments(source.source) > MOST:
            yield Finding(CHECK, f"sv/{component}: {source.key}", f"{segments(source.source)} SMS")
    for one in catalogues.translations():
        if one.entry.key.endswith(MARK) and segments(one.entry.text) > MOST:
            yield Finding(CHECK, one.place, f"{segments(one.entry.text)} SMS")


def segments(text: str) -> int:
    """How many messages a text needs."""
    if all(char in _GSM7 or char in _EXTENDED for char in text):
        length = sum(2 if char in _EXTENDED else 1 for char in text)
        return 1 if length <= 160 else -(-length // 153)  # noqa: PLR2004 - the standard's sizes
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= 70 else -(-length // 67)  # noqa: PLR2004 - the standard's sizes
