# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Executes prepared operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import msgspec
from graphql import GraphQLError

from gateway.executor.answers import take_root
from gateway.executor.caching import combine
from gateway.executor.exact import Exact
from gateway.executor.introspection import introspect
from gateway.executor.joined import JoinedRun, Replay, trial_of
from gateway.executor.response import Fault, Response
from gateway.executor.running import Run
from gateway.executor.targets import JsonObject
from gateway.executor.variables import coerce_variables
from gateway.planner import Prepared
from gateway.planner.generating import Odd
from gateway.planner.whole import Roots, whole_roots
from services.kit.wire.subgraph import FetchContext, Subgraph


async def execute(
    prepared: Prepared,
    variables: Mapping[str, Any] | None,
    context: FetchContext,
    subgraphs: Mapping[str, Subgraph],
    *,
    passes: bool = False,
) -> Response:
    """Answer a prepared query or mutation. Faults of subgraphs are errors in the response.

    With `passes`, data that needs no work may be an object that only knows how to be encoded.
    """
    values, refusal = coerced(prepared, variables)
    if refusal is not None:
        return refusal
    roots = roots_of(prepared, subgraphs) if passes else None
    if roots is not None:
        return await execute_whole(prepared, values, context, subgraphs, roots)
    trial = trial_of(prepared, values, subgraphs) if passes else None
    if trial is None or trial.joining is None:
        run, extra = start(prepared, values, context, subgraphs)
    else:
        joined = JoinedRun(trial.joining, prepared.plan, values, context, subgraphs)
        await joined.run()
        data = joined.show()
        if data is not None:
            return Response(data=data, cache_control=combine(joined.kept))
        trial.odd += 1
        run, extra = Replay(joined), []
    await run.run()
    response = shape(prepared, values, run.data, run.faults, extra)
    if response.errors or not any(run.kept):
        return response
    return msgspec.structs.replace(response, cache_control=combine(run.kept))


def roots_of(prepared: Prepared, subgraphs: Mapping[str, Subgraph]) -> Roots | None:
    """The root keys of an operation that a service of this process answers as a whole; else None."""
    plan = prepared.plan
    if len(plan.steps) != 1 or prepared.introspection is not None or prepared.deferred:
        return None
    if not getattr(subgraphs.get(plan.steps[0].graph), "answers_opaquely", False):
        return None
    mark = ("whole", 0)
    if mark not in plan.memo:
        plan.memo[mark] = whole_roots(plan, prepared.projection, prepared.veiled)
    return plan.memo[mark]


async def execute_whole(
    prepared: Prepared,
    values: Mapping[str, Any],
    context: FetchContext,
    subgraphs: Mapping[str, Subgraph],
    roots: Roots,
) -> Response:
    """Hand an answer over as it came; one with errors, or of plain objects, goes the usual way."""
    run = Run(prepared.plan, values, context=context, subgraphs=subgraphs)
    (step,) = prepared.plan.steps
    result = await run.fetch(step, {}, opaque=True)
    if result.passed is None:
        take_root(run, step, [run.data], result)
        return shape(prepared, values, run.data, run.faults)
    shape_of: Any = cast("Any", type(result.passed))
    names: tuple[str, ...] = shape_of.__struct_encode_fields__
    found = dict(zip(names, msgspec.structs.astuple(result.passed), strict=True))
    return Response(data={key: found[source] for key, source in roots})


def start(
    prepared: Prepared,
    values: Mapping[str, Any],
    context: FetchContext,
    subgraphs: Mapping[str, Subgraph],
) -> tuple[Run, list[JsonObject]]:
    """A run that is ready to go, its introspection answered, with the errors of that."""
    run = Run(prepared.plan, values, context=context, subgraphs=subgraphs)
    extra: list[JsonObject] = []
    if prepared.introspection is not None:
        found, extra = introspect(prepared.schema, prepared.introspection, values)
        run.data.update(found)
    return run, extra


def coerced(
    prepared: Prepared, variables: Mapping[str, Any] | None
) -> tuple[dict[str, Any], Response | None]:
    """The variables' values, or the response that refuses them."""
    values, errors = coerce_variables(prepared, variables)
    if errors:
        return {}, Response(errors=[request_error(one) for one in errors], executed=False)
    return values, None


def request_error(error: GraphQLError) -> JsonObject:
    """A coercion error as JSON."""
    formatted: JsonObject = {**error.formatted}
    formatted["extensions"] = {"code": "VARIABLES_INVALID", **(error.extensions or {})}
    return formatted


def shape(
    prepared: Prepared,
    values: Mapping[str, Any],
    data: JsonObject,
    faults: list[Fault],
    extra: list[JsonObject] | None = None,
) -> Response:
    """Project merged data into the client's answer."""
    projection = prepared.projection
    if not faults:
        project = projection.variant(values)
        if project is not None:
            try:
                return Response(data=project(data), errors=extra or [])
            except (Odd, KeyError, TypeError, AttributeError):
                pass
    exact = Exact(projection, values)
    shaped = exact.project(data, faults)
    return Response(data=shaped, errors=[*exact.errors, *(extra or ())])
