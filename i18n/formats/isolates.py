# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign directions kept apart in running text (Unicode UAX 9 isolates)."""

from i18n import cldr

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"


def isolate_ltr(text: str, locale: str) -> str:
    """A left-to-right text (telephone, identifier) isolated inside right-to-left text."""
    return f"{LRI}{text}{PDI}" if cldr.direction(locale) == "rtl" else text


def isolate(text: str, locale: str) -> str:
    """A text of unknown direction (name, street) isolated inside right-to-left text."""
    return f"{FSI}{text}{PDI}" if cldr.direction(locale) == "rtl" else text
