# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Method of Equal Shares: the money is the voters' own, and equal groups decide over equal parts.

(Peters, Pierczynski, Skowron: Proportional participatory budgeting with additive utilities, 2021.)
"""

from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import msgspec

from services.participation.domain.elections import Election
from services.participation.domain.tallies.counts import approvals
from services.participation.domain.tallies.greedy import Greedy, Measure, purse_of, run_greedy
from services.participation.domain.tallies.results import Fate, Result, Step, exact
from services.participation.domain.tallies.shares import (
    Case,
    Purchase,
    Purses,
    holds_between,
    spend,
)


class Completion(StrEnum):
    """How more of the budget is spent after the equal shares themselves."""

    NONE = "none"
    ADD1 = "add1"
    """Give everybody one unit more while the outcome stays within the budget."""
    ADD1_EXHAUSTIVE = "add1-exhaustive"
    """The same, but end as soon as no project fits into what is left."""


class Comparison(StrEnum):
    """A last look at what the greedy rule would have done."""

    NONE = "none"
    PROJECTS = "comparison"
    """Greedy wins if more voters have more approved projects funded by it."""
    EXCLUSION = "exclusion"
    """Greedy wins if more voters have something from it and nothing from equal shares."""


class EqualShares(msgspec.Struct, frozen=True, kw_only=True):
    """One named variant."""

    completion: Completion = Completion.NONE
    utilitarian: bool = False
    """Spend what remains by votes."""
    counted_by_cost: bool = True
    """Utility is the cost of what is funded; else the number of projects, or the points given."""
    whole_endowments: bool = False
    """Add1 continues from endowments rounded down to whole units, as one public tool does."""
    comparison: Comparison = Comparison.NONE

    def __call__(self, election: Election, order: list[int]) -> Result:
        """Buy, complete, compare."""
        return run_equal_shares(self, election, order)


class Spent(NamedTuple):
    """What one endowment bought."""

    total: int
    """What all voters held together, in smallest units."""
    bought: list[Purchase]
    purses: Purses
    overspent: int | None = None
    """The first total at which the outcome would have passed the budget."""


def make_case(election: Election, order: list[int], *, counted_by_cost: bool) -> Case:
    """Supporters of each project by group of ballots; points make unequal supporters."""
    size = len(election.options)
    supporters: list[list[int]] = [[] for _ in range(size)]
    units: list[list[int]] | None = None
    if election.points and not election.is_ranked:
        units = [[] for _ in range(size)]
        common = lcm(*(Fraction(p).denominator for given in election.points for p in given))
        for g, (picks, given) in enumerate(zip(election.picks, election.points, strict=True)):
            for place, point in zip(picks, given, strict=True):
                if point > 0:
                    supporters[place].append(g)
                    units[place].append(int(point * common))
    else:
        for g, picks in enumerate(approvals(election)):
            for place in picks:
                supporters[place].append(g)
    for place, option in enumerate(election.options):
        if option.withdrawn:
            supporters[place] = []
            if units:
                units[place] = []
    return Case(
        costs=[option.cost for option in election.options],
        supporters=supporters,
        units=units,
        weights=election.weights,
        voters=election.voters,
        order=order,
        counted_by_cost=counted_by_cost,
    )


def run_equal_shares(variant: EqualShares, election: Election, order: list[int]) -> Result:
    """The whole rule, with its proof in exact numbers."""
    purse, options = purse_of(election), election.options
    able = [place for place, option in enumerate(options) if not option.withdrawn]
    if sum(options[place].cost for place in able) <= purse.budget:
        return _everything(election, able)
    if not election.voters:
        return Result(winners=(), facts={"budget": purse.budget, "cost": 0})
    case = make_case(election, order, counted_by_cost=variant.counted_by_cost)
    result = _explain(election, case, _complete(variant, case, purse.budget, purse.unit))
    if variant.utilitarian:
        result = _fill(election, order, result)
    if variant.comparison is not Comparison.NONE:
        result = _compare(variant.comparison, election, order, result)
    return result


def _everything(election: Election, able: list[int]) -> Result:
    cost = sum(election.options[place].cost for place in able)
    return Result(
        winners=tuple(able),
        fates=tuple(Fate(option=place, code="all_fit") for place in able),
        steps=(Step(kind="all_fit", facts={"cost": cost}),),
        facts={"budget": purse_of(election).budget, "cost": cost},
    )


def _complete(variant: EqualShares, case: Case, budget: int, unit: int) -> Spent:
    """The last outcome within the budget."""
    spent = Spent(budget, *spend(case, budget))
    if variant.completion is Completion.NONE:
        return spent
    step = unit * case.voters
    following = budget // step * step if variant.whole_endowments else budget
    able = case.candidates()
    ladder = Ladder(case, step)
    while len(spent.bought) < len(able):
        if variant.completion is Completion.ADD1_EXHAUSTIVE and _exhausts(case, spent, budget):
            break
        more = ladder.next(spent, following)
        if _cost(case, more) > budget:
            return spent._replace(overspent=more.total)
        spent, following = more, more.total
    return spent


class Ladder:
    """Add1, one unit after the other, without climbing rungs on which nothing can change.

    Tries a far rung first; where the outcome provably stays the same on the way it steps there,
    else it halves the distance. Rungs tried are kept, so none is computed twice.
    """

    def __init__(self, case: Case, step: int) -> None:
        """Climb in steps of one unit for every voter."""
        self.case = case
        self.step = step
        self.reach = 1
        self.tried: dict[int, Spent] = {}

    def _try(self, total: int) -> Spent:
        if total not in self.tried:
            self.tried[total] = Spent(total, *spend(self.case, total))
        return self.tried[total]

    def next(self, spent: Spent, total: int) -> Spent:
        """The next rung that may differ; or a further one, when those between are all the same."""
        while self.reach > 1:
            far = self._try(total + self.reach * self.step)
            if holds_between(spent.bought, far.bought):
                self.reach *= 2
                return self._pass(far)
            self.reach //= 2
        near = self._try(total + self.step)
        if [p.project for p in near.bought] == [p.project for p in spent.bought]:
            self.reach = 2
        return self._pass(near)

    def _pass(self, spent: Spent) -> Spent:
        self.tried = {t: s for t, s in self.tried.items() if t > spent.total}
        return spent


def _cost(case: Case, spent: Spent) -> int:
    return sum(case.costs[purchase.project] for purchase in spent.bought)


def _exhausts(case: Case, spent: Spent, budget: int) -> bool:
    """Whether no project that anybody supports fits into what is left."""
    chosen = {purchase.project for purchase in spent.bought}
    left = budget - _cost(case, spent)
    return not any(p not in chosen and case.costs[p] <= left for p in case.candidates())


def _explain(election: Election, case: Case, spent: Spent) -> Result:
    steps = [
        Step(
            kind="bought",
            option=purchase.project,
            facts={
                "round": number,
                "price": exact(Fraction(*purchase.price)),
                "value": exact(Fraction(*purchase.value)),
                "votes": case.support[purchase.project],
                "cost": case.costs[purchase.project],
            },
        )
        for number, purchase in enumerate(spent.bought, 1)
    ]
    fates = [Fate(option=s.option or 0, code="bought", facts=s.facts) for s in steps]
    bought = {purchase.project for purchase in spent.bought}
    rest = [place for place in range(len(election.options)) if place not in bought]
    fates += [_why_not(election, case, spent.purses, place) for place in rest]
    over = spent.overspent
    return Result(
        winners=tuple(purchase.project for purchase in spent.bought),
        steps=tuple(steps),
        fates=tuple(fates),
        facts={
            "budget": purse_of(election).budget,
            "cost": _cost(case, spent),
            "endowment": exact(Fraction(spent.total, case.voters)),
            "overspent_at": exact(Fraction(over, case.voters)) if over else 0,
        },
    )


def _why_not(election: Election, case: Case, purses: Purses, place: int) -> Fate:
    option = election.options[place]
    facts = {"cost": option.cost, "votes": case.support[place]}
    if option.withdrawn:
        return Fate(option=place, code="withdrawn", facts=facts)
    if not case.supporters[place] or option.cost == 0:
        return Fate(option=place, code="no_support", facts=facts)
    held = Fraction(*purses.behind(place))
    missing = {**facts, "held": exact(held), "missing": exact(option.cost - held)}
    return Fate(option=place, code="supporters_too_poor", facts=missing)


def _fill(election: Election, order: list[int], result: Result) -> Result:
    """Spend what remains by votes (utilitarian completion)."""
    rest = run_greedy(Greedy(measure=Measure.VOTES), election, order, taken=result.winners)
    filled = set(rest.winners)
    fates = tuple(fate for fate in result.fates if fate.option not in filled)
    more = tuple(
        Fate(option=f.option, code="filled", facts=f.facts)
        for f in rest.fates
        if f.option in filled
    )
    return Result(
        winners=result.winners + rest.winners,
        steps=result.steps + tuple(Step(kind="filled", option=p) for p in rest.winners),
        fates=fates + more,
        facts={**result.facts, "cost": rest.facts["cost"]},
    )


def _compare(
    comparison: Comparison, election: Election, order: list[int], shares: Result
) -> Result:
    greedy = run_greedy(Greedy(measure=Measure.VOTES), election, order)
    first, second = set(shares.winners), set(greedy.winners)
    prefer_shares = prefer_greedy = 0
    for picks, weight in zip(approvals(election), election.weights, strict=True):
        by_shares = sum(1 for place in picks if place in first)
        by_greedy = sum(1 for place in picks if place in second)
        if comparison is Comparison.EXCLUSION:
            by_shares, by_greedy = min(by_shares, 1), min(by_greedy, 1)
        prefer_shares += weight * (by_shares > by_greedy)
        prefer_greedy += weight * (by_greedy > by_shares)
    facts = {"prefer_equal_shares": prefer_shares, "prefer_greedy": prefer_greedy}
    chosen = greedy if prefer_greedy > prefer_shares else shares
    return Result(
        winners=chosen.winners,
        steps=(*chosen.steps, Step(kind="compared", facts=facts)),
        fates=chosen.fates,
        facts={**chosen.facts, **facts, "switched": chosen is greedy},
    )
