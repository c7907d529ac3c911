# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The engine of a service: takes an operation as text, answers with data and errors."""

import logging
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from hashlib import sha256
from typing import Any, Final

from graphql import ExecutionResult, GraphQLError, OperationType, parse, validate

from services.kit.execution.cache import Bounds, OperationCache
from services.kit.execution.limits import TOKENS, LimitExceeded, Limits, check_size
from services.kit.execution.plan import Plan
from services.kit.execution.prepared import Operation, Prepared
from services.kit.execution.presenting import present, present_request
from services.kit.execution.reference import open_stream, run_reference, subscribe_reference
from services.kit.execution.result import Result
from services.kit.graph.reading import read_schema
from services.kit.wire.codegen import Mode
from services.kit.wire.problem import Problem

_log = logging.getLogger("torget.execution")

_REGISTERED_FIELDS: Final = 5000
_NO_VARIABLES: Final[Mapping[str, Any]] = {}


class Refused(Exception):
    """The request cannot run: why, as errors and a code."""

    def __init__(self, errors: list[GraphQLError], code: str) -> None:
        """Carry what to answer."""
        super().__init__(code)
        self.errors = errors
        self.code = code


class Engine:
    """Executes the operations of one schema. Safe to share by all requests of a process.

    Operations are compiled when seen a second time, registered ones at once; `fallbacks` counts by
    reason how often graphql-core ran instead.
    """

    def __init__(
        self,
        schema: Any,
        *,
        version: str | None = None,
        limits: Limits | None = None,
        bounds: Bounds | None = None,
        eager: bool = False,
    ) -> None:
        """Take a Strawberry schema.

        `version` names it in caches (default: hash of its SDL); `eager` compiles at first sight.
        """
        self._reading = read_schema(schema)
        self._sdl: str = schema.as_str()
        self._limits = limits or Limits()
        self._cache = OperationCache(bounds or Bounds())
        self._eager = eager
        self.version = version or sha256(self._sdl.encode()).hexdigest()[:16]
        self.fallbacks: Counter[str] = Counter()

    def sdl(self) -> str:
        """The schema as SDL with federation directives, as `_service { sdl }` gives it."""
        return self._sdl

    def register(self, query: str) -> None:
        """Compile all operations of a document now and keep them; ValueError if one is not valid."""
        try:
            prepared = self._prepare(query)
        except Refused as refused:
            raise ValueError("; ".join(e.message for e in refused.errors)) from None
        prepared.pinned = True
        self._cache.pin(query, prepared)

    def generated(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        operation_name: str | None = None,
        mode: Mode = Mode.DICT,
    ) -> str:
        """The generated source of an operation; ValueError says why there is none.

        Without variables, for the case that every condition of `@skip` and `@include` is true.
        """
        try:
            prepared = self._prepare(query)
            operation = self._operation(prepared, operation_name)
            decided = dict.fromkeys(operation.conditions, True)
            if variables is not None:
                _, decided = self._chosen(prepared, operation_name, variables)
        except Refused as refused:
            raise ValueError("; ".join(e.message for e in refused.errors)) from None
        reasons: Counter[str] = Counter()
        plan = prepared.plan(
            operation, decided, mode=mode, limit=_REGISTERED_FIELDS, reasons=reasons
        )
        if plan is None:
            raise ValueError(f"stays on graphql-core: {', '.join(reasons)}")
        return plan.source

    def obstacles(self, query: str) -> list[str]:
        """Why operations of a document would run on graphql-core; empty for all of ours (test)."""
        try:
            return self._prepare(query).obstacles()
        except Refused as refused:
            return [error.message for error in refused.errors]

    async def run(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        operation_name: str | None = None,
        context: Any = None,
        root: Any = None,
        mode: Mode = Mode.DICT,
    ) -> Result:
        """Answer a query or mutation. Never raises for a fault of the request or of a resolver.

        In `Mode.STRUCT` the data is a Struct for the encoder, in `Mode.DICT` a dict.
        """
        given = variables or _NO_VARIABLES
        try:
            prepared, operation, coerced = self._ready(query, operation_name, given)
        except Refused as refused:
            return Result(present_request(refused.errors, refused.code, context))
        plan = self._plan(prepared, operation, coerced, query, mode)
        if plan is None:
            outcome = await run_reference(
                self._reading,
                prepared.document,
                given,
                operation_name=operation_name,
                context=context,
                root=root,
            )
            return _answer(outcome, context)
        data, errors = await plan.answer(context, root, coerced)
        return Result(present(errors, context), data) if errors else Result([], data)

    def run_now(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        operation_name: str | None = None,
        context: Any = None,
        root: Any = None,
        mode: Mode = Mode.STRUCT,
    ) -> Result | None:
        """`run` without waiting; None if the operation has no plan yet or its plan waits.

        Nothing has been executed when the answer is None.
        """
        given = variables or _NO_VARIABLES
        prepared = self._cache.get(query)
        if prepared is None:
            return None
        try:
            operation, coerced = self._chosen(prepared, operation_name, given)
        except Refused as refused:
            return Result(present_request(refused.errors, refused.code, context))
        plan = self._plan(prepared, operation, coerced, query, mode)
        if plan is None or plan.asynchronous or operation.kind is OperationType.SUBSCRIPTION:
            return None
        data, errors = plan.answer_now(context, root, coerced)
        return Result(present(errors, context), data) if errors else Result([], data)

    async def subscribe(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        operation_name: str | None = None,
        context: Any = None,
        root: Any = None,
        mode: Mode = Mode.DICT,
    ) -> AsyncGenerator[Result]:
        """One result per event; a request error is a single result without data (stack C12)."""
        given = variables or _NO_VARIABLES
        try:
            prepared, operation, coerced = self._ready(query, operation_name, given)
        except Refused as refused:
            yield Result(present_request(refused.errors, refused.code, context))
            return
        if operation.kind is not OperationType.SUBSCRIPTION:
            fault = GraphQLError("Expected subscription operation.")
            yield Result(present_request([fault], "BAD_REQUEST", context))
            return
        plan = self._plan(prepared, operation, coerced, query, mode)
        opened = await (subscribe_reference if plan is None else open_stream)(
            self._reading,
            prepared.document,
            given,
            operation_name=operation_name,
            context=context,
            root=root,
        )
        if isinstance(opened, ExecutionResult):
            yield _answer(opened, context)
            return
        async with aclosing(opened) as events:
            try:
                async for event in events:
                    if plan is None:
                        yield _answer(event, context)
                    else:
                        data, errors = await plan.answer(context, event, coerced)
                        yield Result(present(errors, context), data)
            except Exception as fault:  # noqa: BLE001 - told to the subscriber, and the stream ends
                ended = GraphQLError(str(fault), path=[], original_error=fault)
                yield Result(present([ended], context), None)

    def _ready(
        self, query: str, name: str | None, variables: Mapping[str, Any]
    ) -> tuple[Prepared, Operation, dict[str, Any]]:
        prepared = self._cache.get(query)
        if prepared is None:
            prepared = self._prepare(query)
            self._cache.put(query, prepared)
        return prepared, *self._chosen(prepared, name, variables)

    def _plan(
        self,
        prepared: Prepared,
        operation: Operation,
        variables: Mapping[str, Any],
        query: str,
        mode: Mode,
    ) -> Plan | None:
        """The plan to use; None, and counted, when graphql-core must run."""
        prepared.sights += 1
        if prepared.sights == 1 and not (self._eager or prepared.pinned):
            self.fallbacks["first sight"] += 1
            return None
        before = len(operation.plans)
        limit = _REGISTERED_FIELDS if prepared.pinned else self._limits.compiled_fields
        plan = prepared.plan(operation, variables, mode=mode, limit=limit, reasons=self.fallbacks)
        if plan is not None and len(operation.plans) != before:
            self._cache.grow(query, prepared, plan.size)
        return plan

    @staticmethod
    def _chosen(
        prepared: Prepared, name: str | None, variables: Mapping[str, Any]
    ) -> tuple[Operation, dict[str, Any]]:
        operation = Engine._operation(prepared, name)
        coerced = operation.coerce(variables)
        if isinstance(coerced, list):
            raise Refused(coerced, "VARIABLES_INVALID")
        return operation, coerced

    @staticmethod
    def _operation(prepared: Prepared, name: str | None) -> Operation:
        operation = prepared.operation(name)
        if isinstance(operation, GraphQLError):
            raise Refused([operation], "OPERATION_UNKNOWN")
        return operation

    def _prepare(self, query: str) -> Prepared:
        known = self._cache.refusal(query)
        if known is not None:
            raise Refused(*known)
        try:
            document = parse(query, max_tokens=TOKENS)
            check_size(document, self._limits)
        except GraphQLError as fault:
            raise self._refused(query, [fault], "PARSE_FAILED") from None
        except LimitExceeded as excess:
            problem = Problem(
                "OPERATION_LIMIT_EXCEEDED",
                extensions={"limit": excess.limit, "max": excess.most},
            )
            fault = GraphQLError(str(problem), original_error=problem)
            raise self._refused(query, [fault], "OPERATION_LIMIT_EXCEEDED") from None
        except RecursionError:
            fault = GraphQLError("The document is nested too deeply.")
            raise self._refused(query, [fault], "PARSE_FAILED") from None
        faults = validate(self._reading.core, document, self._reading.rules, max_errors=5)
        if faults:
            raise self._refused(query, faults, "VALIDATION_FAILED")
        return Prepared(self._reading, query, document, self.version)

    def _refused(self, query: str, errors: list[GraphQLError], code: str) -> Refused:
        self._cache.refuse(query, (errors, code))
        return Refused(errors, code)


def _answer(outcome: ExecutionResult, context: Any) -> Result:
    errors = outcome.errors or []
    if outcome.data is None and errors and all(error.path is None for error in errors):
        return Result(present_request(errors, "VARIABLES_INVALID", context))
    return Result(present(errors, context), outcome.data)
