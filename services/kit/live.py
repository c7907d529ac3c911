# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Live updates: events of the bus handed to the subscriptions of this process, none kept for later.

What must not be missed is a job or a consumer; a live reader who falls behind loses the oldest.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence

from services.kit.bus import Bus, matches
from services.kit.ids import new_id
from services.kit.wire.cloudevents import Event

MOST_WAITING = 256


class _Listener:
    """One subscription's queue."""

    __slots__ = ("arrived", "events", "subject", "types")

    def __init__(self, types: Sequence[str], subject: str | None) -> None:
        self.types = tuple(types)
        self.subject = subject
        self.events: deque[Event] = deque(maxlen=MOST_WAITING)
        self.arrived = asyncio.Event()

    def wants(self, event: Event) -> bool:
        if self.subject is not None and event.subject != self.subject:
            return False
        return any(matches(pattern, event.type) for pattern in self.types)


class Live:
    """The listeners of one service in this process."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._listeners: set[_Listener] = set()

    def attach(self, bus: Bus, service: str) -> None:
        """Hear the service's events; every process is a group of its own, so all hear all."""
        bus.subscribe(f"live-{service}-{new_id()}", (f"{service}.*",), self.hear)

    async def hear(self, event: Event) -> None:
        """Pass an event to everybody who waits for it; never raises."""
        for listener in self._listeners:
            if listener.wants(event):
                listener.events.append(event)
                listener.arrived.set()

    async def listen(self, *types: str, subject: str | None = None) -> AsyncGenerator[Event]:
        """Every event of `types` (of `subject` alone, if one is given) from now on."""
        listener = _Listener(types, subject)
        self._listeners.add(listener)
        try:
            while True:
                await listener.arrived.wait()
                listener.arrived.clear()
                while listener.events:
                    yield listener.events.popleft()
        finally:
            self._listeners.discard(listener)
