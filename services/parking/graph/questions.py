# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of parking."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.clock import instant
from services.kit.errors import NotFound
from services.kit.graph import Info, local_id
from services.kit.graph_guard import permission
from services.parking.actions import sessions, verdicts
from services.parking.domain.regulations import Vehicle
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
    strawberry.argument(description="Permits the driver holds; null or empty is none."),
]
Accuracy = Annotated[
    float | None,
    strawberry.argument(
        description="Metres by which the place may be off: other kerbs are answered too."
    ),
]


@strawberry.type
class Query:
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
        wish = verdicts.AskVerdict(
            point=point_of(at), at=when, vehicle=vehicle, permits=held(permits),
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
