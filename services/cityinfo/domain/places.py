# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Places of the city: what they are, where, for whom, when open, and how one gets in."""

from enum import StrEnum

import msgspec

from services.cityinfo.domain.accessibility import Profile, View, count_for
from services.cityinfo.domain.hours import Hours
from services.cityinfo.domain.words import Words
from services.kit.geometry import Point


class PlaceKind(StrEnum):
    """What a place is (schema.org has a type for each)."""

    LIBRARY = "library"
    MUSEUM = "museum"
    POOL = "pool"
    SPORTS = "sports"
    PLAYGROUND = "playground"
    PARK = "park"
    CULTURE_HOUSE = "culture_house"
    OFFICE = "office"
    ATTRACTION = "attraction"
    OTHER = "other"


class TargetGroup(StrEnum):
    """For whom a place is meant."""

    ASSOCIATIONS = "associations"
    CHILDREN_AND_FAMILIES = "children_and_families"
    DISABLED = "disabled"
    ELDERLY = "elderly"
    ENTERPRISES = "enterprises"
    IMMIGRANTS = "immigrants"
    INDIVIDUALS = "individuals"
    LONG_TERM_PATIENTS = "long_term_patients"
    YOUTH = "youth"


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A picture with what it shows, in words."""

    url: str
    alt: Words
    credit: str = ""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A web page of the place."""

    url: str
    language: str = "sv"


class Entrance(msgspec.Struct, frozen=True, kw_only=True):
    """A way in, judged for each profile."""

    point: Point | None = None
    name: Words = {}
    views: tuple[View, ...] = ()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place one can go to."""

    id: str
    kind: PlaceKind
    names: Words
    point: Point
    description: Words = {}
    street: str = ""
    postal_code: str = ""
    locality: str = "Stockholm"
    phone: str = ""
    email: str = ""
    links: tuple[Link, ...] = ()
    owner: str = ""
    owner_type: str = "municipal"
    provider_type: str = "self_produced"
    target_groups: tuple[TargetGroup, ...] = ()
    keywords: tuple[str, ...] = ()
    """Ids of the ontology."""
    district: str = ""
    area: str = ""
    hours: Hours | None = None
    entrances: tuple[Entrance, ...] = ()
    reservable: bool = False
    reservation_url: str = ""
    is_free: bool | None = None
    """None: nobody knows; never shown as free."""
    images: tuple[Image, ...] = ()
    sample: bool = False
    """Facts that nobody has checked: shown with a notice."""
    source: str = "torget"
    source_id: str = ""


def shortages(place: Place, profile: Profile) -> int | None:
    """Shortcomings on the best way in for a profile; None when nobody knows of any way."""
    counts = [count_for(entrance.views, profile) for entrance in place.entrances]
    known = [count for count in counts if count is not None]
    return min(known) if known else None


def tags_of(place: Place) -> set[str]:
    """What a place can be filtered by beside its columns."""
    found = {f"keyword:{each}" for each in place.keywords}
    found |= {f"group:{each}" for each in place.target_groups}
    found |= {f"division:{each}" for each in (place.district, place.area) if each}
    found.add(f"kind:{place.kind}")
    return found
