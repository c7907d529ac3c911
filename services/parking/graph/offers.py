# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Search and free bays as the graph shows them."""

from datetime import datetime

import strawberry

from services.kit.clock import instant
from services.kit.graph import Info, Money, money
from services.parking.actions.occupancy import Near
from services.parking.domain.occupancy import METHOD, Zone, confidence
from services.parking.domain.offers import Offer
from services.parking.graph.sessions import ReceiptType, receipt_type
from services.parking.graph.verdicts import RegulationType, VerdictType, verdict_type
from services.parking.privacy import CITY

_SOURCE = "How it is known: singleSpaceDetection is a sensor for each bay."


@strawberry.type(
    name="ParkingOffer", description="A place where the whole stay is allowed.", directives=[CITY]
)
class OfferType:
    """A ranked place."""

    regulation: RegulationType = strawberry.field(description="The regulation of the kerb.")
    latitude: float = strawberry.field(description="Degrees north of the spot meant.")
    longitude: float = strawberry.field(description="Degrees east of the spot meant.")
    geo: str = strawberry.field(description="The spot as a geo: link (RFC 5870) for maps.")
    walk_metres: int = strawberry.field(description="On foot to the destination, about.")
    total: Money = strawberry.field(description="What the whole stay costs.")
    receipt: ReceiptType = strawberry.field(description="The price with every step.")
    chance: float | None = strawberry.field(
        description="That a space is free on arrival, 0 to 1; null when nobody knows."
    )
    must_end_at: datetime | None = strawberry.field(
        description="When parking turns forbidden there."
    )
    verdict: VerdictType = strawberry.field(description="The whole verdict on arrival.")


@strawberry.type(name="ParkingSpaceNear", description="A bay that is free now.", directives=[CITY])
class NearType:
    """A free bay."""

    id: strawberry.ID = strawberry.field(description="The bay's own id in open data.")
    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")
    metres: int = strawberry.field(description="How far it is.")
    observed_at: datetime = strawberry.field(description="When its sensor last spoke.")
    confidence: float = strawberry.field(description="The chance that it is free still, 0 to 1.")
    source: str = strawberry.field(description=_SOURCE)


@strawberry.type(
    name="ParkingOccupancy", description="How many bays of a zone are free.", directives=[CITY]
)
class OccupancyType:
    """Counts of a zone."""

    zone: str = strawberry.field(description="The zone.")
    total: int = strawberry.field(description="Bays in service.")
    known: int = strawberry.field(description="Bays whose state is known; stale ones are not.")
    free: int = strawberry.field(description="Free bays among the known ones.")
    is_blurred: bool = strawberry.field(description="Too few bays are known to show counts.")
    observed_at: datetime | None = strawberry.field(description="The newest reading.")
    confidence: float = strawberry.field(
        description="How much of the zone is surely so still, 0 to 1: known bays by their age."
    )
    source: str = strawberry.field(description=_SOURCE)


def offer_type(offer: Offer, at: datetime, info: Info) -> OfferType:
    """An offer in the reader's language."""
    return OfferType(
        regulation=RegulationType(row=offer.regulation),
        latitude=offer.point.lat,
        longitude=offer.point.lon,
        geo=f"geo:{offer.point.lat:.6f},{offer.point.lon:.6f}",
        walk_metres=round(offer.walk_m),
        total=money(offer.price.total_ore),
        receipt=receipt_type(offer.price, info),
        chance=offer.chance,
        must_end_at=offer.must_end_at,
        verdict=verdict_type(offer.verdict, at, info),
    )


def near_type(near: Near, now: int) -> NearType:
    """A free bay, `now` in UTC milliseconds."""
    return NearType(
        id=strawberry.ID(near.id),
        latitude=near.point.lat,
        longitude=near.point.lon,
        metres=round(near.metres),
        observed_at=instant(near.observed_at),
        confidence=confidence(near.observed_at, now),
        source=METHOD,
    )


def occupancy_type(name: str, zone: Zone) -> OccupancyType:
    """Counts of a zone."""
    return OccupancyType(
        zone=name,
        total=zone.total,
        known=zone.known,
        free=zone.free,
        is_blurred=zone.blurred,
        observed_at=instant(zone.observed_at) if zone.observed_at is not None else None,
        confidence=zone.confidence,
        source=METHOD,
    )
