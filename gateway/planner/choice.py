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
    """One option per demand, minimising the cost of the union of their hops."""
    groups: dict[tuple[frozenset[Hop], ...], list[int]] = {}
    for index, demand in enumerate(demands):
        signature = tuple(frozenset(option.hops) for option in demand.options)
        groups.setdefault(signature, []).append(index)
    members = sorted(groups.values(), key=lambda m: (len(demands[m[0]].options), m[0]))
    picks = _solve([demands[m[0]].options for m in members])
    chosen: dict[int, Entry] = {}
    for group, pick in zip(members, picks, strict=True):
        for index in group:
            chosen[index] = demands[index].options[pick]
    return [chosen[index] for index in range(len(demands))]


def _cost(option: Entry, have: dict[Hop, int]) -> int:
    return sum(cost for hop, cost in option.hops.items() if hop not in have)


def _greedy(groups: list[list[Entry]]) -> tuple[int, list[int]]:
    have: dict[Hop, int] = {}
    picks: list[int] = []
    for options in groups:
        pick = min(range(len(options)), key=lambda i: (_cost(options[i], have), i))
        have.update(options[pick].hops)
        picks.append(pick)
    return sum(have.values()), picks


def _solve(groups: list[list[Entry]]) -> list[int]:
    best, picks = _greedy(groups)
    if all(len(options) == 1 for options in groups):
        return picks
    floor = [min(option.cost for option in options) for options in groups]
    if best <= max(floor, default=0):
        return picks
    nodes = 0
    stack: list[tuple[list[int], dict[Hop, int], int]] = [([], {}, 0)]
    while stack:
        done, have, cost = stack.pop()
        if cost >= best:
            continue
        if len(done) == len(groups):
            best, picks = cost, done
            continue
        nodes += 1
        if nodes > MAX_NODES:
            break
        options = groups[len(done)]
        steps = sorted(
            ((_cost(option, have), index) for index, option in enumerate(options)), reverse=True
        )
        if steps[-1][0] == 0:
            steps = steps[-1:]
        for extra, index in steps:
            if cost + extra < best:
                stack.append(([*done, index], have | options[index].hops, cost + extra))
    return picks
