# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Entities as NGSI-LD means them (ETSI GS CIM 009): attributes with their own instants and order."""

from typing import Any

import msgspec

from services.kit.geometry import Point

LONGEST_ID = 300
LONGEST_TYPE = 100
MOST_ATTRIBUTES = 100
FUTURE_MS = 120_000
"""What claims to come from farther ahead is taken as observed when it was received (iot I2)."""

PROPERTY = "Property"
GEO = "GeoProperty"
RELATIONSHIP = "Relationship"
LANGUAGE = "LanguageProperty"


class Attribute(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One attribute with its mark: what is not newer than (observed, sequence) never changes it."""

    kind: str
    value: Any
    """Of a Relationship: the object; of a LanguageProperty: the map; of a GeoProperty: GeoJSON."""
    observed: int
    """UTC milliseconds."""
    sequence: int = 0
    """Frame counter of the sender, 0 when it has none."""
    received: int = 0
    unit: str | None = None
    flags: tuple[str, ...] = ()
    """clock_skew, no_time: why the instant is ours and not the sender's."""

    @property
    def mark(self) -> tuple[int, int]:
        """Its place in time."""
        return self.observed, self.sequence


Attributes = dict[str, Attribute]


class Incoming(msgspec.Struct, frozen=True, gc=False):
    """An entity as it was sent: only the attributes that came."""

    id: str
    type: str
    attributes: Attributes
    replaces: bool = False
    """Attributes that were not sent disappear (NGSI-LD upsert without options)."""
    keeps: bool = False
    """Attributes that are there already stay as they are (noOverwrite)."""
    only: str = ""
    """"new": refused when the entity is there; "known": refused when it is not."""
    corrects: bool = False
    """The same frame read anew: its value counts though it is not newer (iot I8)."""


class Entity(msgspec.Struct, frozen=True, gc=False):
    """An entity as it is stored."""

    id: str
    type: str
    attributes: Attributes
    created_at: int
    modified_at: int

    def point(self) -> Point | None:
        """Where it is: the point, or the first position, of its location."""
        return point_of(self.attributes)


def point_of(attributes: Attributes) -> Point | None:
    """The point, or the first position, of the location; None without one."""
    located = attributes.get("location")
    if located is None or located.kind != GEO:
        return None
    pairs = located.value.get("coordinates")
    while isinstance(pairs, list) and pairs and isinstance(pairs[0], list):
        pairs = pairs[0]  # pyright: ignore[reportUnknownVariableType] -- GeoJSON nests as it likes
    if not isinstance(pairs, list):
        return None
    lon, lat = pairs[0], pairs[1]  # pyright: ignore[reportUnknownVariableType]
    return Point(float(lat), float(lon))  # pyright: ignore[reportUnknownArgumentType]


class EntityRefused(ValueError):
    """An entity that cannot be taken; `reason` is a word for counting, the text says what is wrong."""

    def __init__(self, reason: str, text: str, *, entity: str | None = None) -> None:
        """Name the kind of fault, what to do, and the entity as far as it is known."""
        super().__init__(text)
        self.reason = reason
        self.text = text
        self.entity = entity
