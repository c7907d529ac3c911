# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Schulze: strongest paths of pairwise victories, by winning votes (widest path, Floyd-Warshall)."""

from services.participation.domain.elections import Election
from services.participation.domain.tallies.counts import pairwise
from services.participation.domain.tallies.results import Fate, Result, Step


def strengths(d: list[list[int]]) -> list[list[int]]:
    """p[a][b]: the widest path from a to b; a link counts only where a beats b."""
    size = len(d)
    p = [[d[a][b] if a != b and d[a][b] > d[b][a] else 0 for b in range(size)] for a in range(size)]
    for k in range(size):
        through = p[k]
        for a in range(size):
            if a == k or not (width := p[a][k]):
                continue
            row = p[a]
            for b in range(size):
                if b not in (a, k):
                    wide = min(width, through[b])
                    row[b] = max(row[b], wide)
    return p


def ranking(p: list[list[int]], able: list[int], order: list[int]) -> list[int]:
    """Winners of what is left, again and again; several winners stand in the announced order."""
    left = list(able)
    ranked: list[int] = []
    while left:
        best = [a for a in left if all(p[a][b] >= p[b][a] for b in left)]
        first = min(best, key=order.__getitem__)
        ranked.append(first)
        left.remove(first)
    return ranked


def schulze(election: Election, order: list[int]) -> Result:
    """The option that no other beats by a stronger path."""
    d = pairwise(election)
    p = strengths(d)
    able = [place for place, option in enumerate(election.options) if not option.withdrawn]
    ids = [option.id for option in election.options]
    ranked = ranking(p, able, order) if election.weights else []
    winners = ranked[: election.seats]
    fates = [
        Fate(option=place, code="elected", facts={}) if place in winners
        else _why_not(place, d, p, winners)
        for place in range(len(ids))
    ]  # fmt: skip
    return Result(
        winners=tuple(winners),
        steps=(
            Step(kind="pairwise", facts=_matrix(ids, d)),
            Step(kind="strengths", facts=_matrix(ids, p)),
            Step(kind="ranking", facts={"ranking": [ids[place] for place in ranked]}),
        ),
        fates=tuple(fates),
        facts={
            "ranking": [ids[place] for place in ranked],
            "ballots": election.voters,
            "blank": election.blank,
        },
    )


def _why_not(place: int, d: list[list[int]], p: list[list[int]], winners: list[int]) -> Fate:
    if not winners:
        return Fate(option=place, code="no_votes")
    rival = winners[0]
    facts = {"rival": rival, "against": p[rival][place], "for": p[place][rival],
             "direct_against": d[rival][place], "direct_for": d[place][rival]}  # fmt: skip
    code = "beaten" if p[rival][place] > p[place][rival] else "lost_lot"
    return Fate(option=place, code=code, facts=facts)


def _matrix(ids: list[str], values: list[list[int]]) -> dict[str, dict[str, int]]:
    return {a: {b: values[i][j] for j, b in enumerate(ids) if i != j} for i, a in enumerate(ids)}
