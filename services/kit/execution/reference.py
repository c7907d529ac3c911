# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The reference way: graphql-core runs the operation. Used for what is not compiled, and as oracle."""

from collections.abc import AsyncIterator, Mapping
from inspect import isawaitable
from typing import Any, cast

from graphql import DocumentNode, ExecutionResult, execute, subscribe

from services.kit.graph.reading import Reading


async def run_reference(
    reading: Reading,
    document: DocumentNode,
    variables: Mapping[str, Any],
    *,
    operation_name: str | None,
    context: Any,
    root: Any,
) -> ExecutionResult:
    """Run a query or mutation field by field. A request error has `data` None and no path."""
    outcome = execute(
        reading.core,
        document,
        root,
        context,
        dict(variables),
        operation_name,
        executor_class=reading.executor_class,
        is_awaitable=reading.is_awaitable,
    )
    if isawaitable(outcome):
        outcome = await outcome
    return cast("ExecutionResult", outcome)


async def subscribe_reference(
    reading: Reading,
    document: DocumentNode,
    variables: Mapping[str, Any],
    *,
    operation_name: str | None,
    context: Any,
    root: Any,
) -> AsyncIterator[ExecutionResult] | ExecutionResult:
    """Open a subscription; an ExecutionResult instead of a stream tells why it did not open."""
    outcome = subscribe(
        reading.core,
        document,
        root,
        context,
        dict(variables),
        operation_name,
        executor_class=reading.executor_class,
        is_awaitable=reading.is_awaitable,
    )
    if isawaitable(outcome):
        outcome = await outcome
    return cast("AsyncIterator[ExecutionResult] | ExecutionResult", outcome)
