# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of parking."""

from datetime import datetime, timedelta
from typing import Annotated

import strawberry

from services.kit.clock import instant
from services.kit.errors import NotFound
from services.kit.graph import Info, local_id
from services.kit.graph_guard import permission
from services.parking.actions import occupancy, search, sessions, verdicts
from services.parking.actions.permits import held_permits
from services.parking.domain.local_time import to_local
from services.parking.domain.regulations import Vehicle
from services.parking.graph.holds import HoldQuestions
from services.parking.graph.offers import (
    NearType,
    OccupancyType,
    OfferType,
    near_type,
    occupancy_type,
    offer_type,
)
from services.parking.graph.sessions import SessionType
from services.parking.graph.verdicts import (
    HeldPermitInput,
    PointInput,
    RegulationType,
    VerdictType,
    held,
    point_of,
    verdict_type,
)

At = Annotated[PointInput, strawberry.argument(description="The place.")]
Time = Annotated[datetime | None, strawberry.argument(description="When; null is now.")]
Kind = Annotated[Vehicle, strawberry.argument(description="With what.")]
Permits = Annotated[
    list[HeldPermitInput] | None,
    strawberry.argument(
        description="Permits the driver holds; null: those the city has given the caller."
    ),
]
Accuracy = Annotated[
    float | None,
    strawberry.argument(
        description="Metres by which the place may be off: other kerbs are answered too."
    ),
]


@strawberry.input(description="A destination and a stay.")
class FindParkingInput:
    """A destination and a stay."""

    destination: PointInput = strawberry.field(description="Where one wants to be.")
    arrival: datetime | None = strawberry.field(default=None, description="When; null is now.")
    minutes: int = strawberry.field(description="How long the stay is.")
    vehicle: Vehicle = strawberry.field(default=Vehicle.CAR, description="With what.")
    permits: list[HeldPermitInput] | None = strawberry.field(
        default=None, description="Permits the driver holds; null or empty is none."
    )
    walk_metres: float = strawberry.field(
        default=500.0, description="The longest walk, at most 1500."
    )
    first: int = strawberry.field(default=10, description="How many offers at most.")


@strawberry.type
class Query(HoldQuestions):
    """What can be asked."""

    @strawberry.field(
        description="May I park here, until when, at what price, and why.",
        extensions=[permission("parking.verdict.read")],
    )
    async def parking_verdict(
        self,
        info: Info,
        at: At,
        time: Time = None,
        vehicle: Kind = Vehicle.CAR,
        permits: Permits = None,
        accuracy: Accuracy = None,
    ) -> VerdictType:
        """The verdict for a place and a time."""
        when = time or instant(info.context.clock.now_ms())
        cards = held(permits)
        if permits is None and info.context.caller.is_known:
            owner = info.context.caller.subject
            cards = await held_permits(info.context.database, owner, to_local(when).date())
        wish = verdicts.AskVerdict(
            point=point_of(at), at=when, vehicle=vehicle, permits=cards,
            accuracy_m=accuracy or 0.0,
        )  # fmt: skip
        answer = await verdicts.ask_verdict(info.context.database, wish)
        return verdict_type(answer.verdict, when, info, answer.nearby)

    @strawberry.field(
        description="One regulation of the city.", extensions=[permission("parking.verdict.read")]
    )
    async def parking_regulation(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Opaque id.")],
    ) -> RegulationType | None:
        """A regulation by its id; null when there is none."""
        try:
            key = local_id("ParkingRegulation", id)
            return RegulationType(row=await verdicts.read_regulation(info.context.database, key))
        except NotFound:
            return None

    @strawberry.field(
        description="One of my own sessions.", extensions=[permission("parking.session.read")]
    )
    async def parking_session(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Opaque id.")],
    ) -> SessionType | None:
        """A session by its id; null when there is none or it is somebody else's."""
        try:
            found = await sessions.read_own_session(
                info.context.database, info.context.caller, local_id("ParkingSession", id)
            )
        except NotFound:
            return None
        return SessionType(facts=found)

    @strawberry.field(
        description="Where to park near a destination for a whole stay: best first.",
        extensions=[permission("parking.verdict.read")],
    )
    async def find_parking(
        self,
        info: Info,
        input: Annotated[FindParkingInput, strawberry.argument(description="Where and when.")],
    ) -> list[OfferType]:
        """Ranked offers."""
        now = info.context.clock.now_ms()
        arrival = input.arrival or instant(now)
        wish = search.FindParking(
            destination=point_of(input.destination), arrival=arrival,
            stay=timedelta(minutes=input.minutes), vehicle=input.vehicle,
            permits=held(input.permits), walk_m=input.walk_metres,
        )  # fmt: skip
        offers = await search.find_parking(info.context.database, wish, now)
        return [offer_type(one, arrival, info) for one in offers[: max(0, input.first)]]

    @strawberry.field(
        description="The nearest bays that are free now.",
        extensions=[permission("parking.verdict.read")],
    )
    async def free_parking_spaces(
        self,
        info: Info,
        at: At,
        first: Annotated[int, strawberry.argument(description="How many at most: 1 to 100.")] = 10,
    ) -> list[NearType]:
        """Free bays, nearest first."""
        now = info.context.clock.now_ms()
        found = await occupancy.nearest_free(
            info.context.database, point_of(at), most=first, now=now
        )
        return [near_type(one, now) for one in found]

    @strawberry.field(
        description="How many bays of a zone are free now.",
        extensions=[permission("parking.verdict.read")],
    )
    async def parking_occupancy(
        self, info: Info, zone: Annotated[str, strawberry.argument(description="The zone.")]
    ) -> OccupancyType | None:
        """Counts of a zone; null for a zone without sensors."""
        try:
            now = info.context.clock.now_ms()
            return occupancy_type(zone, await occupancy.read_zone(info.context.database, zone, now))
        except NotFound:
            return None
