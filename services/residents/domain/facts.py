# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody else vouches for about a person, kept apart from what she says herself (cityinfo 1)."""

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from i18n import t
from services.kit.errors import InputInvalid

MOST_LETTERS: Final = 200
OLDEST: Final = date(1890, 1, 1)


class FactKind(StrEnum):
    """What a fact is about."""

    NAME = "name"
    BIRTH = "birth"
    ADDRESS = "address"


class FactSource(StrEnum):
    """Who vouches for it."""

    POPULATION_REGISTER = "population_register"
    EID = "eid"


class PersonName(msgspec.Struct, frozen=True, kw_only=True):
    """A name in its parts."""

    given: str
    family: str


class PostalAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where letters reach a person."""

    street: str
    postal_code: str
    locality: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about a person; None where there is none."""

    name: PersonName | None = None
    birth: date | None = None
    address: PostalAddress | None = None

    def by_kind(self) -> dict[FactKind, "Facts"]:
        """Each fact that is there, alone."""
        each = {
            FactKind.NAME: Facts(name=self.name) if self.name else None,
            FactKind.BIRTH: Facts(birth=self.birth) if self.birth else None,
            FactKind.ADDRESS: Facts(address=self.address) if self.address else None,
        }
        return {kind: fact for kind, fact in each.items() if fact is not None}


class VerifiedFact(msgspec.Struct, frozen=True, kw_only=True):
    """One fact, who vouches for it, and when that was checked. She cannot change it here."""

    person: str
    kind: FactKind
    fact: Facts
    source: FactSource
    checked_at: int
    """UTC milliseconds."""


class SelfGiven(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of herself; nobody has checked it, and it never replaces a verified fact."""

    person: str
    called: str = ""
    """What she wants to be called."""
    birth: date | None = None
    address: PostalAddress | None = None
    version: int = 0
    updated_at: int | None = None


def check_self_given(given: SelfGiven, *, today: date) -> SelfGiven:
    """The same, tidied. InputInvalid names what cannot be."""
    if len(given.called.strip()) > MOST_LETTERS:
        raise InputInvalid(path=("calledName",), max=MOST_LETTERS)
    if given.birth is not None and not OLDEST <= given.birth <= today:
        raise InputInvalid(
            t("residents.birth_invalid", "Födelsedatumet stämmer inte. Skriv det som 1990-05-31."),
            path=("birthDate",),
        )
    address = given.address
    if address is not None:
        parts = (address.street, address.postal_code, address.locality)
        if not all(part.strip() and len(part) <= MOST_LETTERS for part in parts):
            raise InputInvalid(
                t(
                    "residents.letter_invalid",
                    "Adressen är för kort eller för lång. Skriv gata, postnummer och ort.",
                ),
                path=("address",),
            )
    return msgspec.structs.replace(given, called=given.called.strip())
