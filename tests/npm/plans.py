# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Our plans beside those of the planners of Apollo and Hive, over every situation of the books."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec

from gateway.planner import InvalidDocument, PlanningError
from gateway.supergraph.compose import SubgraphSource, compose
from tests.gateway.situations.book import Situation, all_situations, town_of

Size = tuple[int, int]
"""Fetches and waves."""
WRONG = {("apollo", "arguments")}
"""Plans that are short because they leave an input with arguments out (federation#2996)."""


class Row(msgspec.Struct, frozen=True):
    """One operation as three planners plan it; None where one refuses."""

    name: str
    ours: Size | None
    others: dict[str, Size | None]


def our_sizes(one: Situation) -> list[Size | None]:
    """Our plans of a situation."""
    sizes: list[Size | None] = []
    for case in one.cases:
        try:
            plan = town_of(one.name).prepare(case.text).plan
        except (InvalidDocument, PlanningError):
            sizes.append(None)
        else:
            sizes.append((len(plan.steps), plan.waves))
    return sizes


def supergraph_of(one: Situation) -> str:
    """What the foreign planners are given: our supergraph, its security left to us."""
    sources = [
        SubgraphSource(name, f"http://{name}", sdl) for name, sdl in town_of(one.name).sdl.items()
    ]
    found = compose(sources).supergraph_sdl
    if found is None:
        raise AssertionError(one.name)
    return found


def compare() -> list[Row]:
    """Every operation of every book."""
    books = all_situations()
    lines = [
        json.dumps({"supergraph": supergraph_of(one), "operations": [c.text for c in one.cases]})
        for one in books
    ]
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("plans.mjs"))],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True, text=True, check=True, timeout=300, env=dict(os.environ),
    )  # fmt: skip
    rows: list[Row] = []
    for one, line in zip(books, done.stdout.splitlines(), strict=True):
        for case, ours, theirs in zip(one.cases, our_sizes(one), json.loads(line), strict=True):
            others = {
                who: None if size is None or (who, one.name) in WRONG else (size[0], size[1])
                for who, size in theirs.items()
            }
            rows.append(Row(f"{one.name} {case.number}", ours, others))
    return rows


def plans_are_short() -> bool:
    """Whether nobody needs fewer fetches or fewer waves; the sums are printed."""
    longer: list[str] = []
    rows = [row for row in compare() if row.ours is not None]
    for who in ("apollo", "hive"):
        both = [(row.ours, row.others[who]) for row in rows if row.others.get(who)]
        sums = [sum(pair[side][part] for pair in both) for side in (0, 1) for part in (0, 1)]
        sys.stdout.write(
            f"{len(both)} plans: ours {sums[0]} fetches in {sums[1]} waves,"
            f" {who} {sums[2]} in {sums[3]}\n"
        )
    for row in rows:
        found = [size for size in row.others.values() if size]
        if found and any(row.ours[part] > min(size[part] for size in found) for part in (0, 1)):
            longer.append(f"{row.name}: ours {row.ours}, {row.others}\n")
    sys.stdout.writelines(longer)
    return not longer and len(rows) > 0
