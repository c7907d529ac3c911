# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Anchoring: a signed checkpoint every five minutes, at start and at the end, outside the database."""

import asyncio
import logging
from pathlib import Path
from typing import Final

from services.kit.audit.checkpoints import (
    Checkpoint,
    append_checkpoint,
    read_checkpoints,
    sign_checkpoint,
)
from services.kit.audit.keys import AuditKeys, checkpoint_file
from services.kit.audit.log import READ_HEAD
from services.kit.data import Database

_log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 300.0


class Anchor:
    """Writes the checkpoints of one service's log."""

    def __init__(self, database: Database, service: str, keys: AuditKeys, folder: Path) -> None:
        """Anchor the log of `service` in a file below `folder`."""
        self._database = database
        self._service = service
        self._keys = keys
        self._path = checkpoint_file(folder, service)
        self._task: asyncio.Task[None] | None = None
        known, _ = read_checkpoints(self._path, keys.signing.verifier)
        self._newest = max((point.seq for point in known), default=0)

    async def anchor(self) -> bool:
        """Write a checkpoint if rows have come since the last one; whether it did."""
        head = await self._database.one(READ_HEAD)
        if head is None or head.seq <= self._newest:
            return False
        point = Checkpoint(count=head.seq, head=head.mac, seq=head.seq, tenant=self._service)
        append_checkpoint(self._path, sign_checkpoint(point, self._keys.signing))
        self._newest = head.seq
        return True

    def start(self) -> None:
        """Anchor every five minutes until stopped."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Anchor a last time."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        await self.anchor()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.anchor()
            except Exception:  # noqa: BLE001 -- the next round tries again; operators are told
                _log.exception(
                    "the audit log could not be anchored", extra={"tenant": self._service}
                )
