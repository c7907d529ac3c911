# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Single transferable vote as Scottish councils count it (SSI 2007/42 and 2011/399, schedule 1).

Droop quota; one surplus at a time, the largest first; all papers of the candidate move at
surplus x value / total, cut off after five decimals; then the last is excluded. Whole numbers of
hundred-thousandths throughout.
"""

import msgspec

from services.participation.domain.elections import Election, Tiers
from services.participation.domain.tallies.counts import rankings
from services.participation.domain.tallies.earlier import strongest, weakest
from services.participation.domain.tallies.results import Fate, Result, Step

ONE = 100_000
"""A vote in hundred-thousandths."""

Pile = dict[tuple[int, int], int]
"""Papers of a candidate: (ballot, value) and how many."""


class Count(msgspec.Struct, kw_only=True):
    """The state of the count between two stages."""

    election: Election
    order: list[int]
    papers: list[list[int]]
    piles: list[Pile]
    continuing: set[int]
    quota: int
    stages: list[list[int]] = []
    elected: dict[int, int] = {}
    """Candidate to stage, in order of election."""
    excluded: dict[int, int] = {}
    surplus_of: list[int] = []
    steps: list[Step] = []

    @property
    def open_seats(self) -> int:
        """How many are still to be elected."""
        return self.election.seats - len(self.elected)

    def totals(self) -> list[int]:
        """Votes of everybody, in hundred-thousandths."""
        return [sum(value * n for (_, value), n in pile.items()) for pile in self.piles]


def decimal(votes: int) -> str:
    """Hundred-thousandths as text with five decimals."""
    return f"{votes // ONE}.{votes % ONE:05d}"


def scottish_stv(election: Election, order: list[int]) -> Result:
    """Elect as many as there are seats."""
    count = _start(election, order)
    _close_stage(count, "first", None)
    while count.open_seats and count.continuing:
        if len(count.continuing) <= count.open_seats:
            _elect(count, count.continuing, "last_vacancies")
        elif count.surplus_of:
            _transfer_surplus(count)
        else:
            _exclude(count)
    return Result(
        winners=tuple(count.elected),
        steps=tuple(count.steps),
        fates=_fates(count),
        facts={
            "quota": count.quota // ONE,
            "seats": election.seats,
            "stages": len(count.stages),
            "ballots": election.voters,
            "blank": election.blank,
        },
    )


def _start(election: Election, order: list[int]) -> Count:
    papers = [_until_overvote(tiers) for tiers in rankings(election)]
    continuing = {p for p, option in enumerate(election.options) if not option.withdrawn}
    piles: list[Pile] = [{} for _ in election.options]
    valid = 0
    for ballot, (ranked, weight) in enumerate(zip(papers, election.weights, strict=True)):
        first = next((place for place in ranked if place in continuing), None)
        if first is not None:
            piles[first][ballot, ONE] = weight
            valid += weight
    quota = (valid // (election.seats + 1) + 1) * ONE
    return Count(
        election=election,
        order=order,
        papers=papers,
        piles=piles,
        continuing=continuing,
        quota=quota,
    )


def _until_overvote(tiers: Tiers) -> list[int]:
    ranked: list[int] = []
    for tier in tiers:
        if len(tier) > 1:
            break
        ranked += tier
    return ranked


def _close_stage(count: Count, kind: str, moved: int | None) -> None:
    """Write the stage down and elect whoever has reached the quota."""
    totals = count.totals()
    count.stages.append(totals)
    options = count.election.options
    votes = {options[p].id: decimal(votes) for p, votes in enumerate(totals)}
    facts = {"stage": len(count.stages), "votes": votes}
    count.steps.append(Step(kind=kind, option=moved, facts=facts))
    reached = {place for place in count.continuing if totals[place] >= count.quota}
    _elect(count, reached, "quota")


def _elect(count: Count, reached: set[int], kind: str) -> None:
    left = set(reached)
    totals = count.stages[-1]
    while left and count.open_seats:
        most = max(totals[place] for place in left)
        tied = [place for place in sorted(left) if totals[place] == most]
        chosen = strongest(tied, count.stages[:-1], count.order)
        left.discard(chosen)
        count.continuing.discard(chosen)
        count.elected[chosen] = len(count.stages)
        if totals[chosen] > count.quota:
            count.surplus_of.append(chosen)
        facts = {"stage": len(count.stages), "votes": decimal(totals[chosen]), "by": kind}
        count.steps.append(Step(kind="elected", option=chosen, facts=facts))


def _transfer_surplus(count: Count) -> None:
    totals = count.stages[-1]
    most = max(totals[place] for place in count.surplus_of)
    tied = [place for place in count.surplus_of if totals[place] == most]
    giver = strongest(tied, count.stages[:-1], count.order)
    count.surplus_of.remove(giver)
    total, surplus = totals[giver], totals[giver] - count.quota
    pile, count.piles[giver] = count.piles[giver], {}
    for (ballot, value), papers in pile.items():
        _hand_on(count, ballot, surplus * value // total, papers)
    count.piles[giver] = {(-1, count.quota): 1}
    _close_stage(count, "surplus", giver)


def _hand_on(count: Count, ballot: int, value: int, papers: int) -> None:
    """Move papers to their next continuing candidate, if there is one."""
    following = next((place for place in count.papers[ballot] if place in count.continuing), None)
    if following is not None:
        pile = count.piles[following]
        pile[ballot, value] = pile.get((ballot, value), 0) + papers


def _exclude(count: Count) -> None:
    totals = count.stages[-1]
    fewest = min(totals[place] for place in count.continuing)
    tied = [place for place in sorted(count.continuing) if totals[place] == fewest]
    last = weakest(tied, count.stages[:-1], count.order)
    count.continuing.discard(last)
    count.excluded[last] = len(count.stages)
    pile, count.piles[last] = count.piles[last], {}
    for (ballot, value), papers in pile.items():
        _hand_on(count, ballot, value, papers)
    _close_stage(count, "excluded", last)


def _fates(count: Count) -> tuple[Fate, ...]:
    fates: list[Fate] = []
    for place, option in enumerate(count.election.options):
        stage = count.elected.get(place) or count.excluded.get(place) or len(count.stages)
        votes = count.stages[stage - 1][place]
        facts = {"stage": stage, "votes": decimal(votes), "quota": count.quota // ONE}
        if option.withdrawn:
            code = "withdrawn"
        elif place in count.elected:
            code = "elected"
        else:
            code = "excluded" if place in count.excluded else "not_reached"
        fates.append(Fate(option=place, code=code, facts=facts))
    return tuple(fates)
