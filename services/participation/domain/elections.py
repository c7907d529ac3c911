# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An election as every rule sees it: options, identical ballots grouped, a purse if money is spent.

Ballots are columns, not objects: a city of a million voters has far fewer distinct ballots, and
rules walk over weights and marks side by side.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Any

import msgspec

Tiers = tuple[tuple[int, ...], ...]
"""A ranking: groups of equal options, best first; what is missing stands below all, tied."""


class BallotKind(StrEnum):
    """What a voter was asked to write down."""

    CHOOSE_ONE = "choose-1"
    APPROVAL = "approval"
    ORDINAL = "ordinal"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    RANKED = "ranked"
    GRADED = "graded"

    @property
    def has_points(self) -> bool:
        """Whether marks carry numbers."""
        return self in (self.ORDINAL, self.CUMULATIVE, self.SCORING, self.GRADED)


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can win: a candidate, an answer, a project with its price."""

    id: str
    name: str = ""
    cost: int = 0
    """In the smallest unit of the purse."""
    withdrawn: bool = False
    """Admitted to the ballot, later withdrawn: keeps its votes, can never win."""
    published_votes: int | None = None
    published_score: Fraction | None = None
    published_selected: int | None = None
    """What the organiser published: 0 no, 1 yes, 2 and 3 explained in the file's comment."""
    facts: dict[str, str] = {}


class Purse(msgspec.Struct, frozen=True, kw_only=True):
    """The money of a participatory budget, in whole smallest units."""

    budget: int
    unit: int = 1
    """How many smallest units one unit of the currency has (1 krona = 100 öre)."""
    threshold: Fraction = Fraction(0)
    """Fewest votes or points a project needs under the rules that have a threshold."""
    fully_funded: bool = False
    currency: str = ""


class Election(msgspec.Struct, frozen=True, kw_only=True):
    """Options and grouped ballots; `picks` and `points` for marks, `tiers` for rankings."""

    options: tuple[Option, ...]
    kind: BallotKind
    weights: list[int]
    picks: list[tuple[int, ...]] = []
    points: list[tuple[Fraction | int, ...]] = []
    tiers: list[Tiers] = []
    blank: int = 0
    """Ballots without a mark: they count as voters and choose nothing."""
    purse: Purse | None = None
    seats: int = 1
    meta: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    """What a lenient reading accepted and a strict one would not."""

    @property
    def voters(self) -> int:
        """Everybody who handed in a ballot."""
        return sum(self.weights) + self.blank

    @property
    def is_ranked(self) -> bool:
        """Whether ballots are rankings with possible ties."""
        return self.kind is BallotKind.RANKED


def group(ballots: list[Any]) -> tuple[list[Any], list[int]]:
    """Distinct ballots in order of first appearance, and how many of each."""
    counted: dict[Any, int] = {}
    for ballot in ballots:
        counted[ballot] = counted.get(ballot, 0) + 1
    return list(counted), list(counted.values())
