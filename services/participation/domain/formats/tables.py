# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads tables of ballots: a column per rank (the choice in the cell), or a column per option."""

import csv
import io
import re
from enum import StrEnum
from fractions import Fraction

from services.participation.domain.elections import BallotKind, Election, Option
from services.participation.domain.formats.numbers import read_number
from services.participation.domain.formats.rankings import RankingReader
from services.participation.domain.refusals import Refused

_RANK = re.compile(
    r"\W*(rank|choice|preference|pref|vote|val|first|second|third|fourth|fifth|sixth|\d+(st|nd|rd|th))"
    r"[\s_\-.:]*(\d*|choice|preference|rank)\W*\Z",
    re.IGNORECASE,
)
_COUNT = {"count", "n", "weight", "number", "votes", "ballots", "antal"}
_OVERVOTE = {"overvote", "over", "ov"}
_EMPTY = {
    "",
    "skipped",
    "undervote",
    "blank",
    "none",
    "nan",
    "-",
    "na",
    "n/a",
    "exhausted",
    "under",
}


class Cells(StrEnum):
    """What the numbers under an option mean."""

    RANKS = "ranks"
    SCORES = "scores"


def _read(text: str) -> tuple[list[str], list[list[str]]]:
    plain = text.lstrip("\ufeff")
    first = plain.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter) if row]
    return [cell.strip() for cell in rows[0]], rows[1:]


def looks_like_table(text: str) -> bool:
    """Whether a header row names at least two columns and the rows below have as many cells."""
    lines = [line for line in text[:20000].lstrip("\ufeff").splitlines() if line.strip()]
    if len(lines) < 2 or re.search(r"[{>]|^\s*\d+\s*:", lines[0]):  # noqa: PLR2004
        return False
    delimiter = max(",;\t|", key=lines[0].count)
    width = lines[0].count(delimiter)
    cells = [cell.strip(' "') for cell in lines[0].split(delimiter)]
    header = any(_RANK.match(cell) or cell.lower() in _COUNT for cell in cells) or not any(
        cell.isdigit() for cell in cells
    )
    return width >= 1 and header and lines[1].count(delimiter) == width


def read_table(text: str, *, cells: Cells | None = None) -> Election:
    """A table with a header; `cells` says whether numbers are ranks or scores."""
    header, rows = _read(text)
    ranks = [place for place, name in enumerate(header) if _RANK.match(name)]
    count = next((p for p, name in enumerate(header) if name.lower() in _COUNT), None)
    ranks = [place for place in ranks if place != count]
    if ranks and cells is None:
        return _by_rank(rows, ranks, count)
    return _by_option(header, rows, count, cells or Cells.RANKS)


def _weight(row: list[str], place: int | None) -> int:
    if place is None:
        return 1
    text = row[place].strip() if place < len(row) else ""
    if not text.isdigit():
        raise Refused("FILE_UNREADABLE", f'"{text[:40]}" is no count of ballots.')
    return int(text)


def _by_rank(rows: list[list[str]], ranks: list[int], count: int | None) -> Election:
    """An overvote ends the ranking there; a choice repeated later counts at its first rank."""
    reader = RankingReader()
    for row in rows:
        tiers: dict[str, None] = {}
        for place in ranks:
            name = row[place].strip() if place < len(row) else ""
            if name.lower() in _OVERVOTE:
                break
            if name.lower() not in _EMPTY:
                tiers.setdefault(name)
        reader.add([[name] for name in tiers], _weight(row, count))
    return reader.election()


def _by_option(
    header: list[str], rows: list[list[str]], count: int | None, cells: Cells
) -> Election:
    numeric = [
        place
        for place, name in enumerate(header)
        if place != count
        and name
        and name.lower() not in {"id", "voter", "voter_id", "ballot", "ballot_id", "ballotid"}
        and all(_is_mark(row, place) for row in rows)
    ]
    if not numeric:
        raise Refused("FILE_UNREADABLE", "The table holds no column of ranks or scores.")
    if cells is Cells.SCORES:
        return _scores([header[p] for p in numeric], rows, numeric, count)
    reader = RankingReader((header[place], "") for place in numeric)
    for row in rows:
        by_rank: dict[Fraction, list[str]] = {}
        for place in numeric:
            if text := (row[place].strip() if place < len(row) else ""):
                by_rank.setdefault(read_number(text, "A rank"), []).append(header[place])
        by_rank.pop(Fraction(0), None)
        reader.add([by_rank[rank] for rank in sorted(by_rank)], _weight(row, count))
    return reader.election()


def _is_mark(row: list[str], place: int) -> bool:
    text = row[place].strip() if place < len(row) else ""
    return not text or re.fullmatch(r"-?\d+([.,]\d+)?", text) is not None


def _scores(
    names: list[str], rows: list[list[str]], places: list[int], count: int | None
) -> Election:
    ballots: dict[tuple[tuple[int, ...], tuple[Fraction, ...]], int] = {}
    blank = 0
    for row in rows:
        marks = [
            (option, read_number(text, "A score"))
            for option, place in enumerate(places)
            if (text := row[place].strip() if place < len(row) else "")
        ]
        key = (tuple(option for option, _ in marks), tuple(mark for _, mark in marks))
        weight = _weight(row, count)
        if marks:
            ballots[key] = ballots.get(key, 0) + weight
        else:
            blank += weight
    return Election(
        options=tuple(Option(id=name) for name in names),
        kind=BallotKind.GRADED,
        weights=list(ballots.values()),
        picks=[picks for picks, _ in ballots],
        points=[points for _, points in ballots],
        blank=blank,
    )
