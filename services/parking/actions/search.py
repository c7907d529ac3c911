# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where can I park near a destination for a stay: every kerb judged, priced and ranked."""

from datetime import datetime, timedelta

import msgspec

from services.kit.errors import InputInvalid
from services.kit.geometry import Point, nearest_on
from services.parking.actions.occupancy import read_zones, state_of
from services.parking.actions.verdicts import Reads, kerbs
from services.parking.domain.occupancy import SpaceStatus, chance_of_one, told
from services.parking.domain.offers import DETOUR, Offer, rank
from services.parking.domain.places import place_at
from services.parking.domain.pricing import price
from services.parking.domain.regulations import Effect, HeldPermit, Regulation, Vehicle
from services.parking.domain.sessions import LONGEST_SESSION, forbidden_from, priced_tariff
from services.parking.domain.verdict import Allowed, Request, decide, judge
from services.parking.store import spaces as store

MOST_WALK_M = 1_500.0
SAME_KERB_M = 12.0
MOST_KERBS = 80
"""So many kerbs, the nearest ones, are judged."""


class FindParking(msgspec.Struct, frozen=True, kw_only=True):
    """A destination and a stay."""

    destination: Point
    arrival: datetime
    stay: timedelta
    vehicle: Vehicle = Vehicle.CAR
    permits: tuple[HeldPermit, ...] = ()
    walk_m: float = 500.0


async def find_parking(reads: Reads, given: FindParking, now: int) -> list[Offer]:
    """Places where the whole stay is allowed and its price is known, best first."""
    if not timedelta(0) < given.stay <= LONGEST_SESSION:
        raise InputInvalid(path=("minutes",))
    if not 0 < given.walk_m <= MOST_WALK_M:
        raise InputInvalid(path=("walk",))
    near = await kerbs(reads, given.destination, given.walk_m / DETOUR + 30)
    chances = await _chances(reads, near, now)
    ranked = sorted(
        ((nearest_on(one.line, given.destination)[0], one) for one in near if _permits(one)),
        key=lambda pair: (pair[0], pair[1].id),
    )
    found: dict[str, Offer] = {}
    for away, one in ranked[:MOST_KERBS]:
        if away * DETOUR > given.walk_m:
            break
        offer = _offer(one, near, given, chances.get(one.id))
        if offer is not None:
            found.setdefault(offer.regulation.id, offer)
    return rank(list(found.values()))


def _permits(row: Regulation) -> bool:
    return any(rule.effect is Effect.PERMIT for rule in row.rules)


def _offer(
    row: Regulation, near: list[Regulation], given: FindParking, chance: float | None
) -> Offer | None:
    away, point = nearest_on(row.line, given.destination)
    beside = [one for one in near if nearest_on(one.line, point)[0] <= SAME_KERB_M]
    place = place_at(point, beside)
    request = Request(vehicle=given.vehicle, permits=given.permits, arrival=given.arrival)
    state = judge(place, request)
    tariff = priced_tariff(state)
    if place is None or state.allowed is not Allowed.YES or tariff is None:
        return None
    last = forbidden_from(place, request, LONGEST_SESSION)
    end = given.arrival + given.stay
    if last is not None and end > last:
        return None
    return Offer(
        regulation=state.because[0].regulation, point=place.spot, walk_m=away * DETOUR,
        price=price(tariff, given.arrival, end), chance=chance, must_end_at=last,
        verdict=decide(place, request),
    )  # fmt: skip


async def _chances(reads: Reads, near: list[Regulation], now: int) -> dict[str, float]:
    """The chance of a free bay at each kerb whose bays have sensors (zone = regulation id)."""
    ids = [one.id for one in near]
    counted = await read_zones(reads, ids, now)
    found: dict[str, float] = {}
    seen: dict[str, list[int]] = {zone: [] for zone in counted}
    for row in await reads.many(store.of_zones, zones=list(counted)):
        state = state_of(row)
        if state is not None and told(state, now) is SpaceStatus.FREE:
            seen[row.zone].append(state.observed_at)
    for zone, one in counted.items():
        if one.total and (one.known or seen[zone]):
            found[zone] = chance_of_one(seen[zone], now)
    return found
