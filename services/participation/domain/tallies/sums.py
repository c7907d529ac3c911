# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rules that add up: plurality, approval, score (sum, mean, median), Borda."""

from collections.abc import Sequence
from fractions import Fraction

from services.participation.domain.elections import BallotKind, Election
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.counts import points, rankings, votes
from services.participation.domain.tallies.results import Exact, Fate, Result, Step, exact


def by_measure(election: Election, order: list[int], measure: Sequence[Exact | None]) -> Result:
    """The best by one measure, as many as there are seats; who has nothing cannot win."""
    able = [
        place
        for place, option in enumerate(election.options)
        if measure[place] is not None and not option.withdrawn
    ]
    ranked = sorted(able, key=lambda place: (-(measure[place] or 0), order[place]))
    winners = ranked[: election.seats]
    last = measure[winners[-1]] if winners else None
    fates: list[Fate] = []
    for place, value in enumerate(measure):
        facts = {"score": exact(value or 0), "needed": exact(last or 0)}
        if place in winners:
            code = "most"
        elif place not in able:
            code = "no_votes"
        else:
            code = "lost_lot" if value == last else "fewer"
        fates.append(Fate(option=place, code=code, facts=facts))
    counts = {election.options[p].id: exact(v or 0) for p, v in enumerate(measure)}
    return Result(
        winners=tuple(winners),
        steps=(Step(kind="counted", facts=counts),),
        fates=tuple(fates),
        facts={"blank": election.blank, "ballots": election.voters},
    )


def _or_none(values: Sequence[Exact]) -> list[Exact | None]:
    return [value or None for value in values]


def plurality(election: Election, order: list[int]) -> Result:
    """Most first places; a ballot with several first places counts for nobody."""
    if not election.is_ranked and election.kind is not BallotKind.ORDINAL:
        return by_measure(election, order, _or_none(votes(election)))
    counted = [0] * len(election.options)
    for tiers, weight in zip(rankings(election), election.weights, strict=True):
        if tiers and len(tiers[0]) == 1:
            counted[tiers[0][0]] += weight
    return by_measure(election, order, _or_none(counted))


def approval(election: Election, order: list[int]) -> Result:
    """Named by most ballots."""
    return by_measure(election, order, _or_none(votes(election)))


def score(election: Election, order: list[int]) -> Result:
    """Largest sum of points; without points each name counts one."""
    if election.is_ranked:
        raise Refused("RULE_NEEDS_POINTS", "This rule needs points; the ballots are rankings.")
    return by_measure(election, order, _or_none(points(election)))


def _marks(election: Election) -> list[list[tuple[Exact, int]]]:
    if not election.points:
        raise Refused("RULE_NEEDS_POINTS", "This rule needs points; the ballots have none.")
    marks: list[list[tuple[Exact, int]]] = [[] for _ in election.options]
    for picks, given, weight in zip(election.picks, election.points, election.weights, strict=True):
        for place, point in zip(picks, given, strict=True):
            marks[place].append((point, weight))
    return marks


def _mean(marks: list[tuple[Exact, int]]) -> Fraction | None:
    weight = sum(w for _, w in marks)
    return Fraction(sum(p * w for p, w in marks)) / weight if weight else None


def _median(marks: list[tuple[Exact, int]]) -> Fraction | None:
    total = sum(w for _, w in marks)
    if not total:
        return None

    passed = 0
    low: Exact | None = None
    for point, weight in sorted(marks):
        passed += weight
        if low is None and passed > (total - 1) // 2:
            low = point
        if passed > total // 2:
            return (Fraction(low or 0) + point) / 2
    return None


def score_mean(election: Election, order: list[int]) -> Result:
    """Highest mean of the points given; who was not marked is not counted down."""
    return by_measure(election, order, [_mean(marks) for marks in _marks(election)])


def score_median(election: Election, order: list[int]) -> Result:
    """Highest median, then highest mean."""
    marks = _marks(election)
    means = [_mean(m) or Fraction(0) for m in marks]
    by_mean = sorted(range(len(order)), key=lambda place: (-means[place], order[place]))
    refined = [by_mean.index(place) for place in range(len(order))]
    return by_measure(election, refined, [_median(m) for m in marks])


def borda(election: Election, order: list[int]) -> Result:
    """Points by rank, equals share; for information only, nothing is decided by it."""
    size = len(election.options)
    total = [Fraction(0)] * size
    for tiers, weight in zip(rankings(election), election.weights, strict=True):
        ranked = {place for tier in tiers for place in tier}
        below = tuple(place for place in range(size) if place not in ranked)
        above = 0
        for tier in (*tiers, below):
            share = size - 1 - above - Fraction(len(tier) - 1, 2)
            for place in tier:
                total[place] += weight * share
            above += len(tier)
    return by_measure(election, order, _or_none(total))
