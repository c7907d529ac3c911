# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opinion groups: k-means in two steps, the number of groups by silhouette, steady over recomputes."""

from collections.abc import Sequence
from math import dist
from typing import Final

import msgspec

from services.participation.domain.deliberation.opinions import Point

MOST_BASE: Final = 100
MOST_GROUPS: Final = 5
STEADY: Final = 4
"""So many recomputes in a row must prefer another number before it is shown."""
ROUNDS: Final = 60


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The number of groups that is shown, and what recomputes have asked for lately."""

    k: int = 0
    candidate: int = 0
    times: int = 0


def most_groups(base: int) -> int:
    """How many groups may be tried for so many base points."""
    return min(MOST_GROUPS, 2 + base // 12)


def distinct(points: Sequence[Point], k: int) -> list[Point]:
    """The first k different points."""
    return list(dict.fromkeys(points))[:k]


def k_means(
    points: Sequence[Point], weights: Sequence[int], start: list[Point]
) -> tuple[list[int], list[Point]]:
    """The centre each point belongs to, and the centres."""
    centres = list(start)
    belongs: list[int] = []
    for _ in range(ROUNDS):
        now = [min(range(len(centres)), key=lambda c, p=p: dist(p, centres[c])) for p in points]
        if now == belongs:
            break
        belongs = now
        for c in range(len(centres)):
            mine = [(p, w) for p, w, b in zip(points, weights, belongs, strict=True) if b == c]
            total = sum(w for _, w in mine)
            if total:
                centres[c] = (
                    sum(p[0] * w for p, w in mine) / total,
                    sum(p[1] * w for p, w in mine) / total,
                )
    return belongs, centres


def silhouette(points: Sequence[Point], belongs: Sequence[int]) -> float:
    """Mean silhouette; somebody alone in a group counts as zero."""
    groups: dict[int, list[int]] = {}
    for n, group in enumerate(belongs):
        groups.setdefault(group, []).append(n)
    if len(groups) < 2:  # noqa: PLR2004
        return -1.0
    total = 0.0
    for n, point in enumerate(points):
        mine = groups[belongs[n]]
        if len(mine) == 1:
            continue
        inside = sum(dist(point, points[m]) for m in mine) / (len(mine) - 1)
        outside = min(
            sum(dist(point, points[m]) for m in others) / len(others)
            for group, others in groups.items()
            if group != belongs[n]
        )
        if max(inside, outside) > 0:
            total += (outside - inside) / max(inside, outside)
    return total / len(points)


def find_groups(points: Sequence[Point], shown: Shown) -> tuple[list[int], Shown]:
    """The group of each point, largest group first, and the number that is shown from now on."""
    base_of, base = k_means(points, [1] * len(points), distinct(points, MOST_BASE))
    weights = [base_of.count(b) for b in range(len(base))]
    tried: dict[int, list[int]] = {}
    scores: dict[int, float] = {}
    for k in range(2, most_groups(len(base)) + 1):
        start = distinct(base, k)
        if len(start) == k:
            tried[k], _ = k_means(base, weights, start)
            scores[k] = silhouette(base, tried[k])
    if not tried:
        return [0] * len(points), shown
    steady = settle(shown, max(scores, key=lambda k: (scores[k], -k)))
    k = steady.k if steady.k in tried else max(tried)
    group_of = [tried[k][b] for b in base_of]
    by_size = sorted(set(group_of), key=lambda g: (-group_of.count(g), g))
    return [by_size.index(g) for g in group_of], steady


def settle(shown: Shown, best: int) -> Shown:
    """Change the shown number only when several recomputes in a row agree on another."""
    if shown.k in (0, best):
        return Shown(k=best)
    times = shown.times + 1 if shown.candidate == best else 1
    if times >= STEADY:
        return Shown(k=best)
    return Shown(k=shown.k, candidate=best, times=times)
