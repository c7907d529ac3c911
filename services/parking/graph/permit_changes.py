# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be changed about permits, and the check by plate (it is kept, so it is a change)."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import strawberry

from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import Info, UserError, local_id, user_error
from services.kit.graph_guard import permission
from services.parking.actions import checks as check_actions
from services.parking.actions import permits as actions
from services.parking.actions.plates import chest_of
from services.parking.domain.local_time import to_local
from services.parking.domain.permits import EndWhen, PermitType
from services.parking.domain.plates import HOME
from services.parking.graph.permits import CheckGraph, PermitGraph, check_type, permit_type
from services.parking.graph.verdicts import PointInput, point_of
from services.parking.store.permits import Permit

CAN_BE_PUT_RIGHT = frozenset(
    {
        "INPUT_INVALID",
        "CONFLICT",
        "PARKING_NOT_ALLOWED",
        "PARKING_PRICE_UNKNOWN",
        "PARKING_QUOTE_EXPIRED",
        "PARKING_PLATE_ACTIVE",
        "PARKING_PLATE_INVALID",
        "PARKING_SESSION_OVER",
        "PARKING_SPACE_TAKEN",
    }
)
"""Problems that become `userErrors`; all others are errors of the request."""


@strawberry.input(description="The wish for a permit.")
class ApplyParkingPermitInput:
    """A request."""

    kind: PermitType = strawberry.field(description="What it is for.")
    area: str = strawberry.field(description="The parking district, for example Vasastan.")
    plate: str = strawberry.field(description="The vehicle's number plate.")
    country: str = strawberry.field(
        default=HOME, description="The plate's country, for example SE."
    )
    start: datetime = strawberry.field(description="From which day; the local date counts.")
    months: int | None = strawberry.field(default=None, description="1 to 12; null is open-ended.")
    second_of: strawberry.ID | None = strawberry.field(
        default=None, description="For a second vehicle: the permit of the first."
    )


@strawberry.input(description="An officer's decision.")
class DecideParkingPermitInput:
    """A decision."""

    permit_id: strawberry.ID = strawberry.field(description="The permit.")
    granted: bool = strawberry.field(description="Whether it is granted.")


@strawberry.input(description="The wish for a longer permit.")
class ExtendParkingPermitInput:
    """More months."""

    permit_id: strawberry.ID = strawberry.field(description="The permit.")
    months: int = strawberry.field(description="How many more months.")


@strawberry.input(description="The wish to end a permit.")
class EndParkingPermitInput:
    """An end."""

    permit_id: strawberry.ID = strawberry.field(description="The permit.")
    version: int = strawberry.field(description="The version that was read.")
    when: EndWhen = strawberry.field(description="When it is to end.")


@strawberry.input(description="A plate seen at a place, and why it is asked about.")
class CheckParkingPlateInput:
    """A check."""

    plate: str = strawberry.field(description="The number plate.")
    country: str = strawberry.field(
        default=HOME, description="The plate's country, for example SE."
    )
    at: PointInput = strawberry.field(description="The place.")
    accuracy: float = strawberry.field(default=10.0, description="Metres by which it may be off.")
    purpose: str = strawberry.field(description="Why; it is kept.")


@strawberry.type(description="What came of a request about a permit.")
class ParkingPermitPayload:
    """A permit, or what the person can put right."""

    permit: PermitGraph | None = strawberry.field(description="The permit after the change.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a check.")
class ParkingCheckPayload:
    """An answer, or what the officer can put right."""

    check: CheckGraph | None = strawberry.field(description="The answer.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type
class PermitChanges:
    """Changes to permits."""

    @strawberry.mutation(
        description="Ask for a parking permit.", extensions=[permission("parking.permit.apply")]
    )
    async def apply_for_parking_permit(
        self, info: Info, input: ApplyParkingPermitInput
    ) -> ParkingPermitPayload:
        """Hand in a request."""
        wish = actions.ApplyPermit(
            kind=input.kind,
            area=input.area,
            plate=input.plate,
            country=input.country,
            start=to_local(input.start).date(),
            months=input.months,
            second_of=local_id("ParkingPermit", input.second_of) if input.second_of else None,
        )
        return await change_permit(
            info,
            lambda tx: actions.apply_for_permit(
                tx, info.context.caller, wish, chest=chest_of(info.context.resources)
            ),
        )

    @strawberry.mutation(
        description="Grant or refuse a permit.", extensions=[permission("parking.permit.decide")]
    )
    async def decide_parking_permit(
        self, info: Info, input: DecideParkingPermitInput
    ) -> ParkingPermitPayload:
        """An officer decides."""
        key = local_id("ParkingPermit", input.permit_id)
        return await change_permit(
            info,
            lambda tx: actions.decide_permit(tx, info.context.caller, key, granted=input.granted),
        )

    @strawberry.mutation(
        description="Make a permit longer.", extensions=[permission("parking.permit.read")]
    )
    async def extend_parking_permit(
        self, info: Info, input: ExtendParkingPermitInput
    ) -> ParkingPermitPayload:
        """Extend."""
        key = local_id("ParkingPermit", input.permit_id)
        return await change_permit(
            info, lambda tx: actions.extend_permit(tx, info.context.caller, key, input.months)
        )

    @strawberry.mutation(
        description="End a permit; unused whole months are given back.",
        extensions=[permission("parking.permit.read")],
    )
    async def end_parking_permit(
        self, info: Info, input: EndParkingPermitInput
    ) -> ParkingPermitPayload:
        """End."""
        wish = actions.EndPermit(
            permit=local_id("ParkingPermit", input.permit_id),
            version=input.version,
            when=input.when,
        )
        return await change_permit(
            info, lambda tx: actions.end_permit(tx, info.context.caller, wish)
        )

    @strawberry.mutation(
        description="Check a plate at a place; who asked, why and where is kept.",
        extensions=[permission("parking.plate.check")],
    )
    async def check_parking_plate(
        self, info: Info, input: CheckParkingPlateInput
    ) -> ParkingCheckPayload:
        """Check a plate."""
        wish = check_actions.CheckPlate(
            plate=input.plate,
            country=input.country,
            point=point_of(input.at),
            accuracy_m=input.accuracy,
            purpose=input.purpose,
        )
        try:
            check = await info.context.database.transact(
                lambda tx: check_actions.check_plate(
                    tx, info.context.caller, wish, chest=chest_of(info.context.resources)
                )
            )
        except Problem as problem:
            if problem.code not in CAN_BE_PUT_RIGHT:
                raise
            return ParkingCheckPayload(check=None, user_errors=[user_error(problem, info)])
        return ParkingCheckPayload(check=check_type(check), user_errors=[])


async def change_permit(
    info: Info, unit: Callable[[Tx], Awaitable[Permit]]
) -> ParkingPermitPayload:
    """Run a change of a permit; what the person can put right becomes `userErrors`."""
    try:
        permit = await info.context.database.transact(unit)
    except Problem as problem:
        if problem.code not in CAN_BE_PUT_RIGHT:
            raise
        return ParkingPermitPayload(permit=None, user_errors=[user_error(problem, info)])
    return ParkingPermitPayload(permit=permit_type(permit), user_errors=[])
