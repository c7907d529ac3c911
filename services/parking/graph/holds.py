# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Holds in the graph: a bay kept for me, given back before its time."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.clock import instant, milliseconds
from services.kit.errors import Problem
from services.kit.graph import Info, UserError, global_id, local_id, user_error
from services.kit.graph_guard import permission
from services.parking.actions import holds as actions
from services.parking.domain.holds import Hold, HoldStatus
from services.parking.graph.permit_changes import CAN_BE_PUT_RIGHT
from services.parking.privacy import STAY


@strawberry.type(name="ParkingHold", description="A bay kept for somebody.", directives=[STAY])
class HoldType:
    """A hold as the graph shows it."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    space: strawberry.ID = strawberry.field(description="The bay.")
    start: datetime = strawberry.field(description="From when it is kept.")
    end: datetime = strawberry.field(description="Until when it is kept.")
    status: HoldStatus = strawberry.field(description="Where it stands.")


@strawberry.input(description="The wish to have a bay kept.")
class HoldParkingSpaceInput:
    """A bay and a time."""

    space: strawberry.ID = strawberry.field(description="The bay, as freeParkingSpaces tells it.")
    start: datetime | None = strawberry.field(default=None, description="From when; null is now.")
    end: datetime = strawberry.field(description="Until when: at most four hours.")


@strawberry.input(description="The wish to give a bay back.")
class ReleaseParkingHoldInput:
    """A hold."""

    hold_id: strawberry.ID = strawberry.field(description="The hold.")


@strawberry.type(description="What came of holding or giving back.")
class ParkingHoldPayload:
    """A hold, or what the person can put right."""

    hold: HoldType | None = strawberry.field(description="The hold after the change.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


def hold_type(one: Hold) -> HoldType:
    """A hold in the graph's types."""
    return HoldType(
        id=global_id("ParkingHold", one.id), space=strawberry.ID(one.space),
        start=instant(one.starts_at), end=instant(one.ends_at), status=one.status,
    )  # fmt: skip


@strawberry.type
class HoldQuestions:
    """What can be asked of holds."""

    @strawberry.field(
        description="Bays that are kept for me.", extensions=[permission("parking.hold.make")]
    )
    async def parking_holds(self, info: Info) -> list[HoldType]:
        """My holds."""
        rows = await actions.list_holds(info.context.database, info.context.caller)
        return [hold_type(one) for one in rows]


@strawberry.type
class HoldChanges:
    """What can be changed about holds."""

    @strawberry.mutation(
        description="Have a bay kept for a while; it ends by itself.",
        extensions=[permission("parking.hold.make")],
    )
    async def hold_parking_space(
        self,
        info: Info,
        input: Annotated[HoldParkingSpaceInput, strawberry.argument(description="Bay and time.")],
    ) -> ParkingHoldPayload:
        """Hold a bay."""
        now = info.context.clock.now_ms()
        wish = actions.HoldSpace(
            space=str(input.space), end=milliseconds(input.end),
            start=milliseconds(input.start) if input.start is not None else now,
        )  # fmt: skip
        try:
            made = await info.context.database.transact(
                lambda tx: actions.hold_space(tx, info.context.caller, wish)
            )
        except Problem as problem:
            return _refused(problem, info)
        return ParkingHoldPayload(hold=hold_type(made), user_errors=[])

    @strawberry.mutation(
        description="Give a bay back before its time.",
        extensions=[permission("parking.hold.make")],
    )
    async def release_parking_hold(
        self,
        info: Info,
        input: Annotated[ReleaseParkingHoldInput, strawberry.argument(description="The hold.")],
    ) -> ParkingHoldPayload:
        """Give back."""
        key = local_id("ParkingHold", input.hold_id)
        try:
            ended = await info.context.database.transact(
                lambda tx: actions.release_hold(tx, info.context.caller, key)
            )
        except Problem as problem:
            return _refused(problem, info)
        return ParkingHoldPayload(hold=hold_type(ended), user_errors=[])


def _refused(problem: Problem, info: Info) -> ParkingHoldPayload:
    if problem.code not in CAN_BE_PUT_RIGHT:
        raise problem
    return ParkingHoldPayload(hold=None, user_errors=[user_error(problem, info)])
