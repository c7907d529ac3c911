# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The ballots of a .pb file, grouped as text before they are read: identical rows are read once."""

from fractions import Fraction

from services.participation.domain.elections import BallotKind, Election, Option, Purse
from services.participation.domain.formats.numbers import read_count, read_number
from services.participation.domain.formats.pb import (
    Sections,
    cell,
    column,
    read_projects,
    split_sections,
)
from services.participation.domain.refusals import Refused

KINDS = {
    "approval": BallotKind.APPROVAL,
    "ordinal": BallotKind.ORDINAL,
    "cumulative": BallotKind.CUMULATIVE,
    "scoring": BallotKind.SCORING,
    "choose-1": BallotKind.CHOOSE_ONE,
    "choose_1": BallotKind.CHOOSE_ONE,
    "choose1": BallotKind.CHOOSE_ONE,
}
Marks = tuple[tuple[int, ...], tuple[Fraction | int, ...]]


def read_pb(text: str, *, strict: bool = False) -> Election:
    """A whole file. `strict` refuses ballots outside the limits of META instead of noting them."""
    sections = split_sections(text)
    kind = _kind(sections)
    options, purse = read_projects(sections)
    raw = _raw_ballots(sections)
    _check_complete(sections, sum(raw.values()))
    reader = BallotReader(sections, options, purse, kind)
    picks: list[tuple[int, ...]] = []
    points: list[tuple[Fraction | int, ...]] = []
    weights: list[int] = []
    blank = 0
    seen: dict[Marks, int] = {}
    for (vote, score), weight in raw.items():
        marks = reader.read(vote, score, weight)
        if not marks[0]:
            blank += weight
        elif (place := seen.get(marks)) is None:
            seen[marks] = len(picks)
            picks.append(marks[0])
            points.append(marks[1])
            weights.append(weight)
        else:
            weights[place] += weight
    if strict and reader.breaches:
        code, count = next(iter(reader.breaches.items()))
        raise Refused(code, f"{count} ballots break the limits of META ({code}).")
    return Election(
        options=options,
        kind=kind,
        weights=weights,
        picks=picks,
        points=points if kind.has_points else [],
        blank=blank,
        purse=purse,
        meta=sections.meta,
        notes=tuple(f"{code}: {count} ballots" for code, count in reader.breaches.items()),
    )


def _kind(sections: Sections) -> BallotKind:
    name = sections.meta.get("vote_type", "approval").lower() or "approval"
    if name not in KINDS:
        raise Refused("PB_VOTE_TYPE_UNKNOWN", f'META vote_type "{name[:40]}" is not known.')
    return KINDS[name]


def _raw_ballots(sections: Sections) -> dict[tuple[str, str], int]:
    header = sections.vote_header
    at_vote, at_points = column(header, "vote", "votes"), column(header, "points", "scores")
    if at_vote is None:
        raise Refused("PB_UNREADABLE", "VOTES needs the column vote.")
    counted: dict[tuple[str, str], int] = {}
    row: list[str] = []
    for row in sections.votes:
        if any(row):
            key = (row[at_vote] if at_vote < len(row) else "", cell(row, at_points))
            counted[key] = counted.get(key, 0) + 1
    if row and len(row) < at_vote + 1 and len(sections.vote_header) > 1:
        raise Refused("PB_TRUNCATED", "The last row of VOTES is cut off: the file is incomplete.")
    return counted


def _check_complete(sections: Sections, votes: int) -> None:
    for name, rows in (("num_projects", len(sections.projects)), ("num_votes", votes)):
        declared = sections.meta.get(name, "")
        if declared and read_count(declared, f"META {name}") > rows:
            sentence = f"META says {name} {declared}, the file holds {rows}: it is incomplete."
            raise Refused("PB_TRUNCATED", sentence)


class BallotReader:
    """Reads the cells of one ballot and counts the limits of META that ballots break."""

    def __init__(
        self, sections: Sections, options: tuple[Option, ...], purse: Purse, kind: BallotKind
    ) -> None:
        """Remember where each project stands and what META allows."""
        self.kind = kind
        self.places = {option.id: place for place, option in enumerate(options)}
        self.costs = [option.cost for option in options]
        self.breaches: dict[str, int] = {}
        self.limits = {
            name: read_number(value, f"META {name}")
            for name, value in sections.meta.items()
            if name.startswith(("min_", "max_"))
            and name.removeprefix("min_").removeprefix("max_")
            in {"length", "sum_cost", "points", "sum_points"}
            and value
        }
        if kind is BallotKind.CHOOSE_ONE:
            self.limits["max_length"] = Fraction(1)
        self.plain = not self.limits and not kind.has_points
        self.longest = int(self.limits.get("max_length", len(options)))
        for name in ("min_sum_cost", "max_sum_cost"):
            if name in self.limits:
                self.limits[name] *= purse.unit

    def read(self, vote: str, score: str, weight: int) -> Marks:
        """Projects by place with their points, in an order that makes equal ballots equal."""
        if self.plain and vote:
            known = sorted([self.places.get(name, -1) for name in vote.split(",")])
            if known[0] >= 0 and len(known) == len(set(known)):
                return tuple(known), ()
        names = [name.strip() for name in vote.split(",")] if vote else []
        try:
            picks = tuple([self.places[name] for name in names if name])
        except KeyError as unknown:
            sentence = f"A ballot names the project {unknown}, which PROJECTS does not hold."
            raise Refused("BALLOT_UNKNOWN_OPTION", sentence) from unknown
        if len(set(picks)) != len(picks):
            raise Refused("BALLOT_DUPLICATE_OPTION", f'The ballot "{vote[:80]}" repeats a project.')
        marks = self._points(picks, score)
        self._check(picks, marks, weight)
        if self.kind is BallotKind.ORDINAL:
            return picks, marks
        if not marks:
            return tuple(sorted(picks)), ()
        pairs = sorted(zip(picks, marks, strict=True))
        return tuple([place for place, _ in pairs]), tuple([mark for _, mark in pairs])

    def _points(self, picks: tuple[int, ...], score: str) -> tuple[Fraction | int, ...]:
        if self.kind is BallotKind.ORDINAL and (not score or score.count(",") + 1 != len(picks)):
            return tuple([max(self.longest - place, 0) for place in range(len(picks))])
        if not self.kind.has_points or not picks:
            return ()
        cells = [part.strip() for part in score.split(",")] if score else ["1"] * len(picks)
        if len(cells) != len(picks):
            sentence = f"A ballot names {len(picks)} projects and {len(cells)} points."
            raise Refused("BALLOT_POINTS_MISMATCH", sentence)
        read = [int(c) if c.isdigit() else read_number(c, "Points of a ballot") for c in cells]
        if self.kind is BallotKind.CUMULATIVE and any(point < 0 for point in read):
            raise Refused("BALLOT_NEGATIVE_POINTS", "A cumulative ballot gives negative points.")
        return tuple(read)

    def _check(
        self, picks: tuple[int, ...], points: tuple[Fraction | int, ...], weight: int
    ) -> None:
        limits = self.limits
        if not limits:
            return
        measures: list[tuple[str, Fraction | int]] = [("length", len(picks))]
        if "max_sum_cost" in limits or "min_sum_cost" in limits:
            measures.append(("sum_cost", sum([self.costs[place] for place in picks])))
        if points and self.kind is not BallotKind.ORDINAL:
            measures.append(("sum_points", sum(points)))
            measures.append(("points", max(points)))
        for name, value in measures:
            if value > limits.get(f"max_{name}", value):
                self._note(f"BALLOT_OVER_{name.upper()}", weight)
            if picks and name != "points" and value < limits.get(f"min_{name}", value):
                self._note(f"BALLOT_UNDER_{name.upper()}", weight)

    def _note(self, code: str, weight: int) -> None:
        self.breaches[code] = self.breaches.get(code, 0) + weight
