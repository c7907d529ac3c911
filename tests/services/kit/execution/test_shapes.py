# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Deep, wide and crossing operations: nesting beyond Python's limit, waiting siblings, cancelling."""

import asyncio
from typing import Any

import pytest
import strawberry

from services.kit.graph.reading import read_schema
from tests.services.kit.execution.twice import both_ways, planned

LOG: list[str] = []


@strawberry.type
class Tree:
    level: int

    @strawberry.field
    def child(self) -> "Tree | None":
        return Tree(level=self.level + 1)

    @strawberry.field
    def children(self) -> "list[Tree | None] | None":
        return [Tree(level=self.level + 1), None]

    @strawberry.field
    def grown(self) -> "list[Tree]":
        return [Tree(level=self.level + 1)]

    @strawberry.field
    def leaf(self) -> str | None:
        if self.level > 8:
            raise ValueError(f"level {self.level}")
        return "leaf"

    @strawberry.field
    async def slow(self) -> str | None:
        LOG.append(f"slow {self.level} begins")
        try:
            await asyncio.sleep(0.01 if self.level else 0)
        except asyncio.CancelledError:
            LOG.append(f"slow {self.level} cancelled")
            raise
        return "slow"

    @strawberry.field
    async def hard(self) -> str:
        await asyncio.sleep(0)
        raise ValueError("hard")

    @strawberry.field
    async def both(self) -> "Tree | None":
        await asyncio.sleep(0)
        return Tree(level=self.level + 1)


@strawberry.type
class Query:
    @strawberry.field
    def tree(self) -> Tree | None:
        return Tree(level=0)

    @strawberry.field
    async def waiting(self) -> Tree | None:
        return Tree(level=1)


SCHEMA = strawberry.Schema(query=Query)

pytestmark = pytest.mark.anyio


def nested(steps: list[str], inner: str) -> str:
    return "{" + "{".join(steps) + "{" + inner + "}" * (len(steps) + 1)


@pytest.mark.parametrize("step", ["child", "children", "grown", "both"])
@pytest.mark.parametrize("depth", [2, 5, 11, 25])
async def test_depth_beyond_pythons_blocks_compiles(step: str, depth: int) -> None:
    query = nested(["tree", *[step] * depth], "level leaf __typename")
    compiled, core = await both_ways(SCHEMA, query)
    assert compiled == core


@pytest.mark.parametrize("inner", ["slow hard", "hard slow", "a:slow slow", "both{slow hard} slow"])
@pytest.mark.parametrize("steps", [["tree"], ["waiting"], ["tree", "children"], ["tree", "grown"]])
async def test_waiting_siblings_answer_as_graphql_core_does(steps: list[str], inner: str) -> None:
    compiled, core = await both_ways(SCHEMA, nested(steps, inner))
    assert compiled.data == core.data
    assert {e["message"] for e in compiled.errors} == {e["message"] for e in core.errors}


async def test_a_bubble_cancels_the_siblings_and_waits_for_them() -> None:
    # stack A4
    plan, coerced = planned(read_schema(SCHEMA), "{waiting{slow hard}}", {})
    assert plan is not None
    LOG.clear()
    data, errors = await plan.answer(None, None, coerced)
    assert data == {"waiting": None}
    assert [e.path for e in errors] == [["waiting", "hard"]]
    assert LOG == ["slow 1 begins", "slow 1 cancelled"]
    assert asyncio.all_tasks() <= {asyncio.current_task(), *_runners()}


async def test_cancelling_a_request_cancels_what_it_started() -> None:
    # reliability Q9
    plan, coerced = planned(read_schema(SCHEMA), "{waiting{a:slow b:slow}}", {})
    assert plan is not None
    LOG.clear()
    task = asyncio.ensure_future(plan.answer(None, None, coerced))
    while len(LOG) < 2:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert LOG.count("slow 1 cancelled") == 2


async def test_fields_of_one_object_run_side_by_side() -> None:
    # stack A1
    plan, coerced = planned(read_schema(SCHEMA), "{waiting{a:slow b:slow c:slow}}", {})
    assert plan is not None
    LOG.clear()
    await plan.answer(None, None, coerced)
    assert LOG == ["slow 1 begins"] * 3


async def test_plans_run_many_at_once_without_mixing() -> None:
    plan, coerced = planned(read_schema(SCHEMA), "{waiting{both{slow level}} tree{leaf}}", {})
    assert plan is not None
    answers = await asyncio.gather(*(plan.answer(None, None, coerced) for _ in range(20)))
    assert all(answer == answers[0] for answer in answers)


def _runners() -> set[Any]:
    """Tasks of the test's own runner."""
    return {task for task in asyncio.all_tasks() if "run" in repr(task.get_coro()).lower()}
