# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of the sensors' network servers, of the registry's first room, and the list of what was refused."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import PathParameter

from services.devices.actions.datex import LARGEST, take_datex
from services.devices.actions.intake import take_batch
from services.devices.actions.running import intake_of
from services.devices.actions.uplinks import register_device, take_uplink
from services.devices.domain.entities import EntityRefused
from services.devices.domain.uplinks import Device
from services.devices.rest.answers import Web, answer, empty, read_body
from services.devices.store import entities as store
from services.kit.context import Context
from services.kit.errors import InputInvalid
from services.kit.policy.routes import route_permission

_WRITE = route_permission("devices.entity.write")
_REGISTER = route_permission("devices.device.register")
_READ = route_permission("devices.intake.read")
FROM_LORAWAN = "lorawan"
MOST_LISTED = 500
Held = NamedDependency[Context]
Source = Annotated[
    str, PathParameter(description="What the city calls the sender: small letters, digits, dashes.")
]


@post("/lorawan/uplinks", guards=[_WRITE])
async def take_lorawan_uplink(context: Held, request: Web) -> Response[bytes]:
    """An uplink as The Things Stack v3 sends it; 204 when it is on the disk."""
    intake = intake_of(context.resources)
    given: Any = await read_body(request)
    try:
        entities = await take_uplink(context.database, given)
    except EntityRefused as refused:
        await intake.count(FROM_LORAWAN, [refused])
        raise
    await take_batch(intake, list(entities), source=FROM_LORAWAN)
    return empty(204)


@put("/registry/devices", guards=[_REGISTER], status_code=204)
async def put_device(context: Held, request: Web) -> None:
    """Name a device: its model and the entity it speaks of."""
    try:
        given = msgspec.convert(await read_body(request), Device)
    except msgspec.ValidationError as wrong:
        raise InputInvalid(path=("device",)) from wrong
    await context.database.transact(lambda tx: register_device(tx, context.caller, given))


@post("/datex/{source:str}", guards=[_WRITE], request_max_body_size=LARGEST, status_code=200)
async def take_datex_publication(context: Held, request: Web, source: Source) -> Response[bytes]:
    """A DATEX II 2.3 parking publication; 200 says how many facilities were taken and what could not be true."""
    taken = await take_datex(intake_of(context.resources), await request.body(), source)
    return answer(request, msgspec.to_builtins(taken))


@get("/intake/refused", guards=[_READ])
async def read_refused(context: Held, request: Web) -> Response[bytes]:
    """What was refused, by source, reason and day (days since 1970), each with its newest example."""
    rows = await context.database.many(store.refusals, most=MOST_LISTED)
    return answer(request, msgspec.to_builtins(rows))


intake_doors = [take_lorawan_uplink, put_device, take_datex_publication, read_refused]
