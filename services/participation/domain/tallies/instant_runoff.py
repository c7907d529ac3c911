# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Instant-runoff: the last is out and their ballots go on, until one has more than half."""

from services.participation.domain.elections import Election, Tiers
from services.participation.domain.tallies.counts import rankings
from services.participation.domain.tallies.earlier import strongest, weakest
from services.participation.domain.tallies.results import Fate, Result, Step

LAST_TWO = 2


def instant_runoff(election: Election, order: list[int]) -> Result:
    """An overvote exhausts the ballot at that rank; skipped ranks are skipped."""
    ballots = list(zip(map(_until_overvote, rankings(election)), election.weights, strict=True))
    continuing = {p for p, option in enumerate(election.options) if not option.withdrawn}
    rounds: list[list[int]] = []
    steps: list[Step] = []
    out: dict[int, int] = {}
    winner: int | None = None
    while continuing and winner is None:
        votes, exhausted = _count(ballots, continuing, len(election.options))
        rounds.append(votes)
        ids = {election.options[p].id: votes[p] for p in sorted(continuing)}
        facts = {"round": len(rounds), "votes": ids, "exhausted": exhausted + election.blank}
        if not sum(votes):
            steps.append(Step(kind="round", facts=facts))
            break
        winner = _winner(votes, continuing, rounds, order)
        if winner is None:
            fewest = min(votes[place] for place in continuing)
            tied = [place for place in sorted(continuing) if votes[place] == fewest]
            last = weakest(tied, rounds[:-1], order)
            continuing.discard(last)
            out[last] = len(rounds)
            steps.append(Step(kind="eliminated", option=last, facts={**facts, "tied": len(tied)}))
        else:
            steps.append(Step(kind="elected", option=winner, facts=facts))
    return Result(
        winners=() if winner is None else (winner,),
        steps=tuple(steps),
        fates=_fates(election, out, winner, rounds),
        facts={"rounds": len(rounds), "ballots": election.voters, "blank": election.blank},
    )


def _until_overvote(tiers: Tiers) -> list[int]:
    ranked: list[int] = []
    for tier in tiers:
        if len(tier) > 1:
            break
        ranked += tier
    return ranked


def _count(
    ballots: list[tuple[list[int], int]], continuing: set[int], size: int
) -> tuple[list[int], int]:
    votes, exhausted = [0] * size, 0
    for ranked, weight in ballots:
        choice = next((place for place in ranked if place in continuing), None)
        if choice is None:
            exhausted += weight
        else:
            votes[choice] += weight
    return votes, exhausted


def _winner(
    votes: list[int], continuing: set[int], rounds: list[list[int]], order: list[int]
) -> int | None:
    most = max(votes[place] for place in continuing)
    leaders = [place for place in sorted(continuing) if votes[place] == most]
    if 2 * most > sum(votes) or len(continuing) <= LAST_TWO:
        return leaders[0] if len(leaders) == 1 else strongest(leaders, rounds[:-1], order)
    return None


def _fates(
    election: Election, out: dict[int, int], winner: int | None, rounds: list[list[int]]
) -> tuple[Fate, ...]:
    fates: list[Fate] = []
    for place, option in enumerate(election.options):
        last = out.get(place, len(rounds))
        votes = rounds[last - 1][place] if rounds else 0
        facts = {"round": last, "votes": votes}
        if option.withdrawn:
            code = "withdrawn"
        elif place == winner:
            code = "elected"
        else:
            code = "eliminated" if place in out else "runner_up"
        fates.append(Fate(option=place, code=code, facts=facts))
    return tuple(fates)
