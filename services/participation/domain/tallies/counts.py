# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sums over ballots: votes, points, first places, pairwise preferences."""

from fractions import Fraction

from services.participation.domain.elections import BallotKind, Election, Tiers


def votes(election: Election) -> list[int]:
    """How many ballots name each option; on rankings, how many have it in first place alone or not.

    Ranked ballots approve of what stands in first place; graded ones of what has the best grade.
    """
    counted = [0] * len(election.options)
    for marks, weight in zip(approvals(election), election.weights, strict=True):
        for place in marks:
            counted[place] += weight
    return counted


def approvals(election: Election) -> list[tuple[int, ...]]:
    """The options each group of ballots supports."""
    if election.is_ranked:
        return [tiers[0] if tiers else () for tiers in election.tiers]
    if election.kind is BallotKind.GRADED:
        best = max((max(points) for points in election.points if points), default=0)
        return [
            tuple(p for p, point in zip(picks, points, strict=True) if point == best)
            for picks, points in zip(election.picks, election.points, strict=True)
        ]
    return election.picks


def points(election: Election) -> list[Fraction | int]:
    """Sum of points of each option; ballots without points give one for each name."""
    if not election.points:
        return list(votes(election))
    total: list[Fraction | int] = [0] * len(election.options)
    named = [0] * len(election.options)
    for picks, given, weight in zip(election.picks, election.points, election.weights, strict=True):
        for place, point in zip(picks, given, strict=True):
            total[place] += point * weight
            named[place] += weight
    default = _default_score(election)
    if default:
        everybody = election.voters
        total = [sum_ + default * (everybody - n) for sum_, n in zip(total, named, strict=True)]
    return total


def _default_score(election: Election) -> Fraction:
    if election.kind is not BallotKind.SCORING:
        return Fraction(0)
    return Fraction(election.meta.get("default_score") or 0)


def rankings(election: Election) -> list[Tiers]:
    """Each group of ballots as tiers, best first."""
    if election.is_ranked:
        return election.tiers
    if election.kind is BallotKind.ORDINAL:
        return [tuple((place,) for place in picks) for picks in election.picks]
    if not election.points:
        return [(picks,) for picks in election.picks]
    ranked: list[Tiers] = []
    for picks, given in zip(election.picks, election.points, strict=True):
        levels = sorted(set(given), reverse=True)
        tiers = (
            tuple(place for place, point in zip(picks, given, strict=True) if point == level)
            for level in levels
        )
        ranked.append(tuple(tiers))
    return ranked


def pairwise(election: Election) -> list[list[int]]:
    """d[a][b]: how many voters rank a above b; the unranked stand below all, tied (B4)."""
    size = len(election.options)
    d = [[0] * size for _ in range(size)]
    for tiers, weight in zip(rankings(election), election.weights, strict=True):
        below = set(range(size))
        for tier in tiers:
            below -= set(tier)
            for above in tier:
                row = d[above]
                for option in below:
                    row[option] += weight
    return d
