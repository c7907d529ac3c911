# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Check digits: personal and coordination numbers (Luhn, lag 1990:1536), bank accounts (ISO 13616)."""

import re

_PERSONAL = (
    r"(?<!\d)(?:(?:18|19|20)\d{2}|\d{2})(?:0[1-9]|1[0-2])"
    r"(?:[0-2]\d|3[01]|6[1-9]|[78]\d|9[01])[-+ ]?\d{4}(?!\d)"
)
PERSONAL_NUMBER = re.compile(_PERSONAL)
"""The shape of a personal number; a coordination number has sixty added to its day."""

_ACCOUNT_MODULUS = 97
_COORDINATION = 60
_PERSONAL_DIGITS = 10


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 -- the digit sum of two digits
    return total % 10 == 0


def is_personal_number(text: str) -> bool:
    """Whether the whole text is a personal or coordination number with a right check digit."""
    return bool(PERSONAL_NUMBER.fullmatch(text)) and luhn_holds(_digits(text)[-_PERSONAL_DIGITS:])


def is_coordination_number(text: str) -> bool:
    """Whether it is one of those with sixty added to the day (samordningsnummer)."""
    day = int(_digits(text)[-6:-4])
    return is_personal_number(text) and day > _COORDINATION


def is_bankgiro(text: str) -> bool:
    """Whether the whole text is a bankgiro number with a right check digit."""
    return bool(re.fullmatch(r"\d{3,4}-\d{4}", text)) and luhn_holds(_digits(text))


def is_account(text: str) -> bool:
    """Whether the whole text is an IBAN whose check digits hold."""
    plain = text.replace(" ", "").replace("\u00a0", "").upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", plain):
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % _ACCOUNT_MODULUS == 1


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
