# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alarms and signs of life from devices and partners over HTTP; the answer comes after the commit (care A2)."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from services.care.actions import alarms
from services.care.actions.sending import note_delivery
from services.care.domain.scaip import make_regular
from services.kit.context import Context
from services.kit.errors import NotFound, Problem
from services.kit.policy.routes import public_route, route_permission

Held = NamedDependency[Context]
Cid = Annotated[str, PathParameter(description="The device's number, digits.")]
_REPORTS = frozenset({"delivered", "failed"})


class AlarmReport(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm as a device or partner reports it; the codes are those of SCAIP senders."""

    ref: str
    """The sender's own reference: the same report twice is one alarm."""
    cid: str
    dty: str
    stc: str = "0010"
    mty: str = "ME"
    lco: str = "000"
    did: str = ""
    unit: str = ""
    """Who sees alarms of devices that nobody has registered."""


class AlarmTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a report."""

    message: str
    alert: str | None
    repeat: bool
    status: str
    detail: str


@post("/alarms", guards=[route_permission("care.device.report")], status_code=202)
async def report_alarm(context: Held, data: JSONBody[AlarmReport]) -> AlarmTaken:
    """Report an alarm. 202 says that it is stored; anything else says that it is not."""
    raw = msgspec.json.encode(data)
    fields = {
        name: [str(value)] for name, value in msgspec.structs.asdict(data).items() if name != "unit"
    }
    alarm = make_regular(fields, raw)
    if alarm.missing:
        raise Problem("CARE_ALARM_INVALID", path=alarm.missing)
    unit = data.unit or alarms.DEFAULT_UNIT
    done = await context.database.transact(
        lambda tx: alarms.report_alarm(tx, context.caller, alarm, raw, unit=unit)
    )
    return AlarmTaken(
        message=done.message, alert=done.alert, repeat=done.is_repeat, status=done.status.value,
        detail=done.detail,
    )  # fmt: skip


@post(
    "/devices/{cid:str}/heartbeat", guards=[route_permission("care.device.report")], status_code=204
)
async def report_heartbeat(context: Held, cid: Cid) -> None:
    """Report a sign of life. 404 for a device that nobody has registered."""
    if not await context.database.transact(lambda tx: alarms.heartbeat(tx, context.caller, cid)):
        raise NotFound


@post(
    "/reports/sms",
    guards=[
        public_route("a provider reports by the id it gave; ids that are not known change nothing")
    ],
    status_code=204,
)
async def report_sms(context: Held, request: Request[Any, Any, State]) -> Response[None]:
    """The provider tells what became of a text message; the same report twice changes nothing."""
    form = await request.form()
    reference, status = str(form.get("id", "")), str(form.get("status", ""))
    if reference and status in _REPORTS:
        await context.database.transact(
            lambda tx: note_delivery(tx, reference, delivered=status == "delivered")
        )
    return Response(None, status_code=204)


routes = [report_alarm, report_heartbeat, report_sms]
