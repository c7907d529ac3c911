# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the city knows of a resident, and the rules for her own words about herself."""

import re
from enum import StrEnum

import msgspec

from i18n import registry, t
from services.kit.errors import InputInvalid, Problem

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL_LENGTH = 254
"""Longest address that mail can carry (RFC 5321)."""

_LETTER_LENGTHS = range(5, 201)


class ContactKind(StrEnum):
    """The ways in which the city may reach a person."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """A person who has met the city: what the register says, and what she chose herself."""

    id: str
    name: str | None = None
    """As the population register spells it; never changed here. None until the register told us."""
    language: str | None = None
    """The language she reads; None until she has chosen."""
    version: int = 0
    """Grows by one with each change; a change must name the version it read."""
    updated_at: int | None = None
    """UTC milliseconds; None while she has changed nothing."""


class ContactWay(msgspec.Struct, frozen=True, kw_only=True):
    """An address of one kind. Changing an address makes it unverified again."""

    resident: str
    kind: ContactKind
    address: str
    verified_at: int | None
    """UTC milliseconds; None while nobody has proved that the address is hers."""


def chosen_language(tag: str) -> str:
    """The language as our registry spells it; UNKNOWN_LOCALE if the city does not have it."""
    if not registry.known(tag):
        raise Problem("UNKNOWN_LOCALE", path=("language",))
    return registry.entry(tag).tag


def contact_address(kind: ContactKind, address: str) -> str:
    """The address in the form we keep: e-mail as written, phone as E.164, a letter's lines."""
    tidy = address.strip()
    if kind is ContactKind.EMAIL and not (len(tidy) <= _EMAIL_LENGTH and _EMAIL.fullmatch(tidy)):
        raise InputInvalid(
            t(
                "residents.email_invalid",
                "E-postadressen stämmer inte. Skriv den som namn@exempel.se.",
            ),
            path=("address",),
        )
    if kind is ContactKind.SMS:
        tidy = _as_e164(tidy)
    if kind is ContactKind.LETTER and len(tidy) not in _LETTER_LENGTHS:
        raise InputInvalid(
            t(
                "residents.letter_invalid",
                "Adressen är för kort eller för lång. Skriv gata, postnummer och ort.",
            ),
            path=("address",),
        )
    return tidy


def _as_e164(number: str) -> str:
    digits = re.sub(r"[\s\-()]", "", number)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+46" + digits[1:]
    if not _PHONE.fullmatch(digits):
        raise InputInvalid(
            t(
                "residents.phone_invalid",
                "Telefonnumret stämmer inte. Skriv det med landsnummer, till exempel +46 70 123 45 67.",
            ),
            path=("address",),
        )
    return digits
