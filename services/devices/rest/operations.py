# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Batches: create, upsert, update, merge and delete, with an answer for each entity (iot N4)."""

from typing import Annotated, Any, cast

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from services.devices.actions.intake import MOST_ENTITIES, Report, take_batch
from services.devices.actions.running import intake_of
from services.devices.actions.taking_in import drop_entities
from services.devices.domain.entities import EntityRefused
from services.devices.domain.merging import Outcome
from services.devices.rest.answers import (
    Fault,
    Web,
    answer,
    empty,
    fault_of,
    problem,
    read_body,
)
from services.kit.context import Context
from services.kit.policy.routes import route_permission

_WRITE = route_permission("devices.entity.write")
LARGEST_BODY = 32_000_000
FROM_HTTP = "http"
Held = NamedDependency[Context]
Options = Annotated[
    str, QueryParameter(name="options", description="replace, update or noOverwrite.")
]


async def _listed(request: Web) -> list[Any]:
    given = await read_body(request)
    if not isinstance(given, list):
        raise Fault("BadRequestData", 400, "A batch is a JSON array.")
    found = cast("list[Any]", given)
    if len(found) > MOST_ENTITIES:
        raise Fault("TooManyResults", 413, f"A batch has at most {MOST_ENTITIES} entities.")
    return found


def _answer(request: Web, report: Report, *, created: bool) -> Response[bytes]:
    """201 with the ids that are new, 204, or 207 with an error for each entity that was refused."""
    if report.refused:
        errors: list[dict[str, Any]] = []
        for one in report.refused:
            fault = fault_of(one)
            error = problem(fault.kind, fault.status, fault.detail)
            errors.append({"entityId": one.entity, "error": error})
        return answer(request, {"success": list(report.entities), "errors": errors}, status=207)
    if not created:
        return empty(204)
    new = [
        name
        for name, outcome in zip(report.entities, report.outcomes, strict=True)
        if outcome is Outcome.CREATED
    ]
    return answer(request, new, status=201) if new else empty(204)


@post(
    "/entityOperations/upsert", guards=[_WRITE], request_max_body_size=LARGEST_BODY)  # fmt: skip
async def upsert(context: Held, request: Web, options: Options = "replace") -> Response[bytes]:
    """Create what is new; of what is there replace the attributes, or with options=update keep the others."""
    report = await take_batch(
        intake_of(context.resources),
        await _listed(request),
        source=FROM_HTTP,
        replaces="update" not in options,
    )
    return _answer(request, report, created=True)


@post(
    "/entityOperations/create", guards=[_WRITE], request_max_body_size=LARGEST_BODY)  # fmt: skip
async def create(context: Held, request: Web) -> Response[bytes]:
    """Create entities; those that are there already are errors."""
    report = await take_batch(
        intake_of(context.resources), await _listed(request), source=FROM_HTTP, only="new"
    )
    return _answer(request, report, created=True)


@post(
    "/entityOperations/update", guards=[_WRITE], request_max_body_size=LARGEST_BODY)  # fmt: skip
async def update(context: Held, request: Web, options: Options = "") -> Response[bytes]:
    """Put attributes on entities that are there; with options=noOverwrite only those that are missing."""
    report = await take_batch(
        intake_of(context.resources),
        await _listed(request),
        source=FROM_HTTP,
        keeps="noOverwrite" in options,
        only="known",
    )
    return _answer(request, report, created=False)


@post(
    "/entityOperations/merge", guards=[_WRITE], request_max_body_size=LARGEST_BODY)  # fmt: skip
async def merge(context: Held, request: Web) -> Response[bytes]:
    """Merge attributes into entities that are there."""
    report = await take_batch(
        intake_of(context.resources), await _listed(request), source=FROM_HTTP, only="known"
    )
    return _answer(request, report, created=False)


@post("/entityOperations/delete", guards=[_WRITE])
async def delete_entities(context: Held, request: Web) -> Response[bytes]:
    """Forget entities by their ids."""
    given = await _listed(request)
    ids = [one for one in given if isinstance(one, str)]
    known = set(await context.database.transact(lambda tx: drop_entities(tx, ids)))
    refused = tuple(
        EntityRefused("not_there", "There is no such entity.", entity=str(one)[:300])
        for one in given
        if one not in known
    )
    return _answer(request, Report(tuple(sorted(known)), (), refused), created=False)


operation_doors = [upsert, create, update, merge, delete_entities]
