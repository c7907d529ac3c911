# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of operators, as Parkkihubi has them: stays, permit series and permits (operator API version 1)."""

from typing import Annotated, Any, cast

from litestar import Response, Router, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import PathParameter

from services.kit.context import Context
from services.kit.data import Tx
from services.kit.errors import NotFound
from services.kit.policy.routes import public_route
from services.parking.actions import operator_permits as permit_actions
from services.parking.actions import operators as actions
from services.parking.actions.plates import chest_of, read_plate
from services.parking.actions.sessions import DOMAIN
from services.parking.actions.streets import all_rows
from services.parking.domain.ltf import PREFIXES
from services.parking.domain.operator_permits import read_permit
from services.parking.domain.operators import (
    OperatorRole,
    Telling,
    TellingWrong,
    check_end,
    read_telling,
    read_time,
)
from services.parking.rest.parkkihubi import (
    FAULTS,
    Web,
    body_of,
    object_of,
    operator_of,
    page,
    said,
    shown_time,
)
from services.parking.store.operators import PermitRow, Series

_KEY = public_route("an operator shows a key of its own (Authorization: ApiKey)")
Held = NamedDependency[Context]
Name = Annotated[str, PathParameter(description="The stay's id.")]
Number = Annotated[int, PathParameter(description="The series' id.")]
External = Annotated[str, PathParameter(description="The operator's own id of the permit.")]


def stay_json(kept: actions.Kept, plate: str, now: int) -> dict[str, Any]:
    """A stay as the API shows it."""
    told = kept.told
    valid = told.time_start <= now and (told.time_end is None or now < told.time_end)
    place = told.location
    return {
        "id": kept.session.id,
        "created_at": shown_time(kept.created_at),
        "modified_at": shown_time(now),
        "location": {"type": "Point", "coordinates": [place.lon, place.lat]} if place else None,
        "terminal_number": told.terminal_number,
        "registration_number": plate,
        "time_start": shown_time(told.time_start),
        "time_end": shown_time(told.time_end),
        "zone": told.zone,
        "domain": told.domain,
        "status": "valid" if valid else "not_valid",
        "is_disc_parking": told.is_disc_parking,
    }


@post("/parking", guards=[_KEY])
async def create_parking(context: Held, request: Web) -> Response[bytes]:
    """Tell a stay."""
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    given = read_telling(await body_of(request), domain=DOMAIN)
    chest = chest_of(context.resources)
    kept = await context.database.transact(
        lambda tx: actions.tell_stay(tx, operator, given, chest=chest)
    )
    return said(stay_json(kept, given.registration_number, context.clock.now_ms()), 201)


async def _change(context: Context, request: Web, name: str, *, whole: bool) -> Response[bytes]:
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    raw = await object_of(request)
    chest = chest_of(context.resources)

    async def unit(tx: Tx) -> tuple[actions.Kept, str]:
        kept = await actions.read_stay(tx, operator, name)
        plate = await read_plate(tx, name, kept.session.owner, chest=chest) or ""
        if not whole and set(raw) == {"time_end"}:
            end = read_time(raw, "time_end")
            return await actions.end_stay(tx, operator, name, end), plate
        before = {} if whole else stay_json(kept, plate, tx.now)
        given: Telling = read_telling(before | raw, domain=DOMAIN)
        check_end(given.told.time_start, given.told.time_end)
        changed = await actions.change_stay(tx, operator, name, given, chest=chest)
        return changed, given.registration_number

    kept, plate = await context.database.transact(unit)
    return said(stay_json(kept, plate, context.clock.now_ms()))


@put("/parking/{name:str}", guards=[_KEY])
async def replace_parking(context: Held, request: Web, name: Name) -> Response[bytes]:
    """Tell a stay anew, within two minutes."""
    return await _change(context, request, name, whole=True)


@patch("/parking/{name:str}", guards=[_KEY])
async def patch_parking(context: Held, request: Web, name: Name) -> Response[bytes]:
    """Change a stay; after two minutes its end alone."""
    return await _change(context, request, name, whole=False)


@delete("/parking/{name:str}", guards=[_KEY], status_code=204)
async def delete_parking(context: Held, request: Web, name: Name) -> None:
    """Take a stay back, within two minutes."""
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    await context.database.transact(lambda tx: actions.withdraw_stay(tx, operator, name))


@post("/permitseries", guards=[_KEY])
async def create_series(context: Held, request: Web) -> Response[bytes]:
    """Begin a series of permits; it is not valid before it is activated."""
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    made = await context.database.transact(lambda tx: permit_actions.make_series(tx, operator))
    return said(_series(made), 201)


@post("/permitseries/{number:int}/activate", guards=[_KEY])
async def activate_series(context: Held, request: Web, number: Number) -> Response[bytes]:
    """Make a series valid, in place of those named in deactivate_series or of all others."""
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    raw = await object_of(request)
    listed: Any = raw.get("deactivate_series", [])
    if not isinstance(listed, list) or not all(
        isinstance(one, int) for one in cast("list[Any]", listed)
    ):
        raise TellingWrong("deactivate_series", "Must be a list of ids.")
    instead = None if raw.get("deactivate_others") is True else cast("list[int]", listed)
    await context.database.transact(
        lambda tx: permit_actions.activate_series(tx, operator, number, instead=instead)
    )
    return said({"status": "OK"})


@post("/permit", guards=[_KEY])
async def create_permits(context: Held, request: Web) -> Response[bytes]:
    """Hand in one permit or a list of them; a list is taken whole or not at all."""
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    given = await body_of(request)
    listed = cast("list[Any]", given) if isinstance(given, list) else [given]
    permits = [read_permit(one) for one in listed]
    chest = chest_of(context.resources)

    async def unit(tx: Tx) -> list[PermitRow]:
        return [await permit_actions.add_permit(tx, operator, one, chest=chest) for one in permits]

    try:
        made = await context.database.transact(unit)
    except NotFound:
        raise TellingWrong("series", "No such series.") from None
    rows = [_permit(one) for one in made]
    return said(rows if isinstance(given, list) else rows[0], 201)


@get("/activepermit/{external:str}", guards=[_KEY])
async def read_active(context: Held, request: Web, external: External) -> Response[bytes]:
    """The valid permit with the operator's own id."""
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    found = await context.database.transact(
        lambda tx: permit_actions.active_permit(tx, operator, external)
    )
    return said(_permit(found))


@put("/activepermit/{external:str}", guards=[_KEY])
async def replace_active(context: Held, request: Web, external: External) -> Response[bytes]:
    """Put another permit in the place of the valid one."""
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    raw = await object_of(request)
    chest = chest_of(context.resources)

    async def unit(tx: Tx) -> PermitRow:
        held = await permit_actions.active_permit(tx, operator, external)
        given = read_permit(raw | {"external_id": external, "series": held.series})
        return await permit_actions.replace_active(tx, operator, given, chest=chest)

    return said(_permit(await context.database.transact(unit)))


@delete("/activepermit/{external:str}", guards=[_KEY], status_code=204)
async def delete_active(context: Held, request: Web, external: External) -> None:
    """Take a valid permit away."""
    operator = await operator_of(context, request, OperatorRole.OPERATOR)
    await context.database.transact(lambda tx: permit_actions.drop_active(tx, operator, external))


@get("/permit_area", guards=[_KEY])
async def list_areas(context: Held, request: Web) -> Response[bytes]:
    """The city's areas for permits."""
    await operator_of(context, request, OperatorRole.OPERATOR)
    names = sorted({row.area for row in await _kerbs(context) if row.area})
    return said(page([{"code": name, "domain": DOMAIN, "name": name} for name in names]))


@get("/payment_zone", guards=[_KEY])
async def list_zones(context: Held, request: Web) -> Response[bytes]:
    """The city's zones; 1 is the dearest and covers the others."""
    await operator_of(context, request, OperatorRole.OPERATOR)
    numbers = sorted(
        {
            int(tariff.code)
            for row in await _kerbs(context)
            if (tariff := row.tariff()) is not None and tariff.code.isdigit()
        }
    )
    return said(
        page(
            [
                {"code": str(one), "domain": DOMAIN, "name": f"Taxa {one}", "number": one}
                for one in numbers
            ]
        )
    )


@get("/enforcement_domain", guards=[_KEY])
async def list_domains(context: Held, request: Web) -> Response[bytes]:
    """The domains in which plates are checked: one."""
    await operator_of(context, request, OperatorRole.OPERATOR)
    return said(page([{"code": DOMAIN, "name": "Stockholm"}]))


async def _kerbs(context: Context) -> list[Any]:
    found: list[Any] = []
    for layer in PREFIXES:
        found += await all_rows(context.database, layer)
    return found


def _series(one: Series) -> dict[str, Any]:
    return {
        "id": one.id,
        "created_at": shown_time(one.created_at),
        "modified_at": shown_time(one.modified_at),
        "active": one.active,
    }


def _permit(one: PermitRow) -> dict[str, Any]:
    """A permit without plates: what is kept of them are fingerprints."""
    areas = [
        {"area": name, "start_time": shown_time(start), "end_time": shown_time(end)}
        for name, start, end in one.body["areas"]
    ]
    subjects = [
        {"start_time": shown_time(start), "end_time": shown_time(end)}
        for _, start, end in one.body["subjects"]
    ]
    return {
        "id": one.id, "series": one.series, "external_id": one.external_id, "domain": DOMAIN,
        "subjects": subjects, "areas": areas, "properties": one.body["properties"],
    }  # fmt: skip


operator_doors = Router(
    path="/operator/v1",
    route_handlers=[
        create_parking, replace_parking, patch_parking, delete_parking, create_series,
        activate_series, create_permits, read_active, replace_active, delete_active, list_areas,
        list_zones, list_domains,
    ],
    exception_handlers=FAULTS,
)  # fmt: skip
