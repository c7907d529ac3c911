# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Redis for tests: a real server when the machine has one, else fakeredis behind a real socket."""

import os
import shutil
import socket
import sys
from pathlib import Path

from services.kit.testing.servers import Running, Shared, spawn, wait_until

_CHECKER = "redis-check-rdb"
"""Debian's redis-tools carry the whole server under this name; called redis-server, it serves."""


def start_redis(run: str) -> Running:
    """The Redis of this run; `kind` says whether it is a real one."""
    return Shared("redis", run).hold(launch)


def release_redis(run: str) -> None:
    """Let go of it."""
    Shared("redis", run).release()


def launch(folder: Path, *, port: int = 0) -> Running:
    """Start a server on a free port of loopback, or on the port given; nothing is kept on disk."""
    port = port or free_port()
    command, kind = _command()
    pid = spawn(
        [*command, *_arguments(kind, port, folder)],
        folder / "log",
        executable=shutil.which(_CHECKER) if kind == _CHECKER else None,
        environment=environment(),
    )
    wait_until(lambda: _answers(port), pid, "Redis")
    if kind != "fakeredis":
        kind = f"redis-server {_version(port)}"
    return Running(f"redis://127.0.0.1:{port}/0", pid, kind)


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command() -> tuple[list[str], str]:
    if shutil.which("redis-server"):
        return ["redis-server"], "redis-server"
    if shutil.which(_CHECKER):
        return ["redis-server"], _CHECKER
    return [sys.executable, "-m", "services.kit.testing.fake_redis"], "fakeredis"


def _arguments(kind: str, port: int, folder: Path) -> list[str]:
    if kind == "fakeredis":
        return [str(port)]
    return ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", str(folder), "--daemonize", "no"]  # fmt: skip


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 0.5) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _version(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), 2) as connection:
        connection.sendall(b"INFO server\r\n")
        answer = connection.recv(65536).decode(errors="replace")
    return next(
        (
            line.partition(":")[2]
            for line in answer.split("\r\n")
            if line.startswith("redis_version:")
        ),
        "of unknown version",
    )


def environment() -> dict[str, str]:
    """The environment for a process of ours that must find the project's packages."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
