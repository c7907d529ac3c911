# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Care: 10,000 plans made for 48 h, 3,000 ladders and how late their steps are, alarm to screen at 50 screens."""

import asyncio
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from services.care import service
from services.care.actions.alerts import RaiseAlert, raise_alert
from services.care.actions.making import make_ahead
from services.care.clients.couriers import Couriers
from services.care.clients.engine import Engine
from services.care.domain.ladder import Channel, Ladder, Level, Target, TargetKind
from services.care.domain.plans import Plan, PlanKind, PlanRevision, PlanStatus
from services.care.domain.triage import Source
from services.care.policy import rules
from services.care.store import alerts as alert_store
from services.care.store import occurrences as occurrence_store
from services.care.store import plans as plan_store
from services.care.store import policies as policy_store
from services.kit import policy
from services.kit.audit import open_log
from services.kit.bus.local import LocalBus
from services.kit.channels import ChannelKind, RecordingChannel
from services.kit.clock import SystemClock
from services.kit.context import Resources
from services.kit.data import Database, Tx, define, func, migrate, select
from services.kit.live import Live
from services.kit.running import open_service
from services.kit.wire.subgraph import FetchRequest, OperationKind
from tests.services.care.people import ELIN, UNIT
from tests.support.services import context_of

PLANS, LADDERS, SCREENS, ALARMS = 10_000, 3_000, 50, 40
COUNT = define(select(func.count()).select_from(occurrence_store.occurrence), int)
EVENTS = define(
    select(alert_store.alert_event).where(alert_store.alert_event.c.type == "fired"),
    alert_store.Event,
)
DAILY = PlanRevision(
    start_local="2020-01-01T08:00", rule="FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0", policy="p"
)


def main() -> None:
    """Print the figures."""
    for measure in (_plans, _ladders, _screens):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure(folder))


async def _opened(folder: str) -> Database:
    database = Database.open(f"sqlite:///{folder}", service="care", clock=SystemClock())
    await database.start()
    await migrate(database, "services.care")
    await open_log(database, "care", b"k" * 32)
    policy.register(rules)
    return database


async def _plans(folder: str) -> None:
    database = await _opened(folder)

    async def add(tx: Tx) -> None:
        for number in range(PLANS):
            plan = Plan(
                id=f"0190f3c0-0000-7000-8000-{number:012x}", resident=f"r{number}", unit=UNIT, kind=PlanKind.SELF_CHECKIN,
                status=PlanStatus.ACTIVE, decision=None, current_rev=1, made_until=tx.now, version=1,
            )  # fmt: skip
            await tx.run(plan_store.add_plan, **msgspec.structs.asdict(plan))
            await tx.run(
                plan_store.add_revision,
                plan=plan.id,
                rev=1,
                body=DAILY,
                effective_from=tx.now,
                made_at=tx.now,
                made_by="b",
            )

    await database.transact(add)
    begin, cpu = time.perf_counter(), time.process_time()
    while await database.transact(make_ahead):
        pass
    took, spent = time.perf_counter() - begin, time.process_time() - cpu
    made = await database.one(COUNT)
    steady = spent / (48 * 3600) * 100
    print(
        f"{PLANS} plans for 48 h: {made} occurrences in {took:.1f} s, {spent:.1f} s of CPU (bar 10 s); steady {steady:.3f} % of a core (bar 5 %)"
    )
    await database.stop()


def _ladder() -> Ladder:
    levels = tuple(
        Level(delay_s=delay, targets=(Target(TargetKind.UNIT, UNIT),), channels=(Channel.SCREEN,))
        for delay in (0, 2, 2)
    )
    return Ladder(policy="p", version=1, unit=UNIT, levels=levels, final_repeat_s=3600)


async def _ladders(folder: str) -> None:
    database = await _opened(folder)

    async def keep(tx: Tx) -> None:
        row = policy_store.PolicyRow("p", 1, UNIT, "p", _ladder(), tx.now, "b")
        await tx.run(policy_store.add_policy, **msgspec.structs.asdict(row))

    await database.transact(keep)
    resources = Resources(service="care", database=database, live=Live(), clock=SystemClock())
    engine = Engine(
        resources, Couriers(resources, {kind: RecordingChannel(kind) for kind in ChannelKind})
    )
    await engine.start()
    begin = time.perf_counter()
    for number in range(LADDERS):
        target = begin + number / 100  # a hundred alarms a second
        await database.transact(lambda tx, key=f"b{number}": raise_alert(tx, RaiseAlert(
            unit=UNIT, source=Source.STAFF, priority=1, dedup_key=key, policy="p")))  # fmt: skip
        await asyncio.sleep(max(0.0, target - time.perf_counter()))
    await asyncio.sleep(5)
    await engine.stop()
    late = sorted(
        event.at - event.data["due"]
        for event in await database.many(EVENTS)
        if event.data["round"] == 0
    )
    at = {
        share: late[min(len(late) - 1, int(share * len(late)))]
        for share in (0.5, 0.95, 0.99, 0.999)
    }
    print(f"{LADDERS} ladders, {len(late)} steps: late p50 {at[0.5]} ms, p95 {at[0.95]} ms, p99 {at[0.99]} ms (bar 250 ms), "
          f"p99.9 {at[0.999]} ms, most {late[-1]} ms")  # fmt: skip
    await database.stop()


async def _screens(folder: str) -> None:
    bus = LocalBus()
    running = await open_service(
        service,
        database_url=f"sqlite:///{folder}",
        bus=bus,
        clock=SystemClock(),
        folder=Path(folder),
    )
    await running.start()
    await bus.start()
    request = FetchRequest(
        query="subscription($u: String!) { triageChanged(unit: $u, afterVersion: 0) { queueVersion added { id priority state } updated { id state level } } }",
        variables={"u": UNIT}, kind=OperationKind.SUBSCRIPTION,
    )  # fmt: skip
    raised: dict[int, float] = {}
    seen: list[float] = []
    versions: list[list[int]] = [[] for _ in range(SCREENS)]

    async def screen(number: int) -> None:
        async for told in running.subscribe(request, context_of(ELIN)):
            diff: Any = (told.data or {}).get("triageChanged") or {}
            versions[number].append(diff["queueVersion"])
            if diff.get("added") and diff["queueVersion"] in raised:
                seen.append(time.perf_counter() - raised[diff["queueVersion"]])

    screens = [asyncio.create_task(screen(number)) for number in range(SCREENS)]
    await asyncio.sleep(1)
    for number in range(ALARMS):
        await running.resources.database.transact(lambda tx, key=f"s{number}": raise_alert(tx, RaiseAlert(
            unit=UNIT, source=Source.STAFF, priority=1, dedup_key=key)))  # fmt: skip
        version = await running.resources.database.one(alert_store.version_of, unit=UNIT)
        for each in range(max(raised, default=0) + 1, (version or 0) + 1):
            raised[each] = time.perf_counter()
        await asyncio.sleep(0.25)
    await asyncio.sleep(2)
    for task in screens:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*screens, return_exceptions=True)
    whole = sum(one == list(range(one[0], one[0] + len(one))) for one in versions if one)
    seen.sort()
    print(f"alarm to screen at {SCREENS} screens: {len(seen)} pushes, p50 {1000 * median(seen):.0f} ms, "
          f"p99 {1000 * seen[int(0.99 * len(seen))]:.0f} ms (bar 1000 ms); {whole} of {SCREENS} screens without a gap")  # fmt: skip
    await bus.stop()
    await running.stop()
