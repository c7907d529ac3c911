# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The door of brokers: each answers its own requests, with its key."""

import secrets
from typing import Annotated

import msgspec
from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter

from services.kit.data import Tx
from services.kit.errors import Unauthenticated
from services.kit.policy.routes import public_route
from services.kit.wire.caller import Caller, CallerKind
from services.newcomers.actions import interpreters
from services.newcomers.actions.orders import AcceptRequest, Ordered
from services.newcomers.domain.interpreting.orders import Competence, Location
from services.newcomers.rest.ways import Held
from services.newcomers.settings import Settings

BrokerName = Annotated[str, PathParameter(description="Which broker.")]
RequestName = Annotated[str, PathParameter(description="Which request.")]
Incoming = Request[object, object, State]


class BrokerAnswer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a broker says."""

    accepted: bool
    interpreter: str = ""
    competence: Competence | None = None
    location: Location | None = None
    travel_minutes: int = 0
    travel_km: int = 0


Answered = JSONBody[BrokerAnswer]


@post(
    "/brokers/{broker:str}/requests/{name:str}",
    guards=[public_route("a broker proves itself by its key")],
    status_code=200,
)
async def answer_request(
    context: Held, data: Answered, broker: BrokerName, name: RequestName, request: Incoming
) -> dict[str, str]:
    """A broker's answer: accepted, with the interpreter or without, or declined."""
    settings = context.resources.settings
    key = settings.key_of(broker) if isinstance(settings, Settings) else ""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not key or not secrets.compare_digest(given.encode(), key.encode()):
        raise Unauthenticated
    caller = Caller(kind=CallerKind.SERVICE, sub=f"broker:{broker}")

    async def unit(tx: Tx) -> Ordered:
        await interpreters.check_broker(tx, name, broker)
        if not data.accepted:
            return await interpreters.decline(tx, caller, name)
        answer = AcceptRequest(
            request=name, interpreter=data.interpreter, competence=data.competence,
            location=data.location, travel_minutes=data.travel_minutes, travel_km=data.travel_km,
        )  # fmt: skip
        return await interpreters.accept(tx, caller, answer)

    ordered = await context.database.transact(unit)
    return {"order": ordered.order.number, "status": ordered.order.status.value}
