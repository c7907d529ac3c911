# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The home screen over six services with demo data: profile, check-in, parking, polls, plan, inbox, events."""

import asyncio
import gc
import time
from statistics import median

from gateway.executor import execute
from gateway.planner import prepare
from services.kit.wire.front.reply import encode
from tests.house.source import ROOT
from tests.services.residents.test_feed import park
from tests.support.services import AMINA, context_of
from tests.support.together import together

POLLS = "participationPolls(first: 3) { nodes { id title { ...Words } state closesAt } }"
TURNS = 400
WARM = 20


def main() -> None:
    """Print the figures."""
    asyncio.run(_measure())


async def _measure() -> None:
    screen = (ROOT / "tests" / "city" / "shell" / "home.graphql").read_text(encoding="utf-8")
    document = screen.replace("query Home {", f"query Home {{ {POLLS}")
    async with together() as city:
        await park(city)
        prepared = prepare(city.supergraph, document)
        wall: list[float] = []
        loop: list[float] = []
        process: list[float] = []
        for turn in range(TURNS + WARM):
            if turn == WARM:
                gc.collect()
                gc.freeze()  # as a server does once it answers
                gc.set_threshold(10_000, 20, 50)
            begun, spent, own = time.perf_counter(), time.process_time(), time.thread_time()
            answer = await execute(prepared, {}, context_of(AMINA, locale="ar"), city.subgraphs)
            encode(answer.to_json())
            if answer.errors:
                raise SystemExit(str(answer.errors))
            if turn >= WARM:
                loop.append((time.thread_time() - own) * 1000)
                process.append((time.process_time() - spent) * 1000)
                wall.append((time.perf_counter() - begun) * 1000)
        graphs = {step.graph for step in prepared.plan.steps}
        print(
            f"home screen, {len(graphs)} services in one process, SQLite, "
            f"{len(prepared.plan.steps)} fetches (bars: 3 ms CPU, wall p95 50 ms)"
        )
        _show("CPU of the process, writer threads included", process)
        _show("CPU of the loop", loop)
        _show("wall", wall)


def _show(name: str, figures: list[float]) -> None:
    figures.sort()
    tenth, last = figures[len(figures) // 10], figures[int(len(figures) * 0.95)]
    print(f"  {name:44} p10 {tenth:5.2f}  p50 {median(figures):5.2f}  p95 {last:5.2f} ms")
