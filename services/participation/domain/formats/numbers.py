# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers as cities write them: 322239.55, 322 239,55, 1e6; always exact."""

import re
from fractions import Fraction

from services.participation.domain.refusals import Refused

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?\Z")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}\Z")
"""12,000 is twelve thousand: money has two decimals, not three."""
LONGEST = 40
LARGEST = 10**18
"""Nothing a city counts or pays is larger; a longer number is a mistake."""


def read_number(text: str, where: str) -> Fraction:
    """Read a decimal number with comma or point; blanks and thin spaces may group thousands."""
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    if plain.count(",") == 1 and "." not in plain and not _THOUSANDS.match(plain):
        plain = plain.replace(",", ".")
    elif "," in plain:
        plain = plain.replace(",", "")
    if len(plain) > LONGEST or not _PLAIN.match(plain):
        raise Refused("NUMBER_INVALID", f'{where}: "{text[:40]}" is no number.')
    number = Fraction(plain)
    if abs(number) > LARGEST:
        raise Refused("NUMBER_INVALID", f'{where}: "{text[:40]}" is too large.')
    return number


def read_count(text: str, where: str) -> int:
    """Read a whole number of zero or more."""
    number = read_number(text, where)
    if number.denominator != 1 or number < 0:
        raise Refused("NUMBER_INVALID", f'{where}: "{text[:40]}" is no whole number.')
    return number.numerator


def smallest_units(amounts: list[Fraction]) -> int:
    """How many smallest units one unit needs so that all amounts are whole."""
    unit = 1
    for amount in amounts:
        while (amount * unit).denominator != 1:
            unit *= 10
    return unit
