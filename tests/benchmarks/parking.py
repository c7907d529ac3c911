# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Parking: verdict and quote times, the nearest ten free of 50,000 bays against a scan, forecasts."""

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from statistics import median

from services.kit import policy
from services.kit.clock import SystemClock, instant
from services.kit.data import Database, migrate
from services.kit.geometry import Point
from services.kit.wire.caller import SYSTEM
from services.parking.actions import occupancy
from services.parking.actions.verdicts import AskVerdict, ask_verdict
from services.parking.demo import seed
from services.parking.domain.forecast_score import compare, read_series
from services.parking.domain.local_time import from_wall
from services.parking.domain.occupancy import DWELL_MS, Reading, SpaceStatus
from services.parking.domain.pricing import price
from services.parking.domain.tariff_text import read_tariff
from services.parking.policy import rules
from services.parking.store import spaces as store
from tests.services.parking.facts import TAXA_2
from tests.services.parking.series import as_csv

BAYS, BATCH, ROUNDS = 50_000, 5_000, 40
CENTRE = Point(59.335, 18.07)


def main() -> None:
    """Print the figures."""
    _quotes()
    _forecasts()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_database(folder))


def _quotes() -> None:
    tariff = read_tariff(TAXA_2)
    begin, end = from_wall("2026-06-01T10:00"), from_wall("2026-06-02T13:30")
    times = [_timed(lambda: price(tariff, begin, end)) for _ in range(500)]
    print(f"quote over a day and a half: p50 {median(times):.2f} ms")


def _forecasts() -> None:
    series, clamped = read_series(as_csv())
    found = compare(series, timedelta(minutes=60), clamped)
    ratio = found.ours.mae / found.persistence.mae
    print(f"forecast at 60 min: MAE {ratio:.2f} of persistence (bar 0.70), "
          f"Brier {found.ours.brier:.4f} against {found.persistence.brier:.4f}")  # fmt: skip


async def _database(folder: str) -> None:
    policy.register(rules)
    database = Database.open(f"sqlite:///{folder}", service="parking", clock=SystemClock())
    await database.start()
    try:
        await migrate(database, "services.parking")
        await database.transact(seed)
        wish = AskVerdict(point=Point(59.3373, 18.0802), at=instant(database.clock.now_ms()))
        times = [await _awaited(lambda: ask_verdict(database, wish)) for _ in range(400)]
        times.sort()
        print(f"verdict: p50 {median(times):.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms")
        await _fill(database)
        await _nearest(database)
    finally:
        await database.stop()


async def _fill(database: Database) -> None:
    chance = random.Random(1)
    spaces = [
        occupancy.NewSpace(
            id=f"bay-{number}",
            zone=f"zone-{number // 50}",
            point=Point(
                CENTRE.lat + chance.uniform(-0.05, 0.05), CENTRE.lon + chance.uniform(-0.1, 0.1)
            ),
        )
        for number in range(BAYS)
    ]
    await database.transact(lambda tx: occupancy.add_spaces(tx, SYSTEM, spaces))
    now = database.clock.now_ms()
    readings = [
        Reading(
            space=one.id, observed_at=now - DWELL_MS, sequence=1,
            status=SpaceStatus.FREE if chance.random() < 0.15 else SpaceStatus.OCCUPIED,
        )
        for one in spaces
    ]  # fmt: skip
    before = time.perf_counter()
    for start in range(0, BAYS, BATCH):
        batch = readings[start : start + BATCH]
        await database.transact(lambda tx, b=batch: occupancy.report(tx, SYSTEM, b))
    print(f"readings taken in, durable: {BAYS / (time.perf_counter() - before):,.0f} a second")


async def _nearest(database: Database) -> None:
    chance = random.Random(2)
    now = database.clock.now_ms()
    cells, scans = [], []
    for _ in range(ROUNDS):
        point = Point(
            CENTRE.lat + chance.uniform(-0.03, 0.03), CENTRE.lon + chance.uniform(-0.06, 0.06)
        )
        cells.append(
            await _awaited(lambda p=point: occupancy.nearest_free(database, p, most=10, now=now))
        )
        scans.append(await _awaited(lambda p=point: _scan(database, p, now)))
    ratio = median(scans) / median(cells)
    print(f"nearest ten free of {BAYS:,}: {median(cells):.2f} ms, {ratio:.0f}x a scan (bar 20x)")


async def _scan(database: Database, point: Point, now: int) -> object:
    rows = await database.many(store.free_everywhere, settled=now - DWELL_MS, now=now)
    return occupancy.ranked(rows, point, occupancy.MOST_RADIUS_M)[:10]


def _timed(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - before)


async def _awaited(work: Callable[[], Awaitable[object]]) -> float:
    before = time.perf_counter()
    await work()
    return 1000 * (time.perf_counter() - before)


if __name__ == "__main__":
    main()
