# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Measuring a server from outside: time per request on one connection, CPU and memory of its process."""

import os
import time
from collections.abc import Callable, Iterable
from http.client import HTTPConnection
from pathlib import Path

import msgspec

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Target(msgspec.Struct, frozen=True):
    """One request to one server."""

    name: str
    port: int
    pid: int
    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = {}


class Figures(msgspec.Struct):
    """What the rounds gave: seconds per request, CPU seconds in all."""

    times: list[float] = []
    cpu: float = 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which `share` of the requests were answered."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds of the server per request."""
        return 1000 * self.cpu / len(self.times)


def interleave(targets: Iterable[Target], *, rounds: int, requests: int) -> dict[str, Figures]:
    """Ask all targets in turn, `rounds` times `requests` each, so that noise hits all alike."""
    figures = {target.name: Figures() for target in targets}
    for _ in range(rounds):
        for target in targets:
            _ask(target, requests, figures[target.name])
    return figures


def cpu_seconds(pid: int) -> float:
    """CPU time of a process so far, user and system: to the nanosecond where the kernel counts so.

    Ticks of 10 ms would make steps of 4 us per request in a round of 2,400.
    """
    tasks = [task / "schedstat" for task in Path(f"/proc/{pid}/task").iterdir()]
    if all(task.exists() for task in tasks):
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_mb(pid: int) -> float:
    """Resident memory of a process in megabytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1e6


def wait_until(check: Callable[[], bool], *, seconds: float) -> float:
    """Seconds until `check` was true; fails loudly when it never is."""
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        if check():
            return time.perf_counter() - start
        time.sleep(0.005)
    raise TimeoutError("the server did not come up")


def _ask(target: Target, requests: int, figures: Figures) -> None:
    connection = HTTPConnection("127.0.0.1", target.port, timeout=10)
    before = cpu_seconds(target.pid)
    for _ in range(requests):
        start = time.perf_counter()
        connection.request(target.method, target.path, body=target.body, headers=target.headers)
        response = connection.getresponse()
        response.read()
        figures.times.append(time.perf_counter() - start)
        if response.status != 200:
            raise AssertionError(f"{target.name} answered {response.status}")
    figures.cpu += cpu_seconds(target.pid) - before
    connection.close()
