# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The electoral register: who may vote, published as a size and a commitment, never as names (E1)."""

import hmac
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

import msgspec

from services.kit.crypto.merkle import Tree, leaf_hash
from services.kit.errors import InputInvalid
from services.participation.domain.polls import Eligible, Franchise

YEARS_REGISTERED: Final = 3
"""Foreigners without EU or Nordic citizenship vote after so many years in Sweden (vallagen)."""
BAND: Final = 10


class Citizenship(StrEnum):
    """As far as the right to vote asks."""

    SWEDISH = "swedish"
    EU_NORDIC = "eu-nordic"
    """Of another state of the EU, or of Iceland or Norway."""
    OTHER = "other"


class Elector(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the population register, as far as a vote needs her. No name, no sex."""

    person: str
    born: str
    """ISO date."""
    district: str
    registered_from: str
    """ISO date since which she is registered in the district."""
    citizenship: Citizenship | None = None
    """None: not told; then she votes only where it does not matter."""
    in_sweden_from: str | None = None
    """ISO date since which she has been registered in Sweden without a break."""


class RollEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may vote in one poll, under the name that only this poll has for her."""

    pseudonym: str
    district: str
    age_band: str | None = None
    """Ten years wide, for example 30-39."""


def checked_elector(given: Elector) -> Elector:
    """The elector as it may be taken over; InputInvalid names what cannot be."""
    for name in ("person", "district"):
        if not getattr(given, name).strip():
            raise InputInvalid(path=("electors", name))
    for name in ("born", "registered_from", "in_sweden_from"):
        day = getattr(given, name)
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError as broken:
            raise InputInvalid(path=("electors", name)) from broken
        if day == "":
            raise InputInvalid(path=("electors", name))
    return given


def pseudonym_of(pepper: bytes, person: str) -> str:
    """HMAC-SHA256 under the poll's own pepper; gone with it after the appeals (S4)."""
    return hmac.new(pepper, person.encode(), sha256).hexdigest()


def assisted_serial(pseudonym: str, seed: str) -> bytes:
    """The serial the city draws for a client that cannot blind: pseudonymous, for the city knows it."""
    return sha256(f"{pseudonym} {seed}".encode()).digest()


def age_on(day: date, born: date) -> int:
    """Whole years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_eligible(rule: Eligible, elector: Elector) -> bool:
    """Age, home and right on the qualifying date."""
    day = date.fromisoformat(rule.qualifying_date)
    return (
        age_on(day, date.fromisoformat(elector.born)) >= rule.least_age
        and date.fromisoformat(elector.registered_from) <= day
        and (not rule.districts or elector.district in rule.districts)
        and _has_right(rule.franchise, elector, day)
    )


def _has_right(franchise: Franchise, elector: Elector, day: date) -> bool:
    if franchise is Franchise.RESIDENTS or elector.citizenship is Citizenship.SWEDISH:
        return True
    if franchise is Franchise.CITIZENS or elector.citizenship is None:
        return False
    if elector.citizenship is Citizenship.EU_NORDIC:
        return True
    since = elector.in_sweden_from
    return since is not None and age_on(day, date.fromisoformat(since)) >= YEARS_REGISTERED


def entry_of(rule: Eligible, pepper: bytes, elector: Elector) -> RollEntry:
    """Her line of the roll."""
    age = age_on(date.fromisoformat(rule.qualifying_date), date.fromisoformat(elector.born))
    decade = age - age % BAND
    return RollEntry(
        pseudonym=pseudonym_of(pepper, elector.person),
        district=elector.district,
        age_band=f"{decade}-{decade + BAND - 1}",
    )


def make_roll(rule: Eligible, pepper: bytes, electors: Iterable[Elector]) -> list[RollEntry]:
    """Everybody eligible, sorted by pseudonym: the order tells nothing."""
    roll = [entry_of(rule, pepper, each) for each in electors if is_eligible(rule, each)]
    return sorted(roll, key=lambda entry: entry.pseudonym)


def roll_root(pseudonyms: Iterable[str]) -> str:
    """The Merkle root over the sorted pseudonyms: nobody can be added later without a trace."""
    return Tree([leaf_hash(each.encode()) for each in sorted(pseudonyms)]).root().hex()


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was let onto the roll after its publication, by an appeal (E1): not who."""

    number: int
    """1, 2, 3, ... within the poll."""
    size: int
    root: str
    """Of the roll with her on it."""
    reason: str
    unit: str
    """Who decided the appeal."""
    decided_at: int
