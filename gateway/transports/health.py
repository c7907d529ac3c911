# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the process lives and whether it is ready (reliability K7): quick, and asking nobody."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import msgspec

from services.kit.wire.front.body import Send


class Stage(StrEnum):
    """Where a process is in its life."""

    STARTING = "starting"
    READY = "ready"
    DRAINING = "draining"


class Health:
    """The process's own view of itself; `degraded` lists what is missing but bearable."""

    def __init__(self, degraded: Callable[[], list[str]] | None = None) -> None:
        """Begin ready; the city moves the stage when it starts slowly or stops."""
        self.stage = Stage.READY
        self._degraded = degraded

    @property
    def is_draining(self) -> bool:
        """Whether new work should go to another process."""
        return self.stage is Stage.DRAINING

    def describe(self) -> tuple[int, dict[str, Any]]:
        """Status and body of `/readyz`."""
        degraded = self._degraded() if self._degraded is not None else []
        body: dict[str, Any] = {"status": self.stage.value}
        if self.stage is Stage.READY and degraded:
            body = {"status": "degraded", "degraded": degraded}
        return (200 if self.stage is Stage.READY else 503), body


async def send_json(send: Send, status: int, body: Any) -> None:
    """Answer with a small JSON body."""
    await send_bytes(send, status, msgspec.json.encode(body), b"application/json")


async def send_bytes(send: Send, status: int, body: bytes, media: bytes) -> None:
    """Answer with a body of any type, not to be stored."""
    headers = [
        (b"content-type", media),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
