# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Budget by votes: take projects from the top as long as they fit, under one of several named rules."""

from enum import StrEnum
from fractions import Fraction

import msgspec

from services.participation.domain.elections import Election, Purse
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.counts import points, votes
from services.participation.domain.tallies.results import Fate, Result, Step, exact


class OnTooDear(StrEnum):
    """What happens at a project that does not fit into what is left."""

    SKIP = "skip"
    STOP = "stop"
    STOP_AT_FOUR_FIFTHS = "stop-80"
    """Stop, but fund that project if what is left covers four fifths of it (Poznań)."""


class Measure(StrEnum):
    """What projects are ordered by."""

    POINTS = "points"
    """Points where ballots have them, else votes."""
    VOTES = "votes"
    PUBLISHED = "published"
    """The score the organiser published: weighting outside the file is taken over."""


class Greedy(msgspec.Struct, frozen=True, kw_only=True):
    """One named variant."""

    on_too_dear: OnTooDear = OnTooDear.SKIP
    measure: Measure = Measure.POINTS
    cheapest_first: bool = True
    """Among equals the cheapest first, then the announced order; else the announced order alone."""
    threshold: bool = False

    def __call__(self, election: Election, order: list[int]) -> Result:
        """Fund projects by the measure, best first."""
        return run_greedy(self, election, order)


def purse_of(election: Election) -> Purse:
    """The money, or a refusal for an election without any."""
    if election.purse is None:
        raise Refused("RULE_NEEDS_BUDGET", "This rule spends a budget; the file holds none.")
    return election.purse


def scores(election: Election, measure: Measure) -> list[Fraction | int]:
    """What projects are ordered by, exact."""
    if measure is Measure.VOTES:
        return list(votes(election))
    computed = points(election)
    if measure is Measure.POINTS:
        return computed
    return [
        next(
            (v for v in (option.published_score, option.published_votes) if v is not None), counted
        )
        for option, counted in zip(election.options, computed, strict=True)
    ]


def run_greedy(
    variant: Greedy, election: Election, order: list[int], taken: tuple[int, ...] = ()
) -> Result:
    """Go down the list; `taken` are already paid for (a completion of another rule)."""
    purse, options = purse_of(election), election.options
    score = scores(election, variant.measure)
    ranked = sorted(
        (place for place in range(len(options)) if place not in taken),
        key=lambda place: (
            -score[place],
            options[place].cost if variant.cheapest_first else 0,
            order[place],
        ),
    )
    left = purse.budget - sum(options[place].cost for place in taken)
    winners: list[int] = []
    steps: list[Step] = []
    fates: list[Fate] = []
    stopped: int | None = None
    for place in ranked:
        cost = options[place].cost
        facts = {"score": exact(score[place]), "cost": cost, "left": left}
        if (code := _obstacle(variant, election, place, score[place])) is not None:
            fates.append(Fate(option=place, code=code, facts=facts))
            continue
        if stopped is not None:
            fates.append(Fate(option=place, code="stopped", facts={**facts, "at": stopped}))
            continue
        fits = cost <= left
        if not fits and variant.on_too_dear is not OnTooDear.SKIP:
            stopped = place
            fits = variant.on_too_dear is OnTooDear.STOP_AT_FOUR_FIFTHS and 5 * left >= 4 * cost
        steps.append(Step(kind="funded" if fits else "too_dear", option=place, facts=facts))
        if fits:
            winners.append(place)
            left -= cost
            fates.append(Fate(option=place, code="funded", facts=facts))
        else:
            missing = {**facts, "missing": cost - left}
            fates.append(Fate(option=place, code="too_dear", facts=missing))
    cost = purse.budget - left
    return Result(
        winners=tuple(winners),
        steps=tuple(steps),
        fates=tuple(fates),
        facts={"budget": purse.budget, "cost": cost},
    )


def _obstacle(variant: Greedy, election: Election, place: int, score: Fraction | int) -> str | None:
    if election.options[place].withdrawn:
        return "withdrawn"
    if variant.threshold and score < purse_of(election).threshold:
        return "below_threshold"
    return None
