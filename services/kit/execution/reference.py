# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The reference way: graphql-core runs what is not compiled, and is the truth in tests."""

from collections.abc import AsyncGenerator, Mapping
from inspect import isawaitable
from typing import Any

from graphql import DocumentNode, ExecutionResult, execution

from services.kit.graph.reading import Reading

_execution: Any = execution


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
    outcome = _execution.execute(
        reading.core,
        document,
        root,
        context,
        dict(variables),
        operation_name,
        executor_class=reading.executor_class,
        is_awaitable=reading.is_awaitable,
    )
    return await outcome if isawaitable(outcome) else outcome


async def subscribe_reference(
    reading: Reading,
    document: DocumentNode,
    variables: Mapping[str, Any],
    *,
    operation_name: str | None,
    context: Any,
    root: Any,
) -> AsyncGenerator[Any] | ExecutionResult:
    """The results of a subscription; an ExecutionResult instead tells why it did not open."""
    opened = _execution.subscribe(
        reading.core,
        document,
        root,
        context,
        dict(variables),
        operation_name,
        executor_class=reading.executor_class,
        is_awaitable=reading.is_awaitable,
    )
    return await opened if isawaitable(opened) else opened


async def open_stream(
    reading: Reading,
    document: DocumentNode,
    variables: Mapping[str, Any],
    *,
    operation_name: str | None,
    context: Any,
    root: Any,
) -> AsyncGenerator[Any] | ExecutionResult:
    """The events of a subscription before any field is executed, or why there are none."""
    executor: Any = reading.executor_class.build(
        reading.core,
        document,
        root,
        context,
        dict(variables),
        operation_name,
        is_awaitable=reading.is_awaitable,
    )
    if executor.__class__ is list:
        return ExecutionResult(None, errors=executor)
    opened = _execution.create_source_event_stream(executor)
    return await opened if isawaitable(opened) else opened
