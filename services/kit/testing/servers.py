# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Real PostgreSQL and Redis for tests: one of each per run, shared by its workers, gone afterwards.

Every holder of a server writes its process id into the server's folder; the last one to let go
stops the server by its process id and removes the folder. What a killed run left behind is swept
away by the next one.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

START_SECONDS = 30.0


class Running(msgspec.Struct, frozen=True):
    """A server that answers."""

    url: str
    pid: int
    kind: str
    """What it really is: `PostgreSQL 18.4`, `redis-server 7.0.15`, `fakeredis 2.40`."""


_children: dict[int, subprocess.Popen[bytes]] = {}


def spawn(
    command: list[str],
    log: Path,
    *,
    executable: str | None = None,
    user: str | None = None,
    environment: dict[str, str] | None = None,
) -> int:
    """Start a server in a session of its own, its words going to `log`; its process id."""
    with log.open("ab") as words:
        child = subprocess.Popen(  # noqa: S603 -- servers of the tests
            command,
            executable=executable,
            stdout=words,
            stderr=words,
            stdin=subprocess.DEVNULL,
            user=user,
            env=environment,
            start_new_session=True,
        )
    _children[child.pid] = child
    return child.pid


class Shared:
    """A server's folder, shared by the processes of one run."""

    def __init__(self, name: str, run: str) -> None:
        """`run` is equal in all workers of a run and differs between runs."""
        self.folder = Path(tempfile.gettempdir()) / f"torget-{name}-{run}"
        self._name = name

    def hold(self, start: Callable[[Path], Running]) -> Running:
        """The running server; the first holder starts it in the folder `server`."""
        sweep(self._name)
        self.folder.mkdir(mode=0o755, exist_ok=True)
        with self._locked():
            (self.folder / f"holder-{os.getpid()}").touch()
            note = self.folder / "running.json"
            if note.exists():
                running = msgspec.json.decode(note.read_bytes(), type=Running)
                if is_alive(running.pid):
                    return running
                shutil.rmtree(self.folder / "server", ignore_errors=True)
            work = self.folder / "server"
            work.mkdir(exist_ok=True)
            running = start(work)
            note.write_bytes(msgspec.json.encode(running))
            return running

    def release(self) -> None:
        """Let go; the last holder stops the server and removes the folder."""
        if not self.folder.exists():
            return
        with self._locked():
            (self.folder / f"holder-{os.getpid()}").unlink(missing_ok=True)
            if not _holders(self.folder):
                _remove(self.folder)

    @contextmanager
    def _locked(self) -> Generator[None]:
        with (self.folder / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def sweep(name: str) -> None:
    """Stop and remove the servers of runs whose processes are all gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"torget-{name}-*"):
        lock = folder / "lock"
        if not lock.exists():
            continue
        with lock.open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if not _holders(folder) and (folder / "server").exists():
                _remove(folder)


def is_alive(pid: int) -> bool:
    """Whether a process with this id runs and is more than a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state != "Z"


def stop(pid: int, *, first: signal.Signals = signal.SIGTERM) -> None:
    """End a process of ours by its id: politely, then firmly; returns when it is gone."""
    _reap(pid)
    for number, seconds in ((first, 10.0), (signal.SIGKILL, 5.0)):
        if not is_alive(pid):
            break
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            break
        until = time.monotonic() + seconds
        while is_alive(pid) and time.monotonic() < until:
            _reap(pid)
            time.sleep(0.01)
    _reap(pid)


def wait_until(answers: Callable[[], bool], pid: int, what: str) -> None:
    """Wait until a fresh server answers; RuntimeError when it died or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if answers():
            return
        _reap(pid)
        if not is_alive(pid):
            raise RuntimeError(f"{what} ended before it answered; its log is in its folder")
        time.sleep(0.01)
    stop(pid, first=signal.SIGKILL)
    raise RuntimeError(f"{what} did not answer within {START_SECONDS:.0f} s")


def _holders(folder: Path) -> list[int]:
    """Process ids that still hold a server; those of dead processes are forgotten."""
    living: list[int] = []
    for note in folder.glob("holder-*"):
        pid = int(note.name.removeprefix("holder-"))
        if is_alive(pid):
            living.append(pid)
        else:
            note.unlink(missing_ok=True)
    return living


def _remove(folder: Path) -> None:
    note = folder / "running.json"
    if note.exists():
        running = msgspec.json.decode(note.read_bytes(), type=Running)
        first = signal.SIGINT if running.kind.startswith("PostgreSQL") else signal.SIGTERM
        if running.pid != os.getpid():
            stop(running.pid, first=first)
    shutil.rmtree(folder, ignore_errors=True)


def _reap(pid: int) -> None:
    """Take a dead child's leave, so that it is no zombie; nothing for other people's children."""
    child = _children.get(pid)
    if child is not None and child.poll() is not None:
        del _children[pid]
