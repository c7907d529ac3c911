# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""graphql-core is the truth: random schemas, data and operations give the same answer compiled."""

import asyncio
import gc
from random import Random
from typing import Any

import msgspec
import pytest
from graphql import (
    ExecutionResult,
    GraphQLError,
    NoUnusedVariablesRule,
    OperationDefinitionNode,
    parse,
    validate,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from services.kit.execution.conditions import Fragments, NotCompilable
from services.kit.execution.plan import Plan
from services.kit.execution.reference import run_reference
from services.kit.execution.variables import variable_coercer
from services.kit.wire.codegen import Mode
from tests.services.kit.execution.twice import settle
from tests.services.kit.execution.worlds import World

# The reference executor sometimes leaves a coroutine behind that it began for a place it then
# nulled; when the collector finds it, Python warns. It is the oracle's own, not ours. Found while a
# named tuple is made, whose code knows no builtins, the warning itself breaks, and that is told, too.
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <coroutine object GraphQLCoreConverter"
        ":pytest.PytestUnraisableExceptionWarning"
    ),
]


@pytest.fixture(autouse=True)
def _collect_what_the_oracle_left():
    yield
    gc.collect()


async def both(world: World, mode: Mode) -> tuple[Any, Any] | None:
    """(data, errors) of the plan and of graphql-core; None for an operation that is not valid."""
    text, variables = world.operation()
    document = parse(text)
    rules = [rule for rule in world.reading.rules if rule is not NoUnusedVariablesRule]
    if validate(world.reading.core, document, rules):
        return None
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    coerced = variable_coercer(world.reading.core, operation)(variables)
    before = asyncio.all_tasks()
    truth = await run_reference(
        world.reading, document, variables, operation_name=None, context=None, root=None
    )
    await settle(before)
    if isinstance(coerced, list):
        assert truth.data is None
        assert [e.formatted for e in coerced] == [e.formatted for e in truth.errors or []]
        return None
    fragments = Fragments(world.reading.core, document, operation)
    decided = {name: coerced[name] for name in fragments.deciding}
    try:
        plan = Plan(world.reading, fragments, decided, mode=mode, limit=5000, name="t")
    except NotCompilable:
        return None
    found = await plan.answer(None, None, coerced)
    return found, truth


def same_data(found: Any, truth: ExecutionResult) -> None:
    mine, core = msgspec.json.encode(found[0]), msgspec.json.encode(truth.data)
    assert mine == core


def told(errors: list[GraphQLError] | None) -> list[dict[str, Any]]:
    return [dict(error.formatted) for error in errors or []]


@given(st.integers(0, 10**9), st.sampled_from([Mode.STRUCT, Mode.DICT]))
def test_synchronous_operations_equal_graphql_core_to_the_byte(seed: int, mode: Mode) -> None:
    # stack 3.7, C1-C9
    pair = asyncio.run(both(World(Random(seed), asynchronous=False), mode))
    assume(pair is not None)
    found, truth = pair
    same_data(found, truth)
    assert told(found[1]) == told(truth.errors)


@given(st.integers(0, 10**9))
def test_asynchronous_operations_null_the_same_places_for_the_same_reasons(seed: int) -> None:
    # stack 3.7, A1-A4
    pair = asyncio.run(both(World(Random(seed), asynchronous=True), Mode.STRUCT))
    assume(pair is not None)
    found, truth = pair
    same_data(found, truth)
    mine = {(e.message, tuple(e.path or ())) for e in found[1]}
    core = {(e.message, tuple(e.path or ())) for e in truth.errors or []}
    for others, here in ((core - mine, mine), (mine - core, core)):
        for _, path in others:
            null = nulled(truth.data, path)
            assert any(other[: len(null)] == null for _, other in here)


def nulled(data: Any, path: tuple[Any, ...]) -> tuple[Any, ...]:
    """The part of a path that leads to the null an error left."""
    for length, step in enumerate(path):
        if data is None:
            return path[:length]
        data = data[step]
    assert data is None
    return path


@pytest.mark.parametrize("seed", range(30))
def test_errors_of_waiting_plans_come_in_document_order(seed: int) -> None:
    # stack A4
    pair = asyncio.run(both(World(Random(seed), asynchronous=True, faults=0.4), Mode.DICT))
    if pair is None:
        return
    (_, errors), _ = pair
    same = asyncio.run(both(World(Random(seed), asynchronous=True, faults=0.4), Mode.DICT))
    assert same is not None
    assert told(errors) == told(same[0][1])
