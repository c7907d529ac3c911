# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Native digits, on the reader's own choice only; identifiers keep theirs always."""

from i18n import registry
from i18n.numbers.symbols import LATN, ZEROS


def system_of(locale: str, *, native: bool) -> str:
    """The CLDR numbering system of a reader: Latin, or the language's own when chosen."""
    if not native or not registry.known(locale):
        return LATN
    return registry.entry(locale).native_digits


def to_native(text: str, locale: str) -> str:
    """A formatted text in the language's own digits, where the registry names some."""
    zero = ZEROS[system_of(locale, native=True)]
    return text.translate({ZEROS[LATN] + n: zero + n for n in range(10)})
