# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A real coturn on loopback, fresh for each use (video 4.3)."""

import shutil
import socket
import subprocess
import time
from pathlib import Path

from tests.support.city import free_ports

SECRET = "test-secret"
CONFIGURATION = """
listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port={port}
min-port={low}
max-port={high}
use-auth-secret
static-auth-secret={secret}
realm=torget.test
fingerprint
no-tls
no-dtls
no-cli
allow-loopback-peers
cli-password=unused
no-multicast-peers
stale-nonce=600
user-quota=12
total-quota=200
simple-log
log-file={folder}/turn.log
pidfile={folder}/turn.pid
userdb={folder}/turndb
"""


class TurnServer:
    """Start, kill and start again on the same ports."""

    def __init__(self, folder: Path) -> None:
        (self.port,) = free_ports(1)
        low = 20000 + self.port % 20000
        self.folder = folder
        self.file = folder / "turn.conf"
        self.file.write_text(
            CONFIGURATION.format(
                port=self.port, low=low, high=low + 120, secret=SECRET, folder=folder
            )
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=udp"

    def start(self) -> None:
        program = shutil.which("turnserver")
        assert program, "coturn is missing: run `sh tests/support/debian.sh`"
        self._process = subprocess.Popen(
            [program, "-c", str(self.file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while not self._listens():
            assert self._process.poll() is None, (self.folder / "turn.log").read_text()
            assert time.monotonic() < deadline, "coturn does not listen"
            time.sleep(0.05)

    def _listens(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 0.5):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
