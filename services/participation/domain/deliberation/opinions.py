# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The opinion space: votes as a matrix, two principal components, people as points.

Agree is +1, disagree -1, pass 0, not seen None. Plain Python; the numbers are for showing groups, not
for deciding anything, so floats are fine here.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

import msgspec

ROUNDS: Final = 100
STILL: Final = 1e-12
"""A component that moves less than this has been found."""
NOTHING: Final = 1e-20
"""What is left of a square beside this share of it is rounding, not opinion."""
LEAST_VOTES: Final = 7
LEAST_PEOPLE: Final = 15

Votes = Sequence[Sequence[int | None]]
"""A row per participant, a column per statement."""
Point = tuple[float, float]


class Space(msgspec.Struct, frozen=True, kw_only=True):
    """Means and components of the statements."""

    centre: list[float]
    first: list[float]
    second: list[float]


def joins(votes: Votes, before: frozenset[int] = frozenset()) -> list[int]:
    """Who is grouped: those with enough votes, those who were in before, the most active up to 15."""
    statements = max((len(row) for row in votes), default=0)
    counts = [sum(v is not None for v in row) for row in votes]
    inside = {
        n for n, count in enumerate(counts) if count >= min(LEAST_VOTES, statements) or n in before
    }
    for n in sorted(range(len(votes)), key=lambda n: (-counts[n], n)):
        if len(inside) >= LEAST_PEOPLE or counts[n] == 0:
            break
        inside.add(n)
    return sorted(inside)


def find_space(votes: Votes, start: Space | None = None) -> Space:
    """Two principal components by power iteration; a missing vote counts as the mean."""
    width = max((len(row) for row in votes), default=0)
    centre: list[float] = []
    for column in range(width):
        given = [v for row in votes if (v := row[column]) is not None]
        centre.append(sum(given) / len(given) if given else 0.0)
    rows = [
        [(n, v - centre[n]) for n, v in enumerate(row) if v is not None and v != centre[n]]
        for row in votes
    ]
    first = _component(rows, _begin(start.first if start else None, width), None)
    second = _component(rows, _begin(start.second if start else None, width), first)
    return Space(centre=centre, first=first, second=second)


def _begin(held: list[float] | None, width: int) -> list[float]:
    """The component of the last time, else one everywhere: from zeros, of too few votes, nothing ever grows."""
    return list(held) if held and any(held) else [1.0] * width


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _without(row: Sequence[float], direction: Sequence[float]) -> list[float]:
    part = _dot(row, direction)
    return [x - part * d for x, d in zip(row, direction, strict=True)]


def _unit(vector: list[float]) -> list[float]:
    length = sqrt(_dot(vector, vector))
    return [x / length for x in vector] if length > 0 else vector


Sparse = list[list[tuple[int, float]]]
"""Rows with the votes that differ from the mean: a person has seen few of the statements."""


def _component(rows: Sparse, start: list[float], other: list[float] | None) -> list[float]:
    """The direction of most spread, at a right angle to `other`."""
    vector = _unit(_apart(start, other))
    for _ in range(ROUNDS):
        pulled = [0.0] * len(vector)
        for row in rows:
            part = 0.0
            for n, x in row:
                part += x * vector[n]
            if part:
                for n, x in row:
                    pulled[n] += part * x
        left = _apart(pulled, other)
        if _dot(left, left) <= NOTHING * _dot(pulled, pulled):
            return [0.0] * len(vector) if other is not None else vector
        following = _unit(left)
        moved = max(abs(a - b) for a, b in zip(vector, following, strict=True))
        vector = following
        if moved < STILL:
            break
    return vector


def _apart(vector: list[float], other: list[float] | None) -> list[float]:
    """The vector without its part along another one."""
    return vector if other is None else _without(vector, other)


def project(row: Sequence[int | None], space: Space) -> Point:
    """Where a person stands, by her own votes alone, stretched by how few they are."""
    x = y = 0.0
    given = 0
    for vote, centre, a, b in zip(row, space.centre, space.first, space.second, strict=True):
        if vote is not None:
            given += 1
            x += (vote - centre) * a
            y += (vote - centre) * b
    stretch = sqrt(len(space.centre) / max(1, given))
    return x * stretch, y * stretch


def extremity(space: Space, statement: int) -> float:
    """How far out somebody stands who has agreed with this statement and nothing else."""
    row: list[int | None] = [None] * len(space.centre)
    row[statement] = 1
    x, y = project(row, space)
    return sqrt(x * x + y * y)
