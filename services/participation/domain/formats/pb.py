# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads participatory-budgeting files (.pb): META, PROJECTS, VOTES; lenient in what cities wrote.

Old files lack the row `key;value`, put blanks into headers, write decimals with a comma, or leave
columns out. A file that was cut off, an unknown project or a project named twice on one ballot
is refused by its code; limits that published ballots break are noted.
"""

import csv
import io
from collections.abc import Iterable, Iterator

import msgspec

from services.participation.domain.elections import Option, Purse
from services.participation.domain.formats.numbers import read_count, read_number, smallest_units
from services.participation.domain.refusals import Refused

SECTIONS = ("META", "PROJECTS", "VOTES")
WITHDRAWN = 999_999_999
"""This price marks a project that was admitted and then withdrawn."""
MOST_FIELD = 1_000_000

Rows = list[list[str]]


class Sections(msgspec.Struct, frozen=True, kw_only=True):
    """The three tables of a file, still text."""

    meta: dict[str, str]
    project_header: list[str]
    projects: Rows
    vote_header: list[str]
    votes: Iterator[list[str]]
    """The rest of the file, to be read once: there may be a million rows."""


def looks_like_pb(text: str) -> bool:
    """Whether the first word is META."""
    return text[:200].lstrip("\ufeff \t\r\n").upper().startswith("META")


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_FIELD)
    try:
        yield from csv.reader(lines, delimiter=";", quotechar='"', skipinitialspace=True)
    except csv.Error as problem:
        raise Refused("PB_UNREADABLE", f"The file cannot be read: {problem}.") from problem


def split_sections(text: str) -> Sections:
    """Cut a file into its sections; a missing one says that the file was cut off.

    A quoted cell may run over several lines. When reading so leaves a section out, a stray quote
    has swallowed it, and the file is read line by line.
    """
    plain = text.lstrip("\ufeff")
    try:
        return _cut(_rows(io.StringIO(plain, newline="")))
    except Refused:
        lines = plain.split("\n")
        return _cut(_rows(line.replace('"', "") if line.count('"') % 2 else line for line in lines))


def _cut(read: Iterator[list[str]]) -> Sections:
    found: dict[str, Rows] = {}
    rows: Rows = []
    for row in read:
        first = row[0].strip().upper() if row else ""
        if first in SECTIONS and first not in found and not any(cell.strip() for cell in row[1:]):
            rows = found[first] = []
            if first == "VOTES":
                break
        elif any(row):
            rows.append(row)
    for name in SECTIONS:
        if name not in found:
            raise Refused("PB_TRUNCATED", f"The section {name} is missing: the file is incomplete.")
    project_header, *projects = found["PROJECTS"] or [[]]
    nothing: list[str] = []
    vote_header = next((row for row in read if any(row)), nothing)
    for name, header in (("PROJECTS", project_header), ("VOTES", vote_header)):
        if not header:
            raise Refused("PB_TRUNCATED", f"The section {name} is empty: the file is incomplete.")
    return Sections(
        meta=_meta(found["META"]),
        project_header=[cell.strip().lower() for cell in project_header],
        projects=projects,
        vote_header=[cell.strip().lower() for cell in vote_header],
        votes=read,
    )


def _meta(rows: Rows) -> dict[str, str]:
    meta: dict[str, str] = {}
    for row in rows:
        cells = row if len(row) > 1 else row[0].split(":", 1)
        key = cells[0].strip().lower()
        if key and key != "key" and len(cells) > 1:
            meta[key] = ";".join(cells[1:]).strip().rstrip(";").strip()
    return meta


def column(header: list[str], *names: str) -> int | None:
    """Where the first of these names stands, if anywhere."""
    return next((header.index(name) for name in names if name in header), None)


def cell(row: list[str], place: int | None) -> str:
    """The trimmed cell, empty when the row is shorter or the column is missing."""
    return row[place].strip() if place is not None and place < len(row) else ""


def read_projects(sections: Sections) -> tuple[tuple[Option, ...], Purse]:
    """Projects in file order and the purse, in smallest units exact for every amount."""
    header, meta = sections.project_header, sections.meta
    at_id, at_cost = column(header, "project_id", "id"), column(header, "cost", "price")
    if at_id is None or at_cost is None:
        raise Refused("PB_UNREADABLE", "PROJECTS needs the columns project_id and cost.")
    budget = read_number(meta.get("budget", ""), "META budget")
    costs = [read_number(cell(row, at_cost), f"Cost of project {cell(row, at_id)}")
             for row in sections.projects]  # fmt: skip
    unit = smallest_units([budget, *costs])
    options = tuple(
        _option(row, header, str(cell(row, at_id)), int(cost * unit), cost == WITHDRAWN)
        for row, cost in zip(sections.projects, costs, strict=True)
    )
    if len({option.id for option in options}) != len(options):
        raise Refused("PB_DUPLICATE_PROJECT", "Two rows of PROJECTS have the same project_id.")
    threshold = meta.get("min_project_score_threshold", "")
    purse = Purse(
        budget=int(budget * unit),
        unit=unit,
        threshold=read_number(threshold or "0", "META min_project_score_threshold"),
        fully_funded=meta.get("fully_funded", "") == "1",
        currency=meta.get("currency", ""),
    )
    return options, purse


def _option(row: list[str], header: list[str], id: str, cost: int, withdrawn: bool) -> Option:  # noqa: A002, FBT001
    if not id or cost < 0:
        raise Refused("PB_UNREADABLE", "A row of PROJECTS has no project_id or a negative cost.")
    votes, score = cell(row, column(header, "votes")), cell(row, column(header, "score"))
    selected = cell(row, column(header, "selected"))
    return Option(
        id=id,
        name=cell(row, column(header, "name", "project_name", "title")),
        cost=cost,
        withdrawn=withdrawn,
        published_votes=read_count(votes, f"Votes of project {id}") if votes else None,
        published_score=read_number(score, f"Score of project {id}") if score else None,
        published_selected=int(selected) if selected.isdigit() else None,
        facts={
            "beneficiaries" if name == "target" else name: value
            for name, value in zip(header, map(str.strip, row), strict=False)
            if value and name not in {"project_id", "cost", "votes", "score", "selected", "name"}
        },
    )
