# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A real broker for tests: mosquitto on loopback, which writes down what it has promised."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

SECONDS = 20.0


class Mosquitto:
    """One broker and its folder; careful = it writes its file at every change; it may be killed and started again on the same port."""

    def __init__(self, folder: Path, *, careful: bool = True) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._config = folder / "mosquitto.conf"
        lines = [
            f"listener {self.port} 127.0.0.1", "allow_anonymous true", "persistence true",
            f"persistence_location {folder}/", f"autosave_on_changes {str(careful).lower()}", "autosave_interval 1",
            "max_inflight_messages 1000", "max_queued_messages 0", "log_dest none",
        ]  # fmt: skip
        if os.geteuid() == 0:
            lines.append("user root")
        self._config.write_text("\n".join(lines) + "\n")
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        program = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program is not None, "mosquitto is not installed (tests/support/debian.sh)"
        self._child = subprocess.Popen(
            [program, "-c", str(self._config)], stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise TimeoutError("the broker did not come up")

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it well."""
        self._end(signal.SIGTERM)

    def has_written_since(self, moment: float) -> bool:
        """Whether its own file is younger than an instant of the wall clock."""
        file = self.folder / "mosquitto.db"
        return file.exists() and file.stat().st_mtime > moment

    def _end(self, number: signal.Signals) -> None:
        if self._child is not None:
            self._child.send_signal(number)
            self._child.wait(SECONDS)
            self._child = None
