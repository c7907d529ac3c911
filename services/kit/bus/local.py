# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The bus of a city in one process: groups take an event before it counts as published."""

import asyncio
from collections.abc import Sequence

from services.kit.bus import Handler, NotTaken, matches
from services.kit.wire.cloudevents import Event


class LocalBus:
    """Calls every group's handler; a group that fails makes the whole event come again."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._groups: list[tuple[str, tuple[str, ...], Handler]] = []

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""

    def subscribe(self, group: str, types: Sequence[str], handler: Handler) -> None:
        """Add a handler; a group that comes twice has two handlers, each for its types."""
        self._groups.append((group, tuple(types), handler))

    async def publish(self, event: Event) -> None:
        """Return when every group has taken it; NotTaken names those that have not."""
        wanted = [
            (group, handler)
            for group, types, handler in self._groups
            if any(matches(pattern, event.type) for pattern in types)
        ]
        answers = await asyncio.gather(
            *(handler(event) for _, handler in wanted), return_exceptions=True
        )
        refused = [
            f"{group}: {type(answer).__name__}"
            for (group, _), answer in zip(wanted, answers, strict=True)
            if isinstance(answer, BaseException)
        ]
        if refused:
            raise NotTaken("; ".join(refused))

    async def has_memory_of(self, service: str) -> bool:
        """It remembers nothing, and nothing it was given is unfinished."""
        del service
        return True

    async def remember(self, service: str) -> None:
        """Nothing to note."""
