# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Native digits, on the reader's own choice only; Babel changes separators but never digits."""

from i18n import registry

ZERO = {"arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6}

_TABLES = {system: {0x30 + n: chr(zero + n) for n in range(10)} for system, zero in ZERO.items()}


def to_native(text: str, locale: str) -> str:
    """The formatted text in the language's own digits, where the registry names some."""
    system = registry.entry(locale).native_digits if registry.known(locale) else "latn"
    table = _TABLES.get(system)
    if table is None:
        return text
    return text.translate(table)
