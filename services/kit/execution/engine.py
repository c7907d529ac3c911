# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The engine of a service: takes an operation as text, answers with data and errors."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from hashlib import sha256
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    parse,
    validate,
)

from services.kit.execution.presenting import present, present_request
from services.kit.execution.reference import run_reference, subscribe_reference
from services.kit.execution.result import Result
from services.kit.graph.reading import read_schema

LARGEST_DOCUMENT = 15_000
"""Lexical tokens of the largest document (reliability 4.1, registered operations)."""


class _Refused(Exception):
    """The request cannot run; carries the result that says why."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self.result = result


class Engine:
    """Executes the operations of one schema. Safe to share by all requests of a process."""

    def __init__(self, schema: Any, *, version: str | None = None) -> None:
        """Take a Strawberry schema; `version` names it in caches (default: hash of its SDL)."""
        self._reading = read_schema(schema)
        self._sdl: str = schema.as_str()
        self.version = version or sha256(self._sdl.encode()).hexdigest()[:16]

    def sdl(self) -> str:
        """The schema as SDL with federation directives, as `_service { sdl }` gives it."""
        return self._sdl

    async def run(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        operation_name: str | None = None,
        context: Any = None,
        root: Any = None,
    ) -> Result:
        """Answer a query or mutation. Never raises for a fault of the request or of a resolver."""
        try:
            document = self._document(query, operation_name, context)
        except _Refused as refused:
            return refused.result
        outcome = await run_reference(
            self._reading,
            document,
            variables or {},
            operation_name=operation_name,
            context=context,
            root=root,
        )
        return _answer(outcome, context)

    async def subscribe(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        operation_name: str | None = None,
        context: Any = None,
        root: Any = None,
    ) -> AsyncIterator[Result]:
        """One result per event; a request error is a single result without data."""
        try:
            document = self._document(query, operation_name, context)
        except _Refused as refused:
            yield refused.result
            return
        stream = await subscribe_reference(
            self._reading,
            document,
            variables or {},
            operation_name=operation_name,
            context=context,
            root=root,
        )
        if isinstance(stream, ExecutionResult):
            yield _answer(stream, context)
            return
        async with aclosing(stream) as events:  # pyright: ignore[reportArgumentType]
            async for event in events:
                yield _answer(event, context)

    def _document(self, query: str, name: str | None, context: Any) -> DocumentNode:
        try:
            document = parse(query, max_tokens=LARGEST_DOCUMENT)
        except GraphQLError as fault:
            raise _Refused(Result(present_request([fault], "PARSE_FAILED", context))) from None
        faults = validate(self._reading.core, document, self._reading.rules, max_errors=5)
        if faults:
            raise _Refused(Result(present_request(faults, "VALIDATION_FAILED", context)))
        names = [
            node.name.value if node.name else None
            for node in document.definitions
            if isinstance(node, OperationDefinitionNode)
        ]
        if (name is None and len(names) != 1) or (name is not None and name not in names):
            fault = GraphQLError(
                "Must provide operation name if query contains multiple operations."
                if name is None
                else "Unknown operation named in the request."
            )
            raise _Refused(Result(present_request([fault], "OPERATION_UNKNOWN", context)))
        return document


def _answer(outcome: ExecutionResult, context: Any) -> Result:
    errors = outcome.errors or []
    if outcome.data is None and errors and all(error.path is None for error in errors):
        return Result(present_request(errors, "VARIABLES_INVALID", context))
    return Result(present(errors, context), outcome.data)
