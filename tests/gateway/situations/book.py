# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A book: what a situation is about, its subgraphs, and cases of operation, printed plan and answer.

The first line says what it is about. `## name` opens a subgraph (`## name 1` one of Federation 1),
`### number` a case: the operation, `as scopes` for a caller with scopes, then its plan as it is
printed, and after `=>` the answer as JSON. `=> errors` stands before an answer that has errors, too,
`=> any` before one that may have some, `=> refused` for a request that is refused as a whole.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import msgspec

from gateway.planner import InvalidDocument, PlanningError
from gateway.planner.granting import Grants
from tests.gateway.situations import abstract, inputs, interfaces, keys
from tests.gateway.support.towns import Town

FOLDER = Path(__file__).parent / "books"
RESOLVERS = {**abstract.RESOLVERS, **interfaces.RESOLVERS, **keys.RESOLVERS, **inputs.RESOLVERS}
NOBODY = Grants()


class Case(msgspec.Struct, frozen=True):
    """One operation with what is planned and answered."""

    number: str
    text: str
    scopes: str | None
    """Scopes of the caller, `nobody` for one who is not signed in; None where no rule is at stake."""
    plan: str
    verdict: str
    """empty | errors | any | refused"""
    data: Any = None

    @property
    def grants(self) -> Grants | None:
        """What the caller may claim."""
        if self.scopes is None or self.scopes == "nobody":
            return NOBODY if self.scopes else None
        return Grants(authenticated=True, scopes=frozenset(self.scopes.split()))


class Situation(msgspec.Struct, frozen=True):
    """A book as it was read."""

    name: str
    title: str
    subgraphs: dict[str, str]
    first: frozenset[str]
    """Subgraphs of Federation 1."""
    cases: tuple[Case, ...]

    def town(self) -> Town:
        """The subgraphs, composed and executable."""
        resolvers = RESOLVERS[self.name]
        parts = {name: (sdl, resolvers[name]) for name, sdl in self.subgraphs.items()}
        return Town(parts, first=self.first)


def _read_case(number: str, body: str) -> Case:
    asked, _, answer = body.partition("\n=> ")
    asked, _, plan = asked.partition("\nplan\n")
    text, _, scopes = asked.partition("\nas ")
    word, _, rest = answer.strip().partition(" ")
    verdict = word if word in {"errors", "any", "refused"} else ""
    data = rest if verdict else answer
    return Case(
        number=number,
        text=text.strip(),
        scopes=scopes.strip() or None,
        plan=f"{plan}\n" if plan else "",
        verdict=verdict,
        data=None if verdict == "refused" else json.loads(data),
    )


def read_book(path: Path) -> Situation:
    """One situation."""
    top, *cases = path.read_text(encoding="utf-8").split("\n### ")
    title, *parts = top.split("\n## ")
    subgraphs: dict[str, str] = {}
    first: set[str] = set()
    for part in parts:
        heading, _, sdl = part.partition("\n")
        name, _, version = heading.partition(" ")
        subgraphs[name] = sdl
        if version == "1":
            first.add(name)
    read = tuple(_read_case(*case.split("\n", 1)) for case in cases)
    return Situation(path.stem, title.strip(), subgraphs, frozenset(first), read)


@functools.cache
def all_situations() -> tuple[Situation, ...]:
    """Every book of the folder, by name."""
    return tuple(read_book(path) for path in sorted(FOLDER.glob("*.txt")))


@functools.cache
def town_of(name: str) -> Town:
    """The town of one situation, composed once."""
    return next(one for one in all_situations() if one.name == name).town()


def planned(town: Town, case: Case) -> str:
    """The plan as it is printed; empty for what is refused."""
    try:
        return town.plan(case.text, grants=case.grants)
    except (InvalidDocument, PlanningError):
        return ""


def agrees(case: Case, answer: Any) -> bool:
    """Whether an answer ({data, errors?}) is the one in the book."""
    has_errors = bool(answer.get("errors"))
    if case.verdict == "refused":
        return has_errors and answer.get("data") is None
    if case.verdict != "any" and has_errors != (case.verdict == "errors"):
        return False
    return answer.get("data") == case.data


def rewrite() -> None:
    """Write the plans of all books anew; what changed shows in the difference."""
    for one in all_situations():
        town = town_of(one.name)
        path = FOLDER / f"{one.name}.txt"
        top, *cases = path.read_text(encoding="utf-8").split("\n### ")
        made = [top]
        for case, body in zip(one.cases, cases, strict=True):
            asked, _, answer = body.partition("\n=> ")
            asked, _, _ = asked.partition("\nplan\n")
            plan = planned(town, case).rstrip("\n")
            made.append(f"{asked}\n{f'plan{chr(10)}{plan}{chr(10)}' if plan else ''}=> {answer}")
        path.write_text("\n### ".join(made), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
