# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers: may I park here, until when, at what price; what would a stay cost."""

from datetime import datetime
from typing import Any, Protocol

import msgspec

from services.kit.data import Statement
from services.kit.errors import InputInvalid, NotFound
from services.kit.geometry import Point, cells_around, nearest_on
from services.parking.domain.places import REACH_M, Place, place_at
from services.parking.domain.regulations import HeldPermit, Regulation, Vehicle
from services.parking.domain.verdict import Request, Verdict, decide
from services.parking.store import regulations as store

MOST_ACCURACY_M = 200.0


class Reads(Protocol):
    """A transaction or a database: something that answers questions."""

    async def many(self, statement: Statement[Any], **parameters: Any) -> list[Any]:
        """All rows."""
        ...

    async def one(self, statement: Statement[Any], **parameters: Any) -> Any:
        """The first row, or None."""
        ...


class AskVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """A place, a time, a vehicle and its permits."""

    point: Point
    at: datetime
    vehicle: Vehicle = Vehicle.CAR
    permits: tuple[HeldPermit, ...] = ()
    accuracy_m: float = 0.0
    """How far off the point may be: other kerbs this near are answered too."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict, the feed's version it stands on, and what holds at other kerbs within reach."""

    verdict: Verdict
    feed_version: int
    nearby: tuple[Verdict, ...] = ()
    """When several kerbs lie within the accuracy of the point: one verdict each, nearest first."""


async def kerbs(reads: Reads, point: Point, radius_m: float) -> list[Regulation]:
    """Every regulation whose grid cells the circle touches."""
    rows = await reads.many(store.in_cells, cells=cells_around(point, radius_m))
    return [row.body for row in rows]


async def ask_verdict(reads: Reads, given: AskVerdict) -> Answer:
    """The verdict for the nearest kerb; a public question, nobody is remembered."""
    if not 0 <= given.accuracy_m <= MOST_ACCURACY_M:
        raise InputInvalid(path=("accuracy",))
    found = await kerbs(reads, given.point, REACH_M + given.accuracy_m)
    request = Request(vehicle=given.vehicle, permits=given.permits, arrival=given.at)
    place = place_at(given.point, _within(found, given.point))
    verdict = decide(place, request)
    nearby = tuple(
        decide(other, request) for other in _others(found, given.point, place, given.accuracy_m)
    )
    version = await reads.one(store.feed_version) or 0
    return Answer(verdict=verdict, feed_version=version, nearby=nearby)


def _within(found: list[Regulation], point: Point, reach_m: float = REACH_M) -> list[Regulation]:
    return [one for one in found if nearest_on(one.line, point)[0] <= reach_m]


def _others(
    found: list[Regulation], point: Point, first: Place | None, accuracy_m: float
) -> list[Place]:
    """The further places within the accuracy of the point, each regulation in one place only."""
    if first is None or not accuracy_m:
        return []
    taken = {one.id for one in first.regulations}
    left = [one for one in _within(found, point, accuracy_m) if one.id not in taken]
    places: list[Place] = []
    while left:
        place = place_at(point, left)
        if place is None:
            break
        places.append(place)
        taken |= {one.id for one in place.regulations}
        left = [one for one in left if one.id not in taken]
    return places


async def read_regulations(reads: Reads, ids: list[str]) -> list[Regulation | None]:
    """Regulations in the order of their ids; None for what is not there."""
    found = {row.body.id: row.body for row in await reads.many(store.by_ids, ids=ids)}
    return [found.get(one) for one in ids]


async def read_regulation(reads: Reads, regulation_id: str) -> Regulation:
    """One regulation; raises NotFound."""
    found = await read_regulations(reads, [regulation_id])
    if found[0] is None:
        raise NotFound
    return found[0]
