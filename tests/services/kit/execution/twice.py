# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The same operation twice: through a compiled plan and through graphql-core."""

import asyncio
from collections import Counter
from typing import Any

import msgspec
from graphql import (
    GraphQLError,
    NoUnusedVariablesRule,
    OperationDefinitionNode,
    parse,
    validate,
)

from services.kit.execution import Result
from services.kit.execution.plan import Plan
from services.kit.execution.prepared import Prepared
from services.kit.execution.reference import run_reference
from services.kit.graph.reading import Reading, read_schema
from services.kit.wire.codegen import Mode


class Case(msgspec.Struct):
    """A query, what its resolver returns, and the answer: data, (message, path) of each error."""

    query: str
    value: Any
    data: Any
    errors: list[tuple[str, list[str | int] | None]]
    variables: dict[str, Any] = {}


async def both_ways(
    schema: Any,
    query: str,
    variables: dict[str, Any] | None = None,
    *,
    context: Any = None,
    root: Any = None,
) -> tuple[Result, Result]:
    """The plan's answer in dict mode and graphql-core's. Fails if the operation does not compile."""
    reading = read_schema(schema)
    document = parse(query)
    rules = [rule for rule in reading.rules if rule is not NoUnusedVariablesRule]
    assert validate(reading.core, document, rules) == []
    given = variables or {}
    before = asyncio.all_tasks()
    outcome = await run_reference(
        reading, document, given, operation_name=None, context=context, root=root
    )
    await settle(before)
    core = told(outcome.data, outcome.errors)
    plan, coerced = planned(reading, query, given)
    if plan is None:
        assert isinstance(coerced, list)
        return told(None, coerced), core
    data, errors = await plan.answer(context, root, coerced)
    return told(data, errors), core


def planned(
    reading: Reading, query: str, variables: dict[str, Any], *, mode: Mode = Mode.DICT
) -> tuple[Plan | None, Any]:
    """The plan and the coerced variables; no plan, and the errors, if they cannot be coerced."""
    document = parse(query)
    assert any(isinstance(node, OperationDefinitionNode) for node in document.definitions)
    prepared = Prepared(reading, query, document, "test")
    operation = prepared.operation(None)
    assert not isinstance(operation, GraphQLError)
    coerced = operation.coerce(variables)
    if isinstance(coerced, list):
        return None, coerced
    reasons: Counter[str] = Counter()
    plan = prepared.plan(operation, coerced, mode=mode, limit=5000, reasons=reasons)
    assert plan is not None, dict(reasons)
    return plan, coerced


def told(data: Any, errors: list[GraphQLError] | None) -> Result:
    """Errors as a client would see them, unmasked; data ABSENT if nothing ran."""
    formatted = [dict(error.formatted) for error in errors or []]
    ran = data is not None or any(error.path is not None for error in errors or []) or not errors
    return Result(formatted, data if ran else msgspec.UNSET)


async def settle(before: set[asyncio.Task[Any]]) -> None:
    """Let what graphql-core leaves in the background, beside the tasks of `before`, come to its end."""
    while others := asyncio.all_tasks() - before:
        await asyncio.gather(*others, return_exceptions=True)
