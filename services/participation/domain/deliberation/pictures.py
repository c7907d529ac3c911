# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The picture of a deliberation, recomputed from the votes and from where the last recompute ended."""

from hashlib import sha256
from typing import Final

import msgspec

from services.participation.domain.deliberation.groups import Held, find_groups
from services.participation.domain.deliberation.opinions import (
    Space,
    extremity,
    find_space,
    joins,
    project,
)
from services.participation.domain.deliberation.statements import (
    Representative,
    consensus,
    divisive,
    priority,
    representative,
    tally,
)

NEW: Final = 1.0
"""Where a statement stands in a component before anybody has voted on it."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Something to agree or disagree with."""

    id: str
    text: str
    language: str
    author: str
    is_seed: bool = False
    is_meta: bool = False
    created_at: int = 0


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Votes as a matrix, with the names of its rows and columns."""

    people: list[str]
    statements: list[Statement]
    votes: list[list[int | None]]

    @property
    def digest(self) -> str:
        """The same for the same votes: reading them again is no recompute."""
        names = [each.id for each in self.statements]
        return sha256(msgspec.json.encode([self.people, names, self.votes])).hexdigest()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """People who vote alike, and the statements that tell them apart."""

    size: int
    representative: list[Representative]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """What a deliberation looks like; ids of statements in their order."""

    statements: list[str] = []
    participants: int = 0
    groups: list[Group] = []
    """In an order that lasts from one recompute to the next."""
    consensus: list[Representative] = []
    divisive: list[int] = []


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A picture and all that the next recompute begins from; people by the names they have here alone."""

    digest: str = ""
    members: list[str] = []
    """Who is grouped; who has been once, stays."""
    first: dict[str, float] = {}
    second: dict[str, float] = {}
    held: Held = Held()
    weights: dict[str, float] = {}
    """What each statement would tell if it were asked next."""
    picture: Picture = Picture()


def recompute(table: Table, before: Kept) -> Kept:
    """The picture now; the same one when nobody has voted since."""
    if table.digest == before.digest:
        return before
    names = [each.id for each in table.statements]
    known = set(before.members)
    inside = joins(table.votes, frozenset(n for n, p in enumerate(table.people) if p in known))
    votes = [table.votes[n] for n in inside]
    start = Space(
        centre=[],
        first=[before.first.get(name, NEW) for name in names],
        second=[before.second.get(name, NEW) for name in names],
    )
    space = find_space(votes, start)
    groups, held = (
        find_groups([project(row, space) for row in votes], before.held)
        if votes and names
        else ([], before.held)
    )
    return Kept(
        digest=table.digest,
        members=[table.people[n] for n in inside],
        first=dict(zip(names, space.first, strict=False)),
        second=dict(zip(names, space.second, strict=False)),
        held=held,
        weights=_weights(table, space if votes else None),
        picture=_picture(table, votes, groups),
    )


def _picture(table: Table, votes: list[list[int | None]], groups: list[int]) -> Picture:
    size = len(table.statements)
    return Picture(
        statements=[each.id for each in table.statements],
        participants=len(table.people),
        groups=[
            Group(
                size=groups.count(group),
                representative=representative(votes, groups, group, size),
            )
            for group in sorted(set(groups))
        ],
        consensus=consensus(table.votes, size) if table.votes else [],
        divisive=divisive(votes, groups, size) if groups else [],
    )


def _weights(table: Table, space: Space | None) -> dict[str, float]:
    everybody = range(len(table.votes))
    weights: dict[str, float] = {}
    for n, each in enumerate(table.statements):
        counted = tally(table.votes, everybody, n)
        passes = counted.seen - counted.agree - counted.disagree
        far = extremity(space, n) if space else 0.0
        weights[each.id] = priority(counted.agree, passes, counted.seen, far, is_meta=each.is_meta)
    return weights
