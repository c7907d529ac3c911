# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Permits and checks as the graph shows them."""

from datetime import UTC, date, datetime

import strawberry

from services.kit.clock import instant
from services.kit.graph import Money, describe_enum, global_id, money
from services.parking.domain.checks import Check, CheckAnswer
from services.parking.domain.local_time import start_of
from services.parking.domain.permits import EndWhen, PermitStatus, PermitType
from services.parking.privacy import CHECK, PERMIT
from services.parking.store.permits import Permit

describe_enum(
    PermitType,
    "ParkingPermitType",
    description="What a permit is for.",
    values={
        "RESIDENT": "Parking near home, in one parking district.",
        "VISITOR": "Parking for visitors of a resident.",
        "DISABILITY": "A parking card for disabled persons.",
    },
)
describe_enum(
    PermitStatus,
    "ParkingPermitStatus",
    description="Where a permit stands.",
    values={
        "DRAFT": "Begun, not handed in.",
        "PRELIMINARY": "Handed in, not decided.",
        "PAYMENT_IN_PROGRESS": "Granted, not paid.",
        "VALID": "It holds.",
        "CLOSED": "It has ended.",
        "CANCELLED": "It never came to hold.",
    },
)
describe_enum(
    EndWhen,
    "ParkingPermitEnd",
    description="When a permit is to end.",
    values={"IMMEDIATELY": "Today.", "AFTER_CURRENT_PERIOD": "When its current month is over."},
)
describe_enum(
    CheckAnswer,
    "ParkingCheckAnswer",
    description="What a check by plate answers.",
    values={
        "VALID": "Something valid covers the place.",
        "NOT_VALID": "Nothing valid covers the place.",
        "AMBIGUOUS": "It depends on which side of a border the vehicle stands.",
    },
)


@strawberry.type(name="ParkingPermit", description="A permit to park.", directives=[PERMIT])
class PermitGraph:
    """A permit; the vehicle is not shown."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    kind: PermitType = strawberry.field(description="What it is for.")
    area: str = strawberry.field(description="The parking district.")
    status: PermitStatus = strawberry.field(description="Where it stands.")
    starts_at: datetime = strawberry.field(description="From when it holds.")
    ends_at: datetime | None = strawberry.field(description="Until when; null is open-ended.")
    wanted_area: str | None = strawberry.field(
        description="The district that was asked for after a move; null when nothing is asked."
    )
    price_per_month: Money = strawberry.field(description="What a month costs.")
    version: int = strawberry.field(description="Goes up with each change.")


@strawberry.type(
    name="ParkingCheck",
    description="The answer to a check by plate, as little as possible.",
    directives=[CHECK],
)
class CheckGraph:
    """What an officer is told."""

    answer: CheckAnswer = strawberry.field(description="Valid, not valid, or ambiguous.")
    end: datetime | None = strawberry.field(description="Until when it is valid.")
    zone: int | None = strawberry.field(description="The zone that is paid for.")
    expired_at: datetime | None = strawberry.field(description="When something valid ran out.")
    within_grace: bool = strawberry.field(description="Whether that is less than 15 minutes ago.")


def permit_type(permit: Permit) -> PermitGraph:
    """A permit."""
    return PermitGraph(
        id=global_id("ParkingPermit", permit.id),
        kind=permit.kind,
        area=permit.area,
        status=permit.status,
        starts_at=_day(permit.start_day),
        ends_at=_day(permit.end_day) if permit.end_day is not None else None,
        wanted_area=permit.wanted_area,
        price_per_month=money(permit.month_ore),
        version=permit.version,
    )


def check_type(check: Check) -> CheckGraph:
    """An answer."""
    return CheckGraph(
        answer=check.answer,
        end=instant(check.end) if check.end is not None else None,
        zone=check.zone,
        expired_at=instant(check.expired_at) if check.expired_at is not None else None,
        within_grace=check.within_grace,
    )


def _day(ordinal: int) -> datetime:
    return start_of(date.fromordinal(ordinal)).astimezone(UTC)
