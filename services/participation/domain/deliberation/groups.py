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
ROUNDS: Final = 20
"""Rounds of k-means at most; with centres to begin from it needs far fewer."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The number of groups that is shown, and what recomputes have asked for lately."""

    k: int = 0
    candidate: int = 0
    times: int = 0


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Where a recompute ended: the next one begins there, so that groups stay who they are."""

    shown: Shown = Shown()
    base: list[Point] = []
    centres: dict[str, list[Point]] = {}
    """Centres of the groups, by how many groups there are."""


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


def find_groups(points: Sequence[Point], held: Held) -> tuple[list[int], Held]:
    """The group of each point and where it ended. Groups keep their numbers; new ones: largest first."""
    base_of, base = _base(points, held.base)
    weights = [base_of.count(b) for b in range(len(base))]
    tried: dict[int, list[int]] = {}
    centres: dict[str, list[Point]] = {}
    scores: dict[int, float] = {}
    for k in range(2, most_groups(len(base)) + 1):
        found = _groups(base, weights, k, held.centres.get(str(k), []))
        if found is not None:
            tried[k], centres[str(k)] = found
            scores[k] = silhouette(base, tried[k])
    if not tried:
        return [0] * len(points), Held(shown=held.shown, base=base)
    shown = settle(held.shown, max(scores, key=lambda k: (scores[k], -k)))
    k = shown.k if shown.k in tried else max(tried)
    return [tried[k][b] for b in base_of], Held(shown=shown, base=base, centres=centres)


def _base(points: Sequence[Point], before: list[Point]) -> tuple[list[int], list[Point]]:
    """Up to a hundred base points: all there are, or centres that begin where the last ones ended."""
    start = distinct(points, MOST_BASE + 1)
    if len(start) > MOST_BASE:
        known = set(before)
        start = [*before, *(point for point in start if point not in known)][:MOST_BASE]
    belongs, centres = k_means(points, [1] * len(points), start)
    used = {b: n for n, b in enumerate(sorted(set(belongs)))}
    return [used[b] for b in belongs], [centres[b] for b in used]


def _groups(
    base: list[Point], weights: list[int], k: int, before: list[Point]
) -> tuple[list[int], list[Point]] | None:
    """K groups of base points and their centres; None when there are fewer different points."""
    if len(before) == k:
        belongs, centres = k_means(base, weights, before)
        if len(set(belongs)) == k:
            return belongs, centres
    start = distinct(base, k)
    if len(start) < k:
        return None
    belongs, centres = k_means(base, weights, start)
    size = [sum(w for w, b in zip(weights, belongs, strict=True) if b == c) for c in range(k)]
    by_size = sorted(range(k), key=lambda c: (-size[c], c))
    return [by_size.index(b) for b in belongs], [centres[c] for c in by_size]


def settle(shown: Shown, best: int) -> Shown:
    """Change the shown number only when several recomputes in a row agree on another."""
    if shown.k in (0, best):
        return Shown(k=best)
    times = shown.times + 1 if shown.candidate == best else 1
    if times >= STEADY:
        return Shown(k=best)
    return Shown(k=shown.k, candidate=best, times=times)
