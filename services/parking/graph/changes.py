# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be changed: a price promised, a session started, extended, stopped; each done once."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import msgspec
import strawberry

from services.kit.clock import instant
from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import Info, local_id, user_error
from services.kit.graph_guard import permission
from services.kit.idempotency import Answer, Claim, field_key, fingerprint, once
from services.kit.wire.caller import Caller
from services.parking.actions import sessions as actions
from services.parking.actions.permits import held_permits
from services.parking.actions.plates import chest_of
from services.parking.domain.local_time import to_local
from services.parking.domain.plates import HOME, usual_reading
from services.parking.domain.regulations import Vehicle
from services.parking.domain.sessions import Session
from services.parking.graph.holds import HoldChanges
from services.parking.graph.offline import OfflineChanges
from services.parking.graph.permit_changes import CAN_BE_PUT_RIGHT, PermitChanges
from services.parking.graph.permit_vehicles import VehicleChanges
from services.parking.graph.sessions import (
    ParkingQuotePayload,
    ParkingSessionPayload,
    SessionType,
    quote_type,
)
from services.parking.graph.verdicts import PointInput, point_of


@strawberry.input(description="A stay that somebody wants to know the price of.")
class QuoteParkingInput:
    """A place and a time."""

    at: PointInput = strawberry.field(description="The place.")
    start: datetime | None = strawberry.field(
        default=None, description="When it begins; null is now."
    )
    end: datetime = strawberry.field(description="When it ends.")
    vehicle: Vehicle = strawberry.field(default=Vehicle.CAR, description="With what.")


@strawberry.input(description="The wish to park on a quote.")
class StartParkingInput:
    """A quote and a plate."""

    quote_id: strawberry.ID = strawberry.field(description="The quote to park on.")
    plate: str = strawberry.field(description="The number plate, as it stands on the vehicle.")
    country: str = strawberry.field(
        default=HOME, description="The plate's country, for example SE."
    )


@strawberry.input(description="The wish to stay longer.")
class ExtendParkingInput:
    """A session and a new end."""

    session_id: strawberry.ID = strawberry.field(description="The session.")
    until: datetime = strawberry.field(description="The new end.")
    version: int = strawberry.field(description="The version of the session that was read.")


@strawberry.input(description="The wish to stop.")
class StopParkingInput:
    """A session."""

    session_id: strawberry.ID = strawberry.field(description="The session.")


@strawberry.type
class SessionChanges:
    """What can be changed."""

    @strawberry.mutation(
        description="Ask for a price that holds for ten minutes.",
        extensions=[permission("parking.session.start")],
    )
    async def quote_parking(self, info: Info, input: QuoteParkingInput) -> ParkingQuotePayload:
        """Promise a price."""
        try:
            wish = actions.AskQuote(
                point=point_of(input.at), start=input.start, end=input.end,
                vehicle=input.vehicle,
            )  # fmt: skip
            quoted = await info.context.database.transact(
                lambda tx: _quote_with_own_permits(tx, info.context.caller, wish)
            )
        except Problem as problem:
            if problem.code not in CAN_BE_PUT_RIGHT:
                raise
            return ParkingQuotePayload(quote=None, user_errors=[user_error(problem, info)])
        return ParkingQuotePayload(quote=quote_type(quoted, info), user_errors=[])

    @strawberry.mutation(
        description="Start parking on a quote.", extensions=[permission("parking.session.start")]
    )
    async def start_parking(self, info: Info, input: StartParkingInput) -> ParkingSessionPayload:
        """Start once."""
        caller = info.context.caller
        quote_id = local_id("ParkingQuote", input.quote_id)
        chest = chest_of(info.context.resources)
        wish = actions.StartParking(quote=quote_id, plate=input.plate, country=input.country)
        payload = await _once(
            info, "startParking", msgspec.to_builtins(wish),
            lambda tx: actions.start_parking(tx, caller, wish, chest=chest),
        )  # fmt: skip
        if payload.session is not None:
            payload.plate_reading = usual_reading(input.plate)
        return payload

    @strawberry.mutation(
        description="Stay longer.", extensions=[permission("parking.session.change")]
    )
    async def extend_parking(self, info: Info, input: ExtendParkingInput) -> ParkingSessionPayload:
        """Extend once."""
        caller = info.context.caller
        session = local_id("ParkingSession", input.session_id)
        wish = actions.ExtendParking(session=session, until=input.until, version=input.version)
        return await _once(
            info, "extendParking", msgspec.to_builtins(wish),
            lambda tx: actions.extend_parking(tx, caller, wish),
        )  # fmt: skip

    @strawberry.mutation(
        description="Stop parking; what was not used is given back.",
        extensions=[permission("parking.session.change")],
    )
    async def stop_parking(self, info: Info, input: StopParkingInput) -> ParkingSessionPayload:
        """Stop; stopping twice is stopping once."""
        caller = info.context.caller
        session = local_id("ParkingSession", input.session_id)
        return await _once(
            info, "stopParking", session, lambda tx: actions.stop_parking(tx, caller, session)
        )


async def _quote_with_own_permits(tx: Tx, caller: Caller, wish: actions.AskQuote) -> actions.Quoted:
    """A quote that uses the permits the city itself has given the caller, and no others."""
    permits = await held_permits(tx, caller.subject, to_local(instant(tx.now)).date())
    return await actions.make_quote(tx, caller, msgspec.structs.replace(wish, permits=permits))


async def _once(
    info: Info, operation: str, wish: Any, unit: Callable[[Tx], Awaitable[Session]]
) -> ParkingSessionPayload:
    """Run a command; under an idempotency key, run it once and replay its answer."""
    context = info.context
    try:
        if context.idempotency_key is None:
            session = await context.database.transact(unit)
        else:
            session = await _replayable(info, operation, wish, unit)
    except Problem as problem:
        if problem.code not in CAN_BE_PUT_RIGHT:
            raise
        return ParkingSessionPayload(session=None, user_errors=[user_error(problem, info)])
    return ParkingSessionPayload(session=SessionType(facts=session), user_errors=[])


async def _replayable(
    info: Info, operation: str, wish: Any, unit: Callable[[Tx], Awaitable[Session]]
) -> Session:
    context = info.context
    claim = Claim(
        actor=context.caller.sub,
        principal=context.caller.subject,
        operation=operation,
        key=field_key(
            context.idempotency_key or "", str(info.path.key) if info.path else operation
        ),
        fingerprint=fingerprint(operation, wish),
    )

    async def keep(tx: Tx) -> Answer:
        return Answer(200, msgspec.json.encode(await unit(tx)))

    answer = await once(context.database, claim, keep)
    return msgspec.json.decode(answer.body, type=Session)


@strawberry.type
class Mutation(SessionChanges, PermitChanges, VehicleChanges, HoldChanges, OfflineChanges):
    """What can be changed."""
