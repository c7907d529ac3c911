# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Levels of assurance: a closed table from acr values to numbers and flags, never a guess."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

_ELN: Final = "http://id.elegnamnden.se/loa/1.0/"
_SWEDEN_CONNECT: Final = "http://id.swedenconnect.se/loa/1.0/"
_EIDAS: Final = "http://eidas.europa.eu/LoA/"
_EIDAS_OTHER: Final = "http://eidas.europa.eu/NotNotified/LoA/"
_SAMBI: Final = "http://id.sambi.se/loa/"


class Assurance(msgspec.Struct, frozen=True):
    """How sure a sign-in makes us: 0 (nothing known) to 4, and qualities a rule may demand."""

    loa: int
    flags: tuple[str, ...] = ()


NO_ASSURANCE: Final = Assurance(0)

_SWEDISH: Final = ("certified", "resident_number")

ACR_TABLE: Final[Mapping[str, Assurance]] = MappingProxyType(
    {
        **{f"{_ELN}loa{level}": Assurance(level, _SWEDISH) for level in (1, 2, 3, 4)},
        **{
            f"{_SWEDEN_CONNECT}loa{level}-nonresident": Assurance(level, ("certified",))
            for level in (2, 3, 4)
        },
        f"{_SWEDEN_CONNECT}uncertified-loa2": Assurance(2, ("self_declared",)),
        f"{_SWEDEN_CONNECT}uncertified-loa3": Assurance(2, ("self_declared",)),
        f"{_ELN}eidas-low": Assurance(2, ("eidas",)),
        f"{_ELN}eidas-sub": Assurance(3, ("eidas",)),
        f"{_ELN}eidas-high": Assurance(4, ("eidas",)),
        f"{_ELN}eidas-nf-low": Assurance(2, ("eidas", "notified")),
        f"{_ELN}eidas-nf-sub": Assurance(3, ("eidas", "notified")),
        f"{_ELN}eidas-nf-high": Assurance(4, ("eidas", "notified")),
        f"{_EIDAS}low": Assurance(2, ("eidas", "notified")),
        f"{_EIDAS}substantial": Assurance(3, ("eidas", "notified")),
        f"{_EIDAS}high": Assurance(4, ("eidas", "notified")),
        f"{_EIDAS_OTHER}low": Assurance(2, ("eidas",)),
        f"{_EIDAS_OTHER}substantial": Assurance(3, ("eidas",)),
        f"{_EIDAS_OTHER}high": Assurance(4, ("eidas",)),
        f"{_SAMBI}loa2": Assurance(2, ("care_staff",)),
        f"{_SAMBI}loa3": Assurance(3, ("care_staff",)),
    }
)
"""What each acr value is worth. An issuer may have a table of its own; unknown ones are worth 0."""


def assess(acr: str | None, table: Mapping[str, Assurance] = ACR_TABLE) -> Assurance:
    """The worth of an acr value; nothing for none and for one that the table does not name."""
    return table.get(acr, NO_ASSURANCE) if acr else NO_ASSURANCE


def acr_values_for(loa: int) -> tuple[str, ...]:
    """The Swedish acr values that reach the level, weakest first, for a step-up challenge."""
    return tuple(f"{_ELN}loa{level}" for level in range(max(loa, 1), 5))
