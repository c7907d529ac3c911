# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Vehicles and districts of permits in the graph: lent for a while, changed for good, moved."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.graph import Info, local_id
from services.kit.graph_guard import permission
from services.parking.actions import permit_changes as actions
from services.parking.actions.plates import chest_of
from services.parking.domain.plates import HOME
from services.parking.graph.permit_changes import (
    DecideParkingPermitInput,
    ParkingPermitPayload,
    change_permit,
)


@strawberry.input(description="The wish that another vehicle stands in for a while.")
class LendParkingPermitInput:
    """A vehicle and a time."""

    permit_id: strawberry.ID = strawberry.field(description="The permit.")
    plate: str = strawberry.field(description="The number plate of the vehicle that stands in.")
    country: str = strawberry.field(
        default=HOME, description="The plate's country, for example SE."
    )
    start: datetime = strawberry.field(description="From when.")
    end: datetime = strawberry.field(description="Until when: an hour at least.")


@strawberry.input(description="The wish to have the permit's own vehicle back on it.")
class ReturnParkingPermitInput:
    """A permit."""

    permit_id: strawberry.ID = strawberry.field(description="The permit.")


@strawberry.input(description="The wish that a permit is for another vehicle from now on.")
class ChangeParkingPermitVehicleInput:
    """A vehicle."""

    permit_id: strawberry.ID = strawberry.field(description="The permit.")
    version: int = strawberry.field(description="The version that was read.")
    plate: str = strawberry.field(description="The number plate of the new vehicle.")
    country: str = strawberry.field(
        default=HOME, description="The plate's country, for example SE."
    )


@strawberry.input(description="The wish that a permit holds in another district after a move.")
class MoveParkingPermitInput:
    """A district."""

    permit_id: strawberry.ID = strawberry.field(description="The permit.")
    version: int = strawberry.field(description="The version that was read.")
    area: str = strawberry.field(description="The new parking district.")


@strawberry.type
class VehicleChanges:
    """Changes to what a permit is for and where it holds."""

    @strawberry.mutation(
        description="Let another vehicle stand in for a while, twice a year at most; it ends by itself.",
        extensions=[permission("parking.permit.read")],
    )
    async def lend_parking_permit(
        self,
        info: Info,
        input: Annotated[LendParkingPermitInput, strawberry.argument(description="What, when.")],
    ) -> ParkingPermitPayload:
        """Lend."""
        wish = actions.LendVehicle(
            permit=local_id("ParkingPermit", input.permit_id), plate=input.plate,
            country=input.country, start=input.start, end=input.end,
        )  # fmt: skip
        chest = chest_of(info.context.resources)
        return await change_permit(
            info, lambda tx: actions.lend_vehicle(tx, info.context.caller, wish, chest=chest)
        )

    @strawberry.mutation(
        description="Have the permit's own vehicle back on it before the time.",
        extensions=[permission("parking.permit.read")],
    )
    async def return_parking_permit(
        self,
        info: Info,
        input: Annotated[ReturnParkingPermitInput, strawberry.argument(description="Which.")],
    ) -> ParkingPermitPayload:
        """End what is lent."""
        key = local_id("ParkingPermit", input.permit_id)
        return await change_permit(
            info, lambda tx: actions.return_vehicle(tx, info.context.caller, key)
        )

    @strawberry.mutation(
        description="Put another vehicle in the place of the permit's own.",
        extensions=[permission("parking.permit.read")],
    )
    async def change_parking_permit_vehicle(
        self,
        info: Info,
        input: Annotated[ChangeParkingPermitVehicleInput, strawberry.argument(description="What.")],
    ) -> ParkingPermitPayload:
        """Change the vehicle."""
        wish = actions.ChangeVehicle(
            permit=local_id("ParkingPermit", input.permit_id), version=input.version,
            plate=input.plate, country=input.country,
        )  # fmt: skip
        chest = chest_of(info.context.resources)
        return await change_permit(
            info, lambda tx: actions.change_vehicle(tx, info.context.caller, wish, chest=chest)
        )

    @strawberry.mutation(
        description="Ask that a permit holds in another district; an officer decides.",
        extensions=[permission("parking.permit.read")],
    )
    async def move_parking_permit(
        self,
        info: Info,
        input: Annotated[MoveParkingPermitInput, strawberry.argument(description="Where to.")],
    ) -> ParkingPermitPayload:
        """Ask for another district."""
        wish = actions.MovePermit(
            permit=local_id("ParkingPermit", input.permit_id), version=input.version,
            area=input.area,
        )  # fmt: skip
        return await change_permit(info, lambda tx: actions.ask_move(tx, info.context.caller, wish))

    @strawberry.mutation(
        description="Grant or refuse another district.",
        extensions=[permission("parking.permit.decide")],
    )
    async def decide_parking_permit_move(
        self,
        info: Info,
        input: Annotated[DecideParkingPermitInput, strawberry.argument(description="Decision.")],
    ) -> ParkingPermitPayload:
        """An officer decides."""
        key = local_id("ParkingPermit", input.permit_id)
        return await change_permit(
            info,
            lambda tx: actions.decide_move(tx, info.context.caller, key, granted=input.granted),
        )
