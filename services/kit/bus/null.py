# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The bus that nobody listens to: events count as published and go nowhere."""

from collections.abc import Sequence

from services.kit.bus import Handler
from services.kit.wire.cloudevents import Event


class NullBus:
    """Takes everything, delivers nothing."""

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""

    def subscribe(self, group: str, types: Sequence[str], handler: Handler) -> None:
        """Nobody will call."""

    async def publish(self, event: Event) -> None:
        """Gone."""

    async def has_memory_of(self, service: str) -> bool:
        """Nothing can be lost."""
        del service
        return True

    async def remember(self, service: str) -> None:
        """Nothing to note."""
