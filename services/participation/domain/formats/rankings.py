# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Collects rankings of named options into an election; every reader of ranked files ends here."""

from collections.abc import Iterable, Sequence

from services.participation.domain.elections import BallotKind, Election, Option, Tiers
from services.participation.domain.refusals import Refused

MOST_OPTIONS = 5000


class RankingReader:
    """Options in order of appearance or as declared, and grouped rankings."""

    def __init__(self, options: Iterable[tuple[str, str]] = (), *, closed: bool = False) -> None:
        """Start with declared options (id, name); `closed` refuses any other."""
        self.places: dict[str, int] = {}
        self.names: list[str] = []
        self.ballots: dict[Tiers, int] = {}
        self.blank = 0
        self.closed = False
        for id, name in options:  # noqa: A001
            if id in self.places:
                raise Refused("OPTION_DUPLICATE", f'The option "{id[:40]}" is declared twice.')
            self.place(id)
            self.names[self.places[id]] = name
        self.closed = closed

    def place(self, id: str) -> int:  # noqa: A002
        """Where an option stands."""
        place = self.places.get(id)
        if place is None:
            if self.closed:
                raise Refused("BALLOT_UNKNOWN_OPTION", f'A ballot names "{id[:40]}".')
            if len(self.places) >= MOST_OPTIONS:
                raise Refused("FILE_UNREADABLE", "The file holds more options than any election.")
            place = self.places[id] = len(self.places)
            self.names.append("")
        return place

    def add(self, tiers: Iterable[Sequence[str]], weight: int = 1) -> None:
        """Count a ballot; empty tiers are skipped ranks and vanish, a repeated option is refused."""
        if weight < 0:
            raise Refused("FILE_UNREADABLE", "A ballot is counted fewer than zero times.")
        ranking = tuple(tuple(sorted(map(self.place, tier))) for tier in tiers if tier)
        flat = [place for tier in ranking for place in tier]
        if len(flat) != len(set(flat)):
            raise Refused("BALLOT_DUPLICATE_OPTION", "A ballot ranks an option twice.")
        if not weight:
            return
        if ranking:
            self.ballots[ranking] = self.ballots.get(ranking, 0) + weight
        else:
            self.blank += weight

    def election(self, *, seats: int = 1, meta: dict[str, str] | None = None) -> Election:
        """What was read, or a refusal when there was no option at all.

        Options that nobody declared stand in the order of their ids: shuffled ballots change nothing.
        """
        if not self.places:
            raise Refused("FILE_UNREADABLE", "The file holds no ballots that can be read.")
        ids = list(self.places)
        listed = (
            list(range(len(ids))) if self.closed else sorted(range(len(ids)), key=ids.__getitem__)
        )
        moved = {old: new for new, old in enumerate(listed)}
        return Election(
            options=tuple(Option(id=ids[place], name=self.names[place]) for place in listed),
            kind=BallotKind.RANKED,
            weights=list(self.ballots.values()),
            tiers=[
                tuple(tuple(sorted(moved[place] for place in tier)) for tier in tiers)
                for tiers in self.ballots
            ],
            blank=self.blank,
            seats=seats,
            meta=meta or {},
        )
