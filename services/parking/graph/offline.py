# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Offline lists in the graph: an officer takes one along, and hands in what was checked without a network."""

from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.clock import instant, milliseconds
from services.kit.errors import Problem
from services.kit.graph import Info, UserError, user_error
from services.kit.graph_guard import permission
from services.parking.actions import offline as actions
from services.parking.actions.plates import chest_of
from services.parking.domain.checks import CheckAnswer
from services.parking.domain.plates import HOME
from services.parking.graph.permit_changes import CAN_BE_PUT_RIGHT
from services.parking.graph.permits import CheckGraph, check_type
from services.parking.graph.verdicts import PointInput, point_of
from services.parking.privacy import CHECK


@strawberry.input(description="Where an officer goes without a network, and why.")
class MakeParkingOfflineListInput:
    """Districts and a purpose."""

    areas: list[str] = strawberry.field(description="1 to 10 parking districts.")
    purpose: str = strawberry.field(description="Why; it is kept.")


@strawberry.input(description="A check that a device made without asking.")
class OfflineParkingCheckInput:
    """A check, told afterwards."""

    id: str = strawberry.field(
        description="Made by the device; handing in twice is handing in once."
    )
    list_id: str = strawberry.field(description="The list it was made with.")
    plate: str = strawberry.field(description="The number plate.")
    country: str = strawberry.field(
        default=HOME, description="The plate's country, for example SE."
    )
    at: PointInput = strawberry.field(description="The place.")
    accuracy: float = strawberry.field(default=10.0, description="Metres by which it may be off.")
    time: datetime = strawberry.field(description="When it was made.")
    purpose: str = strawberry.field(description="Why; it is kept.")
    answer: CheckAnswer = strawberry.field(description="What the device answered.")


@strawberry.input(description="Checks that were made without a network.")
class HandInParkingChecksInput:
    """At most 500."""

    checks: list[OfflineParkingCheckInput] = strawberry.field(description="At most 500.")


@strawberry.type(
    name="ParkingOfflineList",
    description="Who may stand where, told only to whoever has the plate before her. Delete it when it has expired.",
    directives=[CHECK],
)
class OfflineListGraph:
    """A list."""

    id: str = strawberry.field(description="Names the list and its secret.")
    expires_at: datetime = strawberry.field(description="From then on nothing may be read in it.")
    signature: str = strawberry.field(
        description="Compact JWS over the list's head, Ed25519; keys at /parking/enforcement/v1/offline_keys."
    )
    entries: str = strawberry.field(
        description="A line each: keyed fingerprint of plate and right, first and last second."
    )
    key: str = strawberry.field(
        description="Base64url: the secret of the fingerprints. Keep it in the device's key store."
    )
    left_out: int = strawberry.field(
        description="Rights that could not be listed: the city must be asked before anybody is fined."
    )


@strawberry.type(description="What came of asking for a list.")
class ParkingOfflineListPayload:
    """A list, or what the officer can put right."""

    offline_list: OfflineListGraph | None = strawberry.field(description="The list.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(
    name="ParkingHandedInCheck",
    description="What the register says of a check.",
    directives=[CHECK],
)
class HandedInGraph:
    """A check that was taken."""

    id: str = strawberry.field(description="As the device named it.")
    check: CheckGraph = strawberry.field(description="The answer as of when the check was made.")


@strawberry.type(description="What came of handing in.")
class ParkingHandInPayload:
    """Checks that were taken, and why others were not."""

    checks: list[HandedInGraph] = strawberry.field(description="Those that were taken.")
    user_errors: list[UserError] = strawberry.field(
        description="Why others were not; the path names each."
    )


@strawberry.type
class OfflineChanges:
    """Both are kept, so they are changes."""

    @strawberry.mutation(
        description="Take a list along to where there is no network; who asked and why is kept.",
        extensions=[permission("parking.plate.list")],
    )
    async def make_parking_offline_list(
        self,
        info: Info,
        input: Annotated[
            MakeParkingOfflineListInput, strawberry.argument(description="Where and why.")
        ],
    ) -> ParkingOfflineListPayload:
        """Make a list."""
        context = info.context
        wish = actions.MakeList(areas=tuple(input.areas), purpose=input.purpose)
        try:
            granted = await context.database.transact(
                lambda tx: actions.note_list(tx, context.caller.sub, wish)
            )
        except Problem as problem:
            if problem.code not in CAN_BE_PUT_RIGHT:
                raise
            return ParkingOfflineListPayload(
                offline_list=None, user_errors=[user_error(problem, info)]
            )
        made = await actions.build_list(
            context.database, granted, actions.signer_of(context.resources),
            chest=chest_of(context.resources),
        )  # fmt: skip
        return ParkingOfflineListPayload(offline_list=_list_type(made), user_errors=[])

    @strawberry.mutation(
        description="Hand in checks that were made without a network.",
        extensions=[permission("parking.plate.list")],
    )
    async def hand_in_parking_checks(
        self,
        info: Info,
        input: Annotated[HandInParkingChecksInput, strawberry.argument(description="Checks.")],
    ) -> ParkingHandInPayload:
        """Hand in."""
        context = info.context
        wish = [_check(one) for one in input.checks]
        chest = chest_of(context.resources)
        try:
            found = await context.database.transact(
                lambda tx: actions.hand_in(tx, context.caller.sub, wish, chest=chest)
            )
        except Problem as problem:
            if problem.code not in CAN_BE_PUT_RIGHT:
                raise
            return ParkingHandInPayload(checks=[], user_errors=[user_error(problem, info)])
        return ParkingHandInPayload(
            checks=[
                HandedInGraph(id=one.id, check=check_type(one.check))
                for one in found
                if one.check is not None
            ],
            user_errors=[
                _refused(number, one.problem, info)
                for number, one in enumerate(found)
                if one.problem is not None
            ],
        )


def _refused(number: int, problem: Problem, info: Info) -> UserError:
    there = Problem(problem.code, problem.text, path=("checks", number, *problem.path))
    return user_error(there, info)


def _check(given: OfflineParkingCheckInput) -> actions.OfflineCheck:
    return actions.OfflineCheck(
        id=given.id, list_id=given.list_id, plate=given.plate, country=given.country,
        point=point_of(given.at), accuracy_m=given.accuracy, purpose=given.purpose,
        at=milliseconds(given.time), told=given.answer,
    )  # fmt: skip


def _list_type(made: actions.OfflineList) -> OfflineListGraph:
    return OfflineListGraph(
        id=made.head.jti, expires_at=instant(made.head.exp * 1000), signature=made.signature,
        entries=made.entries, key=urlsafe_b64encode(made.secret).decode(),
        left_out=made.head.left_out,
    )  # fmt: skip
