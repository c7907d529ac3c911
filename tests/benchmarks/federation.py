# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The gateway in front of four subgraphs, in three sizes, beside a hand-compiled floor."""

import asyncio
import json
import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil

from gateway.planner import prepare
from gateway.supergraph.reading import read_supergraph
from tests.benchmarks.load import Measured, drive, free_port, serving
from tests.benchmarks.market import LARGE, OPERATIONS, TYPICAL, supergraph_sdl

REQUESTS = {"one fetch": 2000, "typical": 960, "large": 96}
ROUNDS = 2
BARS = {"one fetch": 0.2, "typical": 0.5, "large": 3.0}
Runs = dict[tuple[str, str], Measured]


async def measure(servers: dict[str, tuple[psutil.Process, int]]) -> Runs:
    """The best of several interleaved rounds for each server and size."""
    best: Runs = {}
    for around in range(ROUNDS + 1):
        for size, text in OPERATIONS.items():
            body = json.dumps({"query": text}).encode()
            for name, (process, port) in servers.items():
                if name == "floor" and size == "large":
                    continue
                requests = REQUESTS[size] if around else 64
                found = await drive(process, port, body, requests=requests, connections=8)
                kept = best.get((name, size))
                if around and (kept is None or found.cpu_us < kept.cpu_us):
                    best[name, size] = found
    return best


def main() -> None:
    """Print the figures."""
    market = free_port()
    sdl = supergraph_sdl(market)
    _print_plans(sdl)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "supergraph.graphql"
        file.write_text(sdl, encoding="utf-8")
        stack.enter_context(serving("tests.benchmarks.market", str(market), port=market))
        servers: dict[str, tuple[psutil.Process, int]] = {}
        for name, command in _commands(market, file).items():
            port = free_port()
            process = stack.enter_context(serving(*command, str(port), port=port))
            servers[name] = (process, port)
        _print(asyncio.run(measure(servers)))


def _commands(market: int, file: Path) -> dict[str, tuple[str, ...]]:
    """How each server is started; foreign ones only where npm has installed them."""
    found = {
        "floor": ("tests.benchmarks.joined", str(market)),
        "torget": ("gateway.city.cli", "gateway", "--supergraph", str(file), "--port"),
    }
    modules = os.environ.get("ORACLE_MODULES")
    if modules is None:
        return found
    script = Path(__file__).parents[1] / "npm" / "router.mjs"
    found["apollo"] = ("node", str(script), str(file))
    hive = Path(modules) / ".bin" / "hive-gateway"
    if hive.exists():
        plain = ("node", str(hive.resolve()), "supergraph", str(file), "--host", "127.0.0.1")
        found["hive"] = (*plain, "--port")
        if (Path(modules) / "@graphql-hive" / "router-runtime").exists():  # else it falls back
            found["hive rust"] = (*plain, "--hive-router-runtime", "--port")
    return found


def _print_plans(sdl: str) -> None:
    started = time.perf_counter()
    supergraph = read_supergraph(sdl)
    print(f"supergraph read in {1000 * (time.perf_counter() - started):.1f} ms")
    for name, text in (("typical", TYPICAL), ("large", LARGE)):
        spent: list[float] = []
        for _ in range(5):
            started = time.perf_counter()
            plan = prepare(supergraph, text).plan
            spent.append(1000 * (time.perf_counter() - started))
        print(
            f"cold plan, {name}: {min(spent):.1f} ms, {len(plan.steps)} fetches in {plan.waves} waves"
        )


def _print(best: Runs) -> None:
    print(f"{'':22}{'CPU ms':>8}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'MB':>6}")
    for (name, size), found in sorted(best.items(), key=lambda one: (one[0][1], one[0][0])):
        bar = f"  bar {BARS[size]} ms" if name == "torget" else ""
        print(
            f"{size:12}{name:10}{found.cpu_us / 1000:8.3f}{found.per_second:8.0f}"
            f"{found.p50_ms:8.2f}{found.p99_ms:8.2f}{found.rss_mb:6.0f}{bar}"
        )


if __name__ == "__main__":
    main()
