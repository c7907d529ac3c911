# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a regulation is: a kerb line, whom it speaks to, and its rules by band, strictest first."""

from datetime import date
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import Any

import msgspec

from services.kit.geometry import Line, distance
from services.parking.domain.tariffs import Tariff
from services.parking.domain.windows import ALWAYS, Recurrence


class Vehicle(StrEnum):
    """Classes of vehicle that regulations tell apart."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    MOPED = "moped"
    """Class 2: follows the rules for bicycles."""
    BICYCLE = "bicycle"
    BUS = "bus"
    TRUCK = "truck"
    DIPLOMATIC = "diplomatic"
    EMERGENCY = "emergency"


UNTIMED_VEHICLES = frozenset({Vehicle.BICYCLE, Vehicle.MOPED})
"""Not under the 24-hour rule for motor vehicles."""


class PermitKind(StrEnum):
    """Permits that change what a regulation means for their holder."""

    RESIDENT = "resident"
    DISABILITY = "disability"


FEE_EXEMPT = frozenset({PermitKind.DISABILITY})
"""Permits whose holders pay no fee on the city's streets (Stockholm's own decision)."""


class HeldPermit(msgspec.Struct, frozen=True):
    """A permit as the verdict sees it: its kind and, for area permits, the parking district."""

    kind: PermitKind
    area: str | None = None


class Band(IntEnum):
    """The order in which rules speak; a lower number is heard first."""

    EMERGENCY = 10
    NO_STOPPING = 20
    NO_PARKING = 30
    CLEANING = 40
    DATE_PARITY = 50
    RESERVED = 60
    PERMIT_ONLY = 70
    TIME_LIMIT = 80
    FEE = 90
    DEFAULT = 100


class Effect(StrEnum):
    """What a rule does while it is in force."""

    FORBID = "forbid"
    PERMIT = "permit"
    LIMIT = "limit"
    FEE = "fee"
    UNCLEAR = "unclear"
    """Something holds here that could not be read: nobody is told "allowed"."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of a regulation."""

    effect: Effect
    band: Band
    when: Recurrence = ALWAYS
    max_seconds: int = 0
    """Of a LIMIT: the longest stay."""
    tariff: Tariff | None = None
    """Of a FEE."""
    inferred: bool = False
    """A ban that follows from a permission's hours; another row of the same decision may lift it."""


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a permission is for."""

    vehicles: tuple[Vehicle, ...] = ()
    """Empty = every vehicle."""
    permit: PermitKind | None = None
    """The permit one must hold."""
    residents: bool = False
    """Whether a resident permit of the district stands for the fee."""

    @property
    def is_reserved(self) -> bool:
        """Whether others are shut out."""
        return bool(self.vehicles) or self.permit is not None


EVERYBODY = Audience()


class Regulation(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the city's feed, read: where it lies, when it is valid, what it says."""

    id: str
    layer: str
    citation: str
    url: str = ""
    line: Line
    street: str = ""
    address: str = ""
    district: str = ""
    area: str = ""
    """The parking district that resident permits name."""
    valid_from: date | None = None
    valid_to: date | None = None
    """Local dates, half-open: no longer valid on `valid_to`."""
    audience: Audience = EVERYBODY
    rules: tuple[Rule, ...] = ()
    spaces: int | None = None
    metres: int | None = None
    doubts: tuple[str, ...] = ()
    """Why part of the row could not be read; it then makes the verdict "unknown"."""
    source: dict[str, Any] = {}
    """The row's own properties, unchanged."""

    def is_valid(self, day: date) -> bool:
        """Whether the regulation is valid on a local date."""
        if self.valid_from is not None and day < self.valid_from:
            return False
        return self.valid_to is None or day < self.valid_to

    def tariff(self) -> Tariff | None:
        """The tariff of the place; None when the row names none that can be read."""
        return next((rule.tariff for rule in self.rules if rule.effect is Effect.FEE), None)

    def length_m(self) -> float:
        """Length of the kerb line in metres."""
        return sum(distance(a, b) for a, b in pairwise(self.line))
