# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Chooses one way for every demand so that all together need the fewest fetches (P8)."""

from __future__ import annotations

from gateway.planner.facts import Demand, Entry, Hop

MAX_NODES = 4_000
MAX_OPTIONS = 12


def prune(options: list[Entry]) -> list[Entry]:
    """Options without those whose hops include all hops of another; cheapest first."""
    if len(options) < 2:  # noqa: PLR2004  one option needs no comparison
        return options
    ordered = sorted(options, key=_rank)
    kept: list[Entry] = []
    for one in ordered:
        hops = one.hops.keys()
        if not any(other.hops.keys() <= hops for other in kept):
            kept.append(one)
    return kept[:MAX_OPTIONS]


def _rank(entry: Entry) -> tuple[int, str, str]:
    return (entry.cost, entry.graph, entry.local or "")


def choose(demands: list[Demand]) -> list[Entry]:
    """One option per demand, minimising the cost of the union of their hops.

    A leaf read after n fetches costs n besides, so that of two ways with equally many fetches the
    one that knows more early wins (what `@provides` promises is used).
    """
    groups: dict[tuple[frozenset[Hop], ...], list[int]] = {}
    for index, demand in enumerate(demands):
        signature = tuple(frozenset(option.hops) for option in demand.options)
        groups.setdefault(signature, []).append(index)
    members = sorted(groups.values(), key=lambda m: (len(demands[m[0]].options), m[0]))
    picks = _solve([_Group(demands[m[0]].options, len(m)) for m in members])
    chosen: dict[int, Entry] = {}
    for group, pick in zip(members, picks, strict=True):
        for index in group:
            chosen[index] = demands[index].options[pick]
    return [chosen[index] for index in range(len(demands))]


class _Group:
    """Leaves that have the same options."""

    __slots__ = ("options", "weights")

    def __init__(self, options: list[Entry], size: int) -> None:
        self.options = options
        self.weights = [option.depth * size for option in options]

    def cost(self, index: int, have: dict[Hop, int]) -> int:
        """What an option adds to the hops there are."""
        hops = self.options[index].hops
        return self.weights[index] + sum(cost for hop, cost in hops.items() if hop not in have)


def _greedy(groups: list[_Group]) -> tuple[int, list[int]]:
    have: dict[Hop, int] = {}
    picks: list[int] = []
    total = 0
    for group in groups:
        costs = [group.cost(index, have) for index in range(len(group.options))]
        pick = costs.index(min(costs))
        total += costs[pick]
        have.update(group.options[pick].hops)
        picks.append(pick)
    return total, picks


def _solve(groups: list[_Group]) -> list[int]:
    best, picks = _greedy(groups)
    if all(len(group.options) == 1 for group in groups):
        return picks
    # What is still to come costs at least its cheapest weights.
    rest = [0] * (len(groups) + 1)
    for index in range(len(groups) - 1, -1, -1):
        rest[index] = rest[index + 1] + min(groups[index].weights)
    nodes = 0
    stack: list[tuple[list[int], dict[Hop, int], int]] = [([], {}, 0)]
    while stack:
        done, have, cost = stack.pop()
        at = len(done)
        if cost + rest[at] >= best:
            continue
        if at == len(groups):
            best, picks = cost, done
            continue
        nodes += 1
        if nodes > MAX_NODES:
            break
        group = groups[at]
        steps = sorted(
            ((group.cost(index, have), index) for index in range(len(group.options))), reverse=True
        )
        if steps[-1][0] == min(group.weights):
            steps = steps[-1:]
        for extra, index in steps:
            if cost + extra + rest[at + 1] < best:
                hops = have | group.options[index].hops
                stack.append(([*done, index], hops, cost + extra))
    return picks
