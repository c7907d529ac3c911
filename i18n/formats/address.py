# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Postal addresses in Swedish order, isolated where the reader's language runs from the right."""

import msgspec

from i18n.formats.isolates import isolate


class Address(msgspec.Struct, frozen=True):
    """An address as folkbokföringen writes it; `postal_code` is five digits, with or without a space."""

    street: str
    postal_code: str
    city: str
    care_of: str = ""
    country: str = ""


def format_address(address: Address, locale: str, *, separator: str = ", ") -> str:
    """The address in one piece; its parts stay as they are written in Sweden in every language."""
    code = "".join(address.postal_code.split())
    code = f"{code[:3]} {code[3:]}" if len(code) == len("12345") and code.isdigit() else code
    care_of = f"c/o {address.care_of}" if address.care_of else ""
    lines = (care_of, address.street, f"{code} {address.city}".strip(), address.country)
    return separator.join(isolate(line, locale) for line in lines if line)
