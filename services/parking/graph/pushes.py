# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What parking tells as it happens: a session that changed, a verdict that turned."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from services.kit.clock import instant, milliseconds
from services.kit.graph import Info, broadcast, local_id
from services.kit.graph_guard import permission
from services.parking.actions import occupancy, sessions, verdicts
from services.parking.domain.regulations import Vehicle
from services.parking.domain.verdict import Verdict
from services.parking.graph.offers import OccupancyType, occupancy_type
from services.parking.graph.questions import At, Kind, Permits
from services.parking.graph.sessions import SessionType
from services.parking.graph.verdicts import VerdictType, held, point_of, verdict_type

LONGEST_WAIT_SECONDS = 3600.0
SHORTEST_WAIT_SECONDS = 0.05


@strawberry.type
class Subscription:
    """What is told as it happens."""

    @strawberry.subscription(
        description="My session, now and at every change.",
        extensions=[permission("parking.session.read")],
    )
    async def parking_session_changed(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The session.")],
    ) -> AsyncGenerator[SessionType]:
        """The session as it is, then each change of it; ends when the session has."""
        key = local_id("ParkingSession", id)
        context = info.context
        async with aclosing(context.live.listen("parking.session.*", subject=key)) as events:
            current = await sessions.read_own_session(context.database, context.caller, key)
            yield SessionType(facts=current)
            while current.ended_at is None:
                await anext(events)
                current = await sessions.read_own_session(context.database, context.caller, key)
                yield SessionType(facts=current)

    @strawberry.subscription(
        description="The verdict at a place, now and whenever answer or price changes.",
        extensions=[permission("parking.verdict.read"), broadcast(opens=True)],
    )
    async def parking_verdict_changed(
        self, info: Info, at: At, vehicle: Kind = Vehicle.CAR, permits: Permits = None
    ) -> AsyncGenerator[VerdictType]:
        """The verdict for somebody who parks now, told anew when it turns or the feed changes."""
        context = info.context
        point, cards = point_of(at), held(permits)
        told: tuple[object, ...] | None = None
        async with aclosing(context.live.listen("parking.feed.changed")) as events:
            news = asyncio.ensure_future(anext(events))
            try:
                while True:
                    now = instant(context.clock.now_ms())
                    wish = verdicts.AskVerdict(point=point, at=now, vehicle=vehicle, permits=cards)
                    verdict = (await verdicts.ask_verdict(context.database, wish)).verdict
                    rate = verdict.price.ore_per_hour if verdict.price else None
                    if (verdict.allowed, rate) != told:
                        told = (verdict.allowed, rate)
                        yield verdict_type(verdict, now, info)
                    await asyncio.wait({news}, timeout=_pause(verdict, context.clock.now_ms()))
                    if news.done():
                        news = asyncio.ensure_future(anext(events))
            finally:
                news.cancel()
                await asyncio.gather(news, return_exceptions=True)

    @strawberry.subscription(
        description="The counts of a zone, now and whenever a bay changes.",
        extensions=[permission("parking.verdict.read"), broadcast(opens=True)],
    )
    async def parking_occupancy_changed(
        self, info: Info, zone: Annotated[str, strawberry.argument(description="The zone.")]
    ) -> AsyncGenerator[OccupancyType]:
        """The counts as they are, then after each change."""
        context = info.context
        async with aclosing(
            context.live.listen("parking.occupancy.changed", subject=zone)
        ) as events:
            while True:
                now = context.clock.now_ms()
                counted = await occupancy.read_zone(context.database, zone, now)
                yield occupancy_type(zone, counted)
                await anext(events)

    @strawberry.subscription(
        description="The counts of every zone around a place, now and each that changes.",
        extensions=[permission("parking.verdict.read"), broadcast(opens=True)],
    )
    async def parking_area_changed(
        self,
        info: Info,
        at: At,
        radius: Annotated[
            float, strawberry.argument(description="Metres around the place, at most 2000.")
        ] = 500.0,
    ) -> AsyncGenerator[list[OccupancyType]]:
        """All zones of the area once, then those that changed since the last telling."""
        context, point = info.context, point_of(at)
        zones = await occupancy.zones_near(context.database, point, radius)
        async with aclosing(context.live.listen("parking.occupancy.changed")) as events:
            counted = await occupancy.read_zones(
                context.database, sorted(zones), context.clock.now_ms()
            )
            yield [occupancy_type(zone, one) for zone, one in counted.items()]
            async for event in events:
                if event.subject not in zones:
                    continue
                now = context.clock.now_ms()
                fresh = await occupancy.read_zones(context.database, [event.subject], now)
                yield [occupancy_type(zone, one) for zone, one in fresh.items()]


def _pause(verdict: Verdict, now_ms: int) -> float:
    """Seconds until the verdict may have turned."""
    if verdict.until is None:
        return LONGEST_WAIT_SECONDS
    left = (milliseconds(verdict.until) - now_ms) / 1000
    return min(max(left, SHORTEST_WAIT_SECONDS), LONGEST_WAIT_SECONDS)
