# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The electoral register: who may vote, published as a size and a commitment, never as names (E1)."""

import hmac
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

import msgspec

from services.kit.crypto.merkle import Tree, leaf_hash
from services.participation.domain.polls import Eligible


class Elector(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the population register, as far as a vote needs her."""

    person: str
    born: str
    """ISO date."""
    district: str
    registered_from: str
    """ISO date since which she is registered in the district."""


class RollEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may vote in one poll, under the name that only this poll has for her."""

    pseudonym: str
    district: str


def pseudonym_of(pepper: bytes, person: str) -> str:
    """HMAC-SHA256 under the poll's own pepper; gone with it after the appeals (S4)."""
    return hmac.new(pepper, person.encode(), sha256).hexdigest()


def age_on(day: date, born: date) -> int:
    """Whole years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_eligible(rule: Eligible, elector: Elector) -> bool:
    """Age and home on the qualifying date."""
    day = date.fromisoformat(rule.qualifying_date)
    return (
        age_on(day, date.fromisoformat(elector.born)) >= rule.least_age
        and date.fromisoformat(elector.registered_from) <= day
        and (not rule.districts or elector.district in rule.districts)
    )


def make_roll(rule: Eligible, pepper: bytes, electors: Iterable[Elector]) -> list[RollEntry]:
    """Everybody eligible, sorted by pseudonym: the order tells nothing."""
    roll = [
        RollEntry(pseudonym=pseudonym_of(pepper, each.person), district=each.district)
        for each in electors
        if is_eligible(rule, each)
    ]
    return sorted(roll, key=lambda entry: entry.pseudonym)


def roll_root(roll: list[RollEntry]) -> str:
    """The Merkle root over the sorted pseudonyms: nobody can be added later without a trace."""
    return Tree([leaf_hash(entry.pseudonym.encode()) for entry in roll]).root().hex()
