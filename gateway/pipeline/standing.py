# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Open subscriptions whose readers are asked anew for their right when something has been revoked (B6, G2).

Every push is checked anyway. This is for the silent ones: nobody listens under a right that is gone.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from weakref import WeakKeyDictionary

from services.kit.wire.live.mailbox import Mailbox
from services.kit.wire.problem import Problem

Check = Callable[[], Awaitable[None]]
"""Passes, or raises the Problem that ends the reader's stream."""

AT_ONCE: Final = 200
"""So many readers are asked before others get their turn."""


class Standing:
    """The readers of this process who are somebody."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._open: WeakKeyDictionary[Mailbox, Check] = WeakKeyDictionary()
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def __len__(self) -> int:
        """Readers that would be asked."""
        return len(self._open)

    def add(self, mailbox: Mailbox, check: Check) -> None:
        """Remember a reader for as long as her mailbox is there."""
        self._open[mailbox] = check

    def look(self) -> None:
        """Ask everybody soon; asked while looking, look once more."""
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look(), name="standing")

    async def _look(self) -> None:
        while self._again:
            self._again = False
            for number, (mailbox, check) in enumerate(list(self._open.items()), 1):
                try:
                    await check()
                except Problem as problem:
                    mailbox.end(problem)
                    self._open.pop(mailbox, None)
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)
