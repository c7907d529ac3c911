# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a group thinks: representative statements, consensus, division, and what to ask next."""

from collections.abc import Sequence
from math import sqrt
from typing import Final

import msgspec

from services.participation.domain.deliberation.opinions import Votes

SIGNIFICANT: Final = 1.2816
"""90 % one-sided."""
MOST_SHOWN: Final = 5
META_PRIORITY: Final = 49.0


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Votes on a statement within some people."""

    agree: int
    disagree: int
    seen: int

    @property
    def p_agree(self) -> float:
        """Share of agreement, smoothed."""
        return (self.agree + 1) / (self.seen + 2)

    @property
    def p_disagree(self) -> float:
        """Share of disagreement, smoothed."""
        return (self.disagree + 1) / (self.seen + 2)


class Representative(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that tells a group apart, and from which side."""

    statement: int
    agrees: bool
    strength: float


def prop_test(successes: int, n: int) -> float:
    """How surely more than half, as a z value."""
    return 2 * sqrt(n + 1) * ((successes + 1) / (n + 1) - 0.5)


def two_prop_test(s1: int, s2: int, n1: int, n2: int) -> float:
    """How surely a larger share here than there, as a z value; one is added to all four."""
    s1, s2, n1, n2 = s1 + 1, s2 + 1, n1 + 1, n2 + 1
    pooled = (s1 + s2) / (n1 + n2)
    if pooled in (0.0, 1.0):
        return 0.0
    return (s1 / n1 - s2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))


def tally(votes: Votes, people: Sequence[int], statement: int) -> Tally:
    """Votes of these people on a statement."""
    given = [v for n in people if (v := votes[n][statement]) is not None]
    return Tally(agree=given.count(1), disagree=given.count(-1), seen=len(given))


def tallies(votes: Votes, groups: Sequence[int], statement: int) -> list[Tally]:
    """Votes on a statement, group by group."""
    return [
        tally(votes, [n for n, g in enumerate(groups) if g == group], statement)
        for group in range(max(groups, default=-1) + 1)
    ]


def agree_ratio(by_group: list[Tally], group: int, *, agrees: bool) -> float:
    """How much larger the share is here than among all others."""
    mine = by_group[group]
    others = [each for n, each in enumerate(by_group) if n != group]
    hits = sum(each.agree if agrees else each.disagree for each in others)
    share = mine.p_agree if agrees else mine.p_disagree
    return share / ((hits + 1) / (sum(each.seen for each in others) + 2))


def representative(
    votes: Votes, groups: Sequence[int], group: int, statements: int
) -> list[Representative]:
    """Up to five, at least one: the best agreement first, agreements before disagreements."""
    found: list[Representative] = []
    rest: list[Representative] = []
    for statement in range(statements):
        by_group = tallies(votes, groups, statement)
        one, is_sure = _representative(by_group, group, statement)
        (found if is_sure else rest).append(one)
    found.sort(key=lambda r: (-r.strength, r.statement))
    if not found and rest:
        found = [max(rest, key=lambda r: (r.strength, -r.statement))]
    kept = found[:MOST_SHOWN]
    return sorted(kept, key=lambda r: not r.agrees)


def _representative(
    by_group: list[Tally], group: int, statement: int
) -> tuple[Representative, bool]:
    mine = by_group[group]
    others = [each for n, each in enumerate(by_group) if n != group]
    seen = sum(each.seen for each in others)
    sides: list[tuple[float, bool, bool]] = []
    ratios: list[float] = []
    for agrees in (True, False):
        hits = mine.agree if agrees else mine.disagree
        there = sum(each.agree if agrees else each.disagree for each in others)
        z, rz = prop_test(hits, mine.seen), two_prop_test(hits, there, mine.seen, seen)
        p = mine.p_agree if agrees else mine.p_disagree
        ratio = agree_ratio(by_group, group, agrees=agrees)
        ratios.append(ratio)
        sides.append((ratio * rz * p * z, agrees, z > SIGNIFICANT and rz > SIGNIFICANT))
    agrees = ratios[0] > ratios[1]
    strength, side, _ = sides[0 if agrees else 1]
    is_sure = sides[0][2] or sides[1][2]
    return Representative(statement=statement, agrees=side, strength=strength), is_sure


def consensus(votes: Votes, statements: int) -> list[Representative]:
    """Statements that surely more than half of everybody agree or disagree with, top five."""
    found: list[Representative] = []
    everybody = range(len(votes))
    for statement in range(statements):
        whole = tally(votes, everybody, statement)
        for agrees, hits, p in (
            (True, whole.agree, whole.p_agree),
            (False, whole.disagree, whole.p_disagree),
        ):
            z = prop_test(hits, whole.seen)
            if p > 0.5 and z > SIGNIFICANT:  # noqa: PLR2004
                found.append(Representative(statement=statement, agrees=agrees, strength=p * z))
    return sorted(found, key=lambda r: (-r.strength, r.statement))[:MOST_SHOWN]


def group_aware(by_group: Sequence[Tally]) -> float:
    """Agreement across groups: the product of their shares, so no group is outvoted."""
    product = 1.0
    for each in by_group:
        product *= each.p_agree
    return product


def divisive(votes: Votes, groups: Sequence[int], statements: int) -> list[int]:
    """Statements on which groups differ most, most divisive first."""
    spread: list[tuple[float, int]] = []
    for statement in range(statements):
        shares = [each.p_agree for each in tallies(votes, groups, statement)]
        if len(shares) > 1:
            spread.append((max(shares) - min(shares), -statement))
    return [-n for _, n in sorted(spread, reverse=True)][:MOST_SHOWN]


def priority(agree: int, passes: int, seen: int, extreme: float, *, is_meta: bool = False) -> float:
    """Weight of a statement in the draw for what to ask next."""
    if is_meta:
        return META_PRIORITY
    p = (passes + 1) / (seen + 2)
    a = (agree + 1) / (seen + 2)
    return ((1 - p) * (extreme + 1) * a * (1 + 8 * 2 ** (-seen / 5))) ** 2


def draw(weights: Sequence[tuple[str, float]], chance: float) -> str | None:
    """One of them, by weight; `chance` is a random number from 0 to 1."""
    left = chance * sum(weight for _, weight in weights)
    for name, weight in weights:
        left -= weight
        if left <= 0:
            return name
    return weights[-1][0] if weights else None
