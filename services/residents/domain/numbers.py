# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Personal and coordination numbers, as Skatteverket writes them: twelve digits, the last one a check."""

import re
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from services.kit.errors import InputInvalid

_SHAPE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{4})")
_COORDINATION_DAYS: Final = 60
_TEN: Final = 10


class NumberKind(StrEnum):
    """Which sort of number it is."""

    PERSONAL = "personal"
    COORDINATION = "coordination"


class IdentityNumber(msgspec.Struct, frozen=True):
    """A number that holds its check digit. It stands in the vault and nowhere else (V6)."""

    digits: str
    kind: NumberKind

    def __repr__(self) -> str:
        """Never the digits: what is printed or logged tells nothing."""
        return f"IdentityNumber({self.kind.value})"


def read_number(text: str) -> IdentityNumber:
    """The number in twelve digits; a hyphen or space before the last four is allowed."""
    digits = text.strip().replace("-", "").replace(" ", "")
    found = _SHAPE.fullmatch(digits)
    if found is None or not _checks(digits):
        raise InputInvalid(path=("number",))
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    kind = NumberKind.PERSONAL
    if day > _COORDINATION_DAYS:
        kind, day = NumberKind.COORDINATION, day - _COORDINATION_DAYS
    try:
        date(year, month, day)
    except ValueError:
        raise InputInvalid(path=("number",)) from None
    return IdentityNumber(digits, kind)


def _checks(digits: str) -> bool:
    """The Luhn sum over the last ten digits."""
    total = 0
    for place, digit in enumerate(digits[2:]):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // _TEN + doubled % _TEN
    return total % _TEN == 0
