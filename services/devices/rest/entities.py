# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One entity at a time: made, read, patched, forgotten."""

from typing import Annotated, Any, cast

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from services.devices.actions.entities import drop_attribute, read_one, sees_everything
from services.devices.actions.intake import Report, take_batch
from services.devices.actions.running import intake_of
from services.devices.actions.taking_in import drop_entities
from services.devices.domain.entities import EntityRefused
from services.devices.domain.writing import entity_json, shown_of
from services.devices.rest.answers import (
    Fault,
    Web,
    answer,
    empty,
    fault_of,
    read_body,
)
from services.devices.rest.operations import FROM_HTTP
from services.kit.context import Context
from services.kit.policy.routes import route_permission

_WRITE = route_permission("devices.entity.write")
_READ = route_permission("devices.entity.read")
Held = NamedDependency[Context]
Name = Annotated[str, PathParameter(description="The entity's id, a URI.")]
AttributeName = Annotated[str, PathParameter(description="The attribute's name.")]
Options = Annotated[
    str, QueryParameter(name="options", description="keyValues, concise, noOverwrite.")
]
Names = Annotated[str, QueryParameter(name="attrs", description="Only these attributes.")]


def form_of(options: str) -> str:
    """The form of an answer."""
    if "keyValues" in options or "simplified" in options:
        return "keyValues"
    return "concise" if "concise" in options else "normalized"


def _first_fault(report: Report) -> None:
    if report.refused:
        raise fault_of(report.refused[0])


@post("/entities", guards=[_WRITE])
async def create_entity(context: Held, request: Web) -> Response[bytes]:
    """Create an entity: 201 with its place, 409 when it is there already."""
    given = await read_body(request)
    report = await take_batch(intake_of(context.resources), [given], source=FROM_HTTP, only="new")
    _first_fault(report)
    return empty(201, {"Location": f"/devices/ngsi-ld/v1/entities/{report.entities[0]}"})


@get("/entities/{name:str}", guards=[_READ])
async def read_entity_by_id(
    context: Held, request: Web, name: Name, options: Options = "", attrs: Names = ""
) -> Response[bytes]:
    """One entity, cut down to what the reader may see; 404 when nothing of it is for her."""
    everything = sees_everything(context.caller)
    found = await read_one(context.database, name)
    wanted = [one for one in attrs.split(",") if one] or None
    shown = shown_of(found, everything=everything, wanted=wanted) if found is not None else {}
    if found is None or not (shown or everything):
        raise Fault("ResourceNotFound", 404, "There is no such entity.")
    return answer(
        request, entity_json(found, shown, form=form_of(options), times="sysAttrs" in options)
    )


@delete("/entities/{name:str}", guards=[_WRITE], status_code=204)
async def delete_entity(context: Held, name: Name) -> None:
    """Forget an entity."""
    if not await context.database.transact(lambda tx: drop_entities(tx, [name])):
        raise Fault("ResourceNotFound", 404, "There is no such entity.")


async def _fragment(
    context: Context, request: Web, name: str, raw: dict[str, Any], *, keeps: bool, must_have: bool
) -> Response[bytes]:
    """Attributes put on an entity that is there; 207 when some of them are refused."""
    found = await read_one(context.database, name)
    if found is None:
        raise Fault("ResourceNotFound", 404, "There is no such entity.")
    missing = [one for one in raw if must_have and one not in found.attributes and one[0] != "@"]
    good = {one: value for one, value in raw.items() if one not in missing}
    intake = intake_of(context.resources)
    report = await take_batch(
        intake, [good | {"id": name, "type": found.type}], source=FROM_HTTP, keeps=keeps,
        only="known",
    )  # fmt: skip
    _first_fault(report)
    kept = [one for one in good if keeps and one in found.attributes]
    if missing or kept:
        await intake.count(
            FROM_HTTP,
            [
                EntityRefused("no_such_attribute", f"There is no {one}.", entity=name)
                for one in missing
            ],
        )
        updated = [one for one in good if one not in kept]
        reasons = [
            {"attributeName": one, "reason": "There is no such attribute."} for one in missing
        ]
        reasons += [{"attributeName": one, "reason": "It is there already."} for one in kept]
        return answer(request, {"updated": updated, "notUpdated": reasons}, status=207)
    return empty(204)


async def _object(request: Web) -> dict[str, Any]:
    given = await read_body(request)
    if not isinstance(given, dict) or not given:
        raise Fault("BadRequestData", 400, "Send an object of attributes.")
    return cast("dict[str, Any]", given)


@post("/entities/{name:str}/attrs", guards=[_WRITE])
async def append_attributes(
    context: Held, request: Web, name: Name, options: Options = ""
) -> Response[bytes]:
    """Add attributes; with options=noOverwrite those that are there stay as they are."""
    raw = await _object(request)
    keeps = "noOverwrite" in options
    return await _fragment(context, request, name, raw, keeps=keeps, must_have=False)


@patch("/entities/{name:str}/attrs", guards=[_WRITE])
async def patch_attributes(context: Held, request: Web, name: Name) -> Response[bytes]:
    """Change attributes that are there."""
    raw = await _object(request)
    return await _fragment(context, request, name, raw, keeps=False, must_have=True)


@patch("/entities/{name:str}/attrs/{attribute:str}", guards=[_WRITE])
async def patch_attribute(
    context: Held, request: Web, name: Name, attribute: AttributeName
) -> Response[bytes]:
    """Change one attribute that is there."""
    found = await read_one(context.database, name)
    if found is None or attribute not in found.attributes:
        raise Fault("ResourceNotFound", 404, "There is no such entity or attribute.")
    held = found.attributes[attribute]
    given = await read_body(request)
    if isinstance(given, dict):
        part = cast("dict[str, Any]", given)
        place = {"Relationship": "object", "LanguageProperty": "languageMap"}.get(
            held.kind, "value"
        )
        given = {"type": held.kind, place: held.value} | part
    raw = {attribute: given}
    return await _fragment(context, request, name, raw, keeps=False, must_have=True)


@delete(
    "/entities/{name:str}/attrs/{attribute:str}", guards=[_WRITE], status_code=204)  # fmt: skip
async def delete_attribute(context: Held, name: Name, attribute: AttributeName) -> None:
    """Take one attribute away."""
    try:
        await context.database.transact(lambda tx: drop_attribute(tx, name, attribute))
    except EntityRefused as refused:
        raise Fault("ResourceNotFound", 404, refused.text) from None


entity_doors = [
    create_entity,
    read_entity_by_id,
    delete_entity,
    append_attributes,
    patch_attributes,
    patch_attribute,
    delete_attribute,
]
