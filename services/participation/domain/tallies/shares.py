# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Equal Shares bought step by step, in whole numbers only.

Money is kept per state, not per voter: all voters with the same history hold the same sum. A
payment that is no whole number multiplies every sum by what makes it whole, so that comparisons,
sums and sorting stay those of integers. That is as quick as floats per group of ballots, and never
in doubt (decision 0801).
"""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from math import gcd, lcm
from operator import itemgetter

import msgspec


class Case(msgspec.Struct, kw_only=True, dict=True):
    """What stays the same whatever voters are given; lists by project and by group of ballots."""

    costs: list[int]
    supporters: list[list[int]]
    units: list[list[int]] | None
    """Utility per supporter where ballots have points; None when everybody counts once."""
    weights: list[int]
    voters: int
    order: list[int]
    counted_by_cost: bool
    """Utility of a project is its cost (effective votes); else one per supporter."""

    @cached_property
    def readers(self) -> list[Callable[[list[int]], tuple[int, ...]]]:
        """For each project what reads its supporters' values out of a list by group."""
        return [_reader(groups) for groups in self.supporters]

    @cached_property
    def heavy(self) -> list[list[int]]:
        """Supporters of each project that stand for several voters."""
        return [[g for g in groups if self.weights[g] > 1] for groups in self.supporters]

    @cached_property
    def support(self) -> list[int]:
        """Votes of each project, or its points."""
        weights = self.weights
        if self.units is None:
            return [sum([weights[g] for g in groups]) for groups in self.supporters]
        return [
            sum([weights[g] * u for g, u in zip(groups, units, strict=True)])
            for groups, units in zip(self.supporters, self.units, strict=True)
        ]

    def most(self, project: int) -> float:
        """The most that a project can be worth: all its supporters pay alike."""
        votes = self.support[project]
        return float(votes) if self.counted_by_cost else votes / self.costs[project]

    def candidates(self) -> list[int]:
        """Projects that can be bought at all: with a price and with support."""
        return [p for p, cost in enumerate(self.costs) if cost > 0 and self.supporters[p]]


class Offer(msgspec.Struct, kw_only=True):
    """A project that its supporters can pay: each pays at most due/people per unit."""

    project: int
    due: int
    people: int
    value: tuple[int, int]
    """What is maximised, as numerator and denominator."""


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """A project bought: the price per unit and the effective votes, as exact fractions."""

    project: int
    price: tuple[int, int]
    value: tuple[int, int]
    rival: float = 0.0
    """No other project was worth more than this when it was bought."""


class Purses:
    """All voters' money while projects are bought."""

    def __init__(self, case: Case, total: int) -> None:
        """Share `total` (smallest units) equally among all voters."""
        self.case = case
        self.scale = case.voters
        self.money = [total]
        self.state = [0] * len(case.weights)
        self.compact = 64
        common = lcm(*(unit for units in case.units or () for unit in units))
        self.per_unit = {u: common // u for units in case.units or () for u in units}

    def offer(self, project: int) -> Offer | None:
        """What the supporters would pay per unit, or None when they cannot."""
        case, money = self.case, self.money
        if case.units is not None:
            return self._offer_by_units(project, case.units[project])
        state, weights = self.state, case.weights
        held = Counter(case.readers[project](state))
        for g in case.heavy[project]:
            held[state[g]] += weights[g] - 1
        due, people = case.costs[project] * self.scale, case.support[project]
        if sum([money[s] * n for s, n in held.items()]) < due:
            return None
        for s in sorted(held, key=money.__getitem__):
            if money[s] * people >= due:
                return self._found(project, due, people)
            due -= money[s] * held[s]
            people -= held[s]
        return None

    def _offer_by_units(self, project: int, units: list[int]) -> Offer | None:
        case, money, per_unit = self.case, self.money, self.per_unit
        held: dict[tuple[int, int], int] = {}
        for g, unit in zip(case.supporters[project], units, strict=True):
            key = (self.state[g], unit)
            held[key] = held.get(key, 0) + case.weights[g]
        due, people = case.costs[project] * self.scale, case.support[project]
        for key in sorted(held, key=lambda key: money[key[0]] * per_unit[key[1]]):
            if money[key[0]] * people >= due * key[1]:
                return self._found(project, due, people)
            due -= money[key[0]] * held[key]
            people -= held[key] * key[1]
        return None

    def _found(self, project: int, due: int, people: int) -> Offer:
        cost = self.case.costs[project] if self.case.counted_by_cost else 1
        value = (cost * self.scale * people, due)
        return Offer(project=project, due=due, people=people, value=value)

    def behind(self, project: int) -> tuple[int, int]:
        """What a project's supporters hold together, as a fraction of smallest units."""
        state, weights, money = self.state, self.case.weights, self.money
        held = sum([money[state[g]] * weights[g] for g in self.case.supporters[project]])
        return held, self.scale

    def pay(self, offer: Offer) -> Purchase:
        """Take the money; those who hold less than their share pay all they have."""
        share = gcd(offer.due, offer.people)
        factor, price = offer.people // share, offer.due // share
        scale = self.scale
        if factor > 1:
            self.money = [sum_ * factor for sum_ in self.money]
            self.scale *= factor
        self._move(offer.project, price)
        return Purchase(
            project=offer.project, price=(offer.due, offer.people * scale), value=offer.value
        )

    def _move(self, project: int, price: int) -> None:
        case, state = self.case, self.state
        before = case.readers[project](state)
        groups = case.supporters[project]
        if case.units is None:
            moved = self._lower(set(before), price)
            for g, s in zip(groups, before, strict=True):
                state[g] = moved[s]
        else:
            units = case.units[project]
            by_unit = {
                unit: self._lower(
                    {s for s, u in zip(before, units, strict=True) if u == unit}, price * unit
                )
                for unit in set(units)
            }
            for g, s, unit in zip(groups, before, units, strict=True):
                state[g] = by_unit[unit][s]
        if len(self.money) > self.compact:
            self._forget_unused()

    def _lower(self, states: set[int], price: int) -> dict[int, int]:
        """New states after a payment of `price`, or of all there is; equal sums are one state."""
        money = self.money
        left = {s: money[s] - price for s in states}
        places: dict[int, int] = {}
        moved: dict[int, int] = {}
        for s, sum_ in left.items():
            rest = max(sum_, 0)
            place = places.get(rest)
            if place is None:
                place = places[rest] = len(money)
                money.append(rest)
            moved[s] = place
        return moved

    def _forget_unused(self) -> None:
        """Merge states of equal money and drop those that nobody is in any more."""
        places: dict[int, int] = {}
        kept = {old: places.setdefault(self.money[old], len(places)) for old in set(self.state)}
        self.state = [kept[s] for s in self.state]
        self.money = list(places)
        self.compact = 4 * len(self.money) + 64


def _reader(groups: list[int]) -> Callable[[list[int]], tuple[int, ...]]:
    if len(groups) > 1:
        return itemgetter(*groups)
    return lambda values: tuple([values[g] for g in groups])


def larger(first: tuple[int, int], second: tuple[int, int]) -> int:
    """1, 0 or -1 as the first fraction is larger, equal or smaller."""
    left, right = first[0] * second[1], second[0] * first[1]
    return (left > right) - (left < right)


def buy(case: Case, total: int) -> list[Purchase]:
    """Buy until no project is affordable; `total` is what all voters hold together."""
    return spend(case, total)[0]


def spend(case: Case, total: int) -> tuple[list[Purchase], Purses]:
    """The same, with what everybody has left."""
    purses = Purses(case, total)
    bounds = {project: case.most(project) * (1 + 1e-9) for project in case.candidates()}
    bought: list[Purchase] = []
    while bounds:
        best: Offer | None = None
        floor = 0.0
        for project in sorted(bounds, key=bounds.__getitem__, reverse=True):
            if best is not None and bounds[project] < floor:
                break
            offer = purses.offer(project)
            if offer is None:
                del bounds[project]
                continue
            value = ratio(offer.value)
            bounds[project] = value * (1 + 1e-9)
            if best is None or _is_better(case, offer, best):
                best, floor = offer, value * (1 - 1e-9)
        if best is None:
            break
        del bounds[best.project]
        rival = max(bounds.values(), default=0.0)
        bought.append(msgspec.structs.replace(purses.pay(best), rival=rival))
    return bought, purses


def holds_between(low: list[Purchase], high: list[Purchase]) -> bool:
    """Whether every endowment between two buys the same projects in the same order as both.

    After the same purchases more money for all leaves everybody with no less and makes no project
    dearer, so worth only grows with the endowment: what won by more than any rival is worth at the
    upper end wins in between, and who cannot pay at the upper end cannot pay below.
    """
    return [p.project for p in low] == [p.project for p in high] and all(
        ratio(a.value) * (1 - 1e-9) > b.rival for a, b in zip(low, high, strict=True)
    )


def ratio(value: tuple[int, int]) -> float:
    """As a float, whatever the length of the integers."""
    shift = max(min(value[0].bit_length(), value[1].bit_length()) - 64, 0)
    return (value[0] >> shift) / (value[1] >> shift)


def _is_better(case: Case, first: Offer, second: Offer) -> bool:
    compared = larger(first.value, second.value)
    if compared:
        return compared > 0
    a, b, support = first.project, second.project, case.support
    return (-support[a], case.costs[a], case.order[a]) < (-support[b], case.costs[b], case.order[b])
