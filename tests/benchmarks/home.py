# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The home screen over six services with demo data: profile, check-in, parking, polls, plan, inbox, events."""

import asyncio
import time
from statistics import median

from gateway.executor import execute
from gateway.planner import prepare
from tests.house.source import ROOT
from tests.services.residents.test_feed import park
from tests.support.services import AMINA, context_of
from tests.support.together import together

TURNS = 300


def main() -> None:
    """Print the figures."""
    asyncio.run(_measure())


async def _measure() -> None:
    document = (ROOT / "tests" / "city" / "shell" / "home.graphql").read_text(encoding="utf-8")
    async with together() as city:
        await park(city)
        prepared = prepare(city.supergraph, document)
        wall, cpu = [], []
        for turn in range(TURNS + 20):
            begun, spent = time.perf_counter(), time.process_time()
            answer = await execute(prepared, {}, context_of(AMINA, locale="ar"), city.subgraphs)
            if answer.errors:
                raise SystemExit(str(answer.errors))
            if turn >= 20:
                wall.append((time.perf_counter() - begun) * 1000)
                cpu.append((time.process_time() - spent) * 1000)
        print("home screen, six services in one process, SQLite (bar: p95 50 ms on one core)")
        for name, figures in (("wall", sorted(wall)), ("CPU", sorted(cpu))):
            print(
                f"  {name:5} p50 {median(figures):6.2f} ms  p95 {figures[int(len(figures) * 0.95)]:6.2f} ms"
            )
