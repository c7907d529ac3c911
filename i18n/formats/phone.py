# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Telephone numbers: E.164 in data, national form for Swedish numbers on display, isolated."""

import re

from i18n.formats.isolates import isolate_ltr

_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
SWEDEN = "+46"
_AREA = re.compile(
    r"8|7[0-9]|1[013689]|2[136]|3[1356]|4[0246]|5[4]|6[03]|90|[1-9][0-9]{2}", re.ASCII
)
_ONE_DIGIT_COUNTRIES = ("1", "7")
_TWO_DIGITS = re.compile(r"2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]", re.ASCII)


def format_phone(number: str, locale: str) -> str:
    """An E.164 number for reading: `08-508 000 00`, `+358 401234567`; anything else as it is."""
    if not _E164.fullmatch(number):
        return isolate_ltr(number, locale)
    shown = _swedish(number[len(SWEDEN) :]) if number.startswith(SWEDEN) else _foreign(number[1:])
    return isolate_ltr(shown, locale)


def _swedish(digits: str) -> str:
    found = _AREA.match(digits)
    area = found.group() if found else digits[:2]
    return f"0{area}-{_groups(digits[len(area) :])}"


def _groups(digits: str) -> str:
    """Subscriber digits in the usual groups: 123 45, 12 34 56, 123 45 67, 123 456 78."""
    sizes = {5: (3, 2), 6: (2, 2, 2), 7: (3, 2, 2), 8: (3, 3, 2)}.get(len(digits), (len(digits),))
    parts: list[str] = []
    for size in sizes:
        parts.append(digits[:size])
        digits = digits[size:]
    return " ".join(parts)


def _foreign(digits: str) -> str:
    one = digits.startswith(_ONE_DIGIT_COUNTRIES)
    size = 1 if one else 2 if _TWO_DIGITS.match(digits) else 3
    return f"+{digits[:size]} {digits[size:]}"
