# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city as a whole: cold start, memory, the home query and the verdict against a hello-JSON floor."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import Target, interleave, memory_mb, wait_until
from tests.support.city import free_ports, is_ready, one_process
from tests.support.questions import HOME, VERDICT

ROUNDS, REQUESTS = 10, 60


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        before = time.perf_counter()
        with one_process(Path(folder)) as city:
            cold = time.perf_counter() - before
            (server,) = city.processes
            print(f"cold start on an empty folder: {cold:.2f} s (bar 3 s)")
            print(f"memory after start: {memory_mb(server.pid):.0f} MB (bar 200 MB)")
            token = city.token("amina")
            (port,) = free_ports(1)
            floor = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.floor", str(port)])
            try:
                wait_until(lambda: is_ready(port), seconds=10)
                _print(
                    [
                        Target("hello JSON", port, floor.pid, "GET", "/hello"),
                        _question("small query", "{ __typename }", city.port, server.pid, token),
                        _question("home", HOME, city.port, server.pid, token),
                        _question("verdict", VERDICT, city.port, server.pid, token),
                    ]
                )
            finally:
                floor.terminate()
                floor.wait()
            print(f"memory after the requests: {memory_mb(server.pid):.0f} MB")
        before = time.perf_counter()
        with one_process(Path(folder)):
            print(f"second start on the same folder: {time.perf_counter() - before:.2f} s")


def _question(name: str, query: str, port: int, pid: int, token: str) -> Target:
    headers = {
        "Content-Type": "application/json",
        "Accept-Language": "ar",
        "Authorization": f"Bearer {token}",
    }
    return Target(
        name, port, pid, "POST", "/graphql", json.dumps({"query": query}).encode(), headers
    )


def _print(targets: list[Target]) -> None:
    interleave(targets, rounds=1, requests=20)
    figures = interleave(targets, rounds=ROUNDS, requests=REQUESTS)
    floor = figures[targets[0].name].cpu_ms
    print(f"{'':14}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'ratio to floor':>16}")
    for name, found in figures.items():
        print(
            f"{name:14}{found.percentile(0.5):8.2f}{found.percentile(0.99):8.2f}"
            f"{found.cpu_ms:8.3f}{floor / found.cpu_ms:16.2f}"
        )
