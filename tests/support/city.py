# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The whole city as real processes on loopback, in the two ways people run it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from gateway.city.catalogue import all_services
from services.kit.service import Room

ROOT = Path(__file__).parents[2]
SERVICES = tuple(all_services())
GRAPHS = tuple(name for name, service in all_services().items() if service.has(Room.GRAPH))
"""Services with a subgraph."""

START_SECONDS = 120
"""A dozen processes share two cores while they start."""


class RunningCity:
    """A city that answers at `port`, and the processes it consists of."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.begun: list[tuple[list[str], int, dict[str, str]]] = []

    def kill(self) -> None:
        """kill -9 on everything."""
        for process in self.processes:
            process.kill()
            process.wait()
        self.processes.clear()

    def start_again(self) -> None:
        """Start what was killed, on the same ports and the same data."""
        begun, self.begun = self.begun, []
        for words, port, settings in begun:
            _start(self, words, port, settings)
            _await_ready(self, port)

    def ask(
        self,
        query: str,
        *,
        token: str | None = None,
        language: str = "sv",
        variables: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables or {}})
        given = {"Content-Type": "application/json", "Accept-Language": language} | (headers or {})
        if token:
            given["Authorization"] = f"Bearer {token}"
        _, text = self.request("POST", "/graphql", body=body, headers=given)
        return json.loads(text)

    def request(
        self,
        method: str,
        path: str,
        *,
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def token(self, name: str) -> str:
        return self.torget("demo", "token", name).stdout.strip()

    def torget(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gateway.city.cli", *words],
            cwd=ROOT,
            env=_environment(self.folder, self.port),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on just now."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@contextmanager
def one_process(folder: Path, **settings: str) -> Iterator[RunningCity]:
    """Everything in one process, as `make run` starts it."""
    (port,) = free_ports(1)
    city = RunningCity(port, folder)
    with _running(city):
        _start(city, ["serve"], port, settings)
        _await_ready(city, port)
        yield city


@contextmanager
def many_processes(folder: Path, **settings: str) -> Iterator[RunningCity]:
    """The gateway and every e-service in a process of its own."""
    port, *others = free_ports(1 + len(SERVICES))
    places = dict(zip(SERVICES, others, strict=True))
    city = RunningCity(port, folder)
    elsewhere = ",".join(f"{name}=http://127.0.0.1:{places[name]}" for name in GRAPHS)
    with _running(city):
        for name, at in places.items():
            _start(city, ["serve", "--service", name], at, settings)
        for at in places.values():
            _await_ready(city, at)
        _start(city, ["serve", "--gateway-only"], port, settings | {"subgraphs": elsewhere})
        _await_ready(city, port)
        yield city


def _environment(folder: Path, port: int, settings: dict[str, str] | None = None) -> dict[str, str]:
    given = {"data_dir": str(folder), "port": str(port)} | (settings or {})
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("TORGET_")}
    return inherited | {f"TORGET_{name.upper()}": value for name, value in given.items()}


def _start(city: RunningCity, words: list[str], port: int, settings: dict[str, str]) -> None:
    city.begun.append((words, port, settings))
    with (city.folder / f"log-{port}").open("ab") as log:
        city.processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "gateway.city.cli", *words],
                cwd=ROOT,
                env=_environment(city.folder, port, settings),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        )


def _await_ready(city: RunningCity, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        ended = [p for p in city.processes if p.poll() is not None]
        if ended:
            break
        if is_ready(port):
            return
        time.sleep(0.05)
    logs = "\n".join(p.read_text() for p in sorted(city.folder.glob("log-*")))
    raise AssertionError(f"the city is not ready at {port}:\n{logs}")


def is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _running(city: RunningCity) -> Iterator[None]:
    try:
        yield
    finally:
        for process in city.processes:
            process.terminate()
        for process in city.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
