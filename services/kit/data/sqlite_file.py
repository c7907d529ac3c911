# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A SQLite file: opening it with the durability that was promised, and proving it (reliability D1, D2)."""

import fcntl
import os
import sqlite3
import time
from pathlib import Path
from types import TracebackType

from services.kit.data.faults import StorageUnavailable
from services.kit.errors import SettingsProblem

_SETTINGS = {
    "foreign_keys": "ON",
    "busy_timeout": "5000",
    "trusted_schema": "OFF",
    "temp_store": "MEMORY",
    "fullfsync": "ON",
    "checkpoint_fullfsync": "ON",
}

LONGEST_WAIT_SECONDS = 5.0
READER_CACHE_KB = 16_384
"""Pages a reader may keep: two fifths of a search's time went into fetching them again (SQLite's own: 2 MB)."""


def open_writer(path: Path, *, durable: bool) -> sqlite3.Connection:
    """The one connection that writes and checkpoints; a new file's folder is synced too.

    Raises SettingsProblem when the file cannot be opened or does not keep what it promises.
    """
    fresh = not path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        connection.execute("PRAGMA journal_size_limit = 67108864")
        connection.execute("PRAGMA wal_autocheckpoint = 1000")
    except (OSError, sqlite3.Error) as problem:
        raise SettingsProblem(
            f"the database {path} cannot be opened ({problem}); check the folder and its owner"
        ) from problem
    verify(connection, path, durable=durable)
    if fresh:
        _sync_folder(path.parent)
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that only reads and never checkpoints."""
    connection = _connect(path)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KB}")
    return connection


def verify(connection: sqlite3.Connection, path: Path, *, durable: bool = True) -> None:
    """Read the settings back; SettingsProblem when a write might not survive a power cut."""
    journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    foreign_keys = connection.execute("PRAGMA foreign_keys").fetchone()[0]
    if journal != "wal" or (durable and synchronous < 2) or not foreign_keys:  # noqa: PLR2004 -- FULL
        raise SettingsProblem(
            f"the database {path} does not keep writes safe (journal {journal}, synchronous "
            f"{synchronous}); put it on a local disk"
        )


class FileLock:
    """Lets one process at a time write to or checkpoint a file.

    SQLite before 3.51.3 may spoil a file when one process commits while another checkpoints; with
    this lock around every transaction several processes can share a file on any version.
    """

    def __init__(self, path: Path) -> None:
        """Open the lock file beside the database."""
        self._handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> None:
        """Take it, waiting up to five seconds; StorageUnavailable after that."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        pause = 0.0005
        while time.monotonic() < until:
            time.sleep(pause)
            pause = min(pause * 2, 0.02)
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return
        raise StorageUnavailable

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one write."""
        fcntl.flock(self._handle, fcntl.LOCK_UN)

    def close(self) -> None:
        """Forget the lock file."""
        os.close(self._handle)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=512, timeout=5.0
    )
    for name, value in _SETTINGS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
