# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The casebook: one file of cases per composition rule, in a small text form.

`### reject CODE.. | title`, `### hint CODE.. | title` or `### accept | title` opens a case, and
`## name [version]` a subgraph.
Version is 2.9 unless given; `1` is Federation 1, `raw` is left as it stands.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from gateway.supergraph.compose import SubgraphSource
from gateway.supergraph.compose.specs import DIRECTIVES

FOLDER = Path(__file__).parent / "cases"


class Case(msgspec.Struct, frozen=True):
    """One case; codes is empty when the sources must compose."""

    rule: str
    title: str
    codes: tuple[str, ...]
    hints: tuple[str, ...]
    sources: tuple[SubgraphSource, ...]

    @property
    def name(self) -> str:
        return f"{self.rule}: {self.title}"


def link(version: str) -> str:
    """The link to a federation version with everything it knows imported."""
    major, minor = version.split(".")
    at = (int(major), int(minor))
    names = [f'"@{spec.name}"' for spec in DIRECTIVES.values() if spec.since <= at]
    return (
        f'extend schema @link(url: "https://specs.apollo.dev/federation/v{version}",'
        f" import: [{', '.join(names)}])"
    )


def source(heading: str, body: str) -> SubgraphSource:
    name, _, version = heading.partition(" ")
    version = version.strip() or "2.9"
    sdl = body if version in {"raw", "1"} else f"{link(version)}\n{body}"
    return SubgraphSource(name, f"http://{name}.test", sdl)


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of one file."""
    for part in path.read_text().split("\n### ")[1:]:
        heading, _, body = part.partition("\n")
        verdict, _, title = heading.partition("|")
        word, *named = verdict.split()
        codes = tuple(named) if word == "reject" else ()
        hints = tuple(named) if word == "hint" else ()
        sources = []
        for piece in f"\n{body}".split("\n## ")[1:]:
            first, _, sdl = piece.partition("\n")
            sources.append(source(first, sdl))
        yield Case(path.stem, title.strip(), codes, hints, tuple(sources))


def all_cases() -> list[Case]:
    """Every case of every file."""
    return [case for path in sorted(FOLDER.glob("*.graphql")) for case in read_cases(path)]
