# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Places in an answer: known when the plan is made except for list indexes, filled in for errors."""

from typing import Any

import msgspec
from graphql import FieldNode, GraphQLError, located_error
from graphql.pyutils import Path

At = tuple[Any, ...] | None
"""Where a generated function's own root lies: (its caller's At, site there, indexes ...)."""

Record = tuple[int, At, tuple[int, ...], Exception]
"""A field error: site, root of the function it arose in, indexes, what was raised."""


class Place(msgspec.Struct, frozen=True):
    """A place relative to the root of a generated function; None stands for a list index."""

    keys: tuple[str | None, ...] = ()
    ranks: tuple[int | None, ...] = ()
    """Position of each field in its selection, to sort errors by document order."""
    types: tuple[str | None, ...] = ()
    """Name of the type that has each field."""

    def field(self, key: str, rank: int, type_name: str) -> "Place":
        """The place of a field of the object here."""
        return Place((*self.keys, key), (*self.ranks, rank), (*self.types, type_name))

    def item(self) -> "Place":
        """The place of any item of the list here."""
        return Place((*self.keys, None), (*self.ranks, None), (*self.types, None))


class Site(msgspec.Struct, frozen=True):
    """A place with the nodes of the document that asked for it."""

    place: Place
    nodes: tuple[FieldNode, ...]


class Sites:
    """All sites of a plan; generated code knows them by their numbers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._sites: list[Site] = []

    def add(self, place: Place, nodes: tuple[FieldNode, ...]) -> int:
        """The number of a new site."""
        self._sites.append(Site(place, nodes))
        return len(self._sites) - 1

    def path(self, site: int, at: At, indexes: tuple[int, ...]) -> list[str | int]:
        """The path of a site in the answer."""
        return _filled(self._sites[site].place.keys, indexes, self._root(at))

    def linked(self, site: int, at: At, indexes: tuple[int, ...]) -> Path:
        """The path as resolvers see it in their info."""
        types: list[str | None] = []
        self._types(site, at, types)
        linked: Path | None = None
        for key, type_name in zip(self.path(site, at, indexes), types, strict=True):
            linked = Path(linked, key, type_name)
        if linked is None:
            raise LookupError("the root of an answer has no path")
        return linked

    def located(self, record: Record) -> GraphQLError:
        """The error of a record, with path and locations; one that has a path keeps it."""
        site, at, indexes, fault = record
        return located_error(fault, list(self._sites[site].nodes), self.path(site, at, indexes))

    def order(self, record: Record) -> tuple[int, ...]:
        """Sorts records by their position in the answer."""
        site, at, indexes, _ = record
        ranks: list[int] = []
        self._ranks(site, at, indexes, ranks)
        return tuple(ranks)

    def _root(self, at: At) -> list[str | int]:
        return [] if at is None else self.path(at[1], at[0], at[2:])

    def _ranks(self, site: int, at: At, indexes: tuple[int, ...], ranks: list[int]) -> None:
        if at is not None:
            self._ranks(at[1], at[0], at[2:], ranks)
        ranks.extend(_filled(self._sites[site].place.ranks, indexes, []))

    def _types(self, site: int, at: At, types: list[str | None]) -> None:
        if at is not None:
            self._types(at[1], at[0], types)
        types.extend(self._sites[site].place.types)


def _filled(pattern: tuple[Any, ...], indexes: tuple[int, ...], path: list[Any]) -> list[Any]:
    following = iter(indexes)
    path.extend(next(following) if step is None else step for step in pattern)
    return path
