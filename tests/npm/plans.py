# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Our plans beside those of the planners of Apollo and Hive: every situation of the books, random worlds."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import msgspec
from graphql import parse

from gateway.planner import InvalidDocument, PlanningError, prepare
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.reading import read_supergraph
from tests.gateway.situations.book import Situation, all_situations, town_of
from tests.gateway.support.operations import Writer
from tests.gateway.support.splitting import supergraph_sdl
from tests.gateway.support.worlds import World

Size = tuple[int, int]
"""Fetches and waves."""
WRONG = {("apollo", "arguments")}
"""Plans that are short because they leave an input with arguments out (federation#2996)."""


JOIN = """
directive @link(url: String, as: String, for: link__Purpose) repeatable on SCHEMA
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false,
  resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on
  OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet,
  type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on
  FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
scalar join__FieldSet
enum link__Purpose { SECURITY EXECUTION }
"""
"""The definitions that our reader does without and others insist on (federation 4.1)."""


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


def ask(lines: list[str], *only: str) -> list[list[dict[str, Size | None]]]:
    """What the foreign planners say to each line."""
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("plans.mjs")), *only],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True, text=True, check=True, timeout=300, env=dict(os.environ),
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare() -> list[Row]:
    """Every operation of every book."""
    books = all_situations()
    lines = [
        json.dumps({"supergraph": supergraph_of(one), "operations": [c.text for c in one.cases]})
        for one in books
    ]
    rows: list[Row] = []
    for one, found in zip(books, ask(lines), strict=True):
        for case, ours, theirs in zip(one.cases, our_sizes(one), found, strict=True):
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


def random_plans_are_short(worlds: int = 60, each: int = 6) -> bool:
    """Whether Apollo's planner needs no fewer fetches and waves for random operations in all.

    A single plan of ours may be longer where the other leaves out an object that is asked for none
    of its fields. Hive's planner ends with an abort on some of these operations, so it is not asked.
    """
    lines: list[str] = []
    ours: list[list[Size]] = []
    for seed in range(worlds):
        rng = random.Random(seed)
        sdl = supergraph_sdl(World(rng))
        supergraph = read_supergraph(sdl)
        texts = [Writer(supergraph.api, rng).operation() for _ in range(each)]
        plans = [prepare(supergraph, parse(text), validated=True).plan for text in texts]
        ours.append([(len(plan.steps), plan.waves) for plan in plans])
        lines.append(json.dumps({"supergraph": sdl + JOIN, "operations": texts}))
    pairs = [
        (own, size)
        for row, found in zip(ours, ask(lines, "apollo"), strict=True)
        for own, theirs in zip(row, found, strict=True)
        if (size := theirs.get("apollo")) is not None
    ]
    sums = [sum(pair[side][part] for pair in pairs) for side in (0, 1) for part in (0, 1)]
    longer = sum(own[0] > size[0] or own[1] > size[1] for own, size in pairs)
    sys.stdout.write(
        f"{len(pairs)} plans in {worlds} random worlds: ours {sums[0]} fetches in {sums[1]} waves,"
        f" apollo {sums[2]} in {sums[3]}; {longer} of ours longer\n"
    )
    return (
        len(pairs) > worlds
        and sums[0] <= sums[2]
        and sums[1] <= sums[3]
        and longer * 100 <= len(pairs)
    )
