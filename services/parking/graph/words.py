# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the domain as the graph shows them: every enum and each of its values described."""

from services.kit.graph import describe_enum
from services.parking.domain.holds import HoldStatus
from services.parking.domain.pricing import LineKind
from services.parking.domain.regulations import PermitKind, Vehicle
from services.parking.domain.sessions import SessionStatus
from services.parking.domain.verdict import Action, Allowed, Cover

describe_enum(
    Vehicle,
    "ParkingVehicle",
    description="A class of vehicle that regulations tell apart.",
    values={
        "CAR": "A car, or anything the regulations call a vehicle.",
        "MOTORCYCLE": "A motorcycle.",
        "MOPED": "A moped of class 2.",
        "BICYCLE": "A bicycle.",
        "BUS": "A bus.",
        "TRUCK": "A heavy goods vehicle.",
        "DIPLOMATIC": "A vehicle of a foreign mission.",
        "EMERGENCY": "An emergency vehicle.",
    },
)
describe_enum(
    PermitKind,
    "ParkingPermitKind",
    description="A permit that changes what a regulation means.",
    values={
        "RESIDENT": "Resident parking in one parking district.",
        "DISABILITY": "A parking card for disabled persons.",
    },
)
describe_enum(
    Allowed,
    "ParkingAllowed",
    description="YES, NO, or UNKNOWN when the data do not tell.",
    values={
        "YES": "Parking is allowed.",
        "NO": "Parking is not allowed.",
        "UNKNOWN": "The data do not tell; the sign on site decides.",
    },
)
describe_enum(
    Cover,
    "ParkingCover",
    description="What stands in for the fee.",
    values={
        "RESIDENT": "The price of resident parking.",
        "DISABILITY": "The parking card for disabled persons.",
    },
)
describe_enum(
    Action,
    "ParkingActionKind",
    description="What the driver has to do.",
    values={
        "PAY": "Pay the fee.",
        "SHOW_PERMIT": "Show the permit behind the windscreen.",
        "MOVE_BEFORE": "Move the vehicle before a time.",
        "DO_NOT_PARK": "Do not park here.",
        "READ_SIGN": "Read the sign on site.",
    },
)
describe_enum(
    SessionStatus,
    "ParkingSessionStatus",
    description="Where a parking session stands.",
    values={
        "ACTIVE": "It goes on.",
        "ENDED": "It has ended.",
        "SETTLED": "It has ended and is paid.",
        "CANCELLED": "It was taken back within two minutes and cost nothing.",
        "CORRECTED": "An officer has put it right.",
    },
)
describe_enum(
    LineKind,
    "ParkingReceiptStep",
    description="A step on the way to a price.",
    values={
        "TIME": "Time at one rate.",
        "INCREMENT": "Time rounded up to a started step.",
        "FREE_TIME": "Time that is free.",
        "FLAT": "A flat price.",
        "DAY_CAP": "The highest price of a day.",
        "ROLLING_CAP": "The highest price of 24 hours.",
        "SESSION_CAP": "The highest price of a stay.",
        "MINIMUM": "The lowest price of a stay.",
        "ROUNDING": "Rounding to whole öre.",
    },
)
describe_enum(
    HoldStatus,
    "ParkingHoldStatus",
    description="Where a hold stands.",
    values={
        "HELD": "The bay is kept.",
        "USED": "The bay was parked on.",
        "EXPIRED": "Its time is over.",
        "RELEASED": "It was given back before its time.",
    },
)
