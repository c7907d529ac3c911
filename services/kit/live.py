# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Live updates: events of the bus handed to the subscriptions of this process; the latest are kept to resume from.

What must not be missed is a job or a consumer; a live reader who falls behind loses the oldest.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Self

from services.kit.bus import Bus, matches
from services.kit.ids import new_id
from services.kit.wire.cloudevents import Event
from services.kit.wire.subgraph import Progress

MOST_WAITING = 256
MOST_KEPT = 1024
"""Events of the service that a reader may have missed and still gets."""
BEFORE_ALL = "0"
"""A place before every event: ids are UUIDv7 and sort by time."""


class Listening(AsyncIterator[Event]):
    """One subscription's events. It hears from the moment it is made until it is closed."""

    __slots__ = ("_arrived", "_events", "_live", "_progress", "_subject", "_types")

    def __init__(
        self, live: "Live", types: Sequence[str], subject: str | None, progress: Progress | None
    ) -> None:
        """Hear what comes from now on, after what was missed since `progress.after`."""
        self._live = live
        self._types = tuple(types)
        self._subject = subject
        self._progress = progress
        missed = [] if progress is None else live.since(progress.after)
        self._events = deque((one for one in missed if self._wants(one)), maxlen=MOST_WAITING)
        self._arrived = asyncio.Event()
        if self._events:
            self._arrived.set()
        if progress is not None and progress.seen is None:
            progress.seen = progress.after if self._events else live.newest
            progress.began = progress.seen or BEFORE_ALL
        live.listeners.add(self)

    def put(self, event: Event) -> None:
        """Hear an event, if it is one of those asked for."""
        if self._wants(event):
            self._events.append(event)
            self._arrived.set()

    def __aiter__(self) -> Self:
        """Itself."""
        return self

    async def __anext__(self) -> Event:
        """The next event, as soon as there is one."""
        while not self._events:
            self._arrived.clear()
            await self._arrived.wait()
        event = self._events.popleft()
        if self._progress is not None:
            self._progress.seen = event.id
        return event

    async def aclose(self) -> None:
        """Hear no more."""
        self._live.listeners.discard(self)

    def _wants(self, event: Event) -> bool:
        if self._subject is not None and event.subject != self._subject:
            return False
        return any(matches(pattern, event.type) for pattern in self._types)


class Live:
    """The listeners of one service in this process."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self.listeners: set[Listening] = set()
        self._kept: deque[Event] = deque(maxlen=MOST_KEPT)

    def attach(self, bus: Bus, service: str) -> None:
        """Hear the service's events; every process is a group of its own, so all hear all."""
        bus.subscribe(f"live-{service}-{new_id()}", (f"{service}.*",), self.hear)

    async def hear(self, event: Event) -> None:
        """Pass an event to everybody who waits for it; never raises."""
        self._kept.append(event)
        for listening in list(self.listeners):
            listening.put(event)

    @property
    def newest(self) -> str | None:
        """The id of the latest event, None before the first."""
        return self._kept[-1].id if self._kept else None

    def since(self, after: str | None) -> list[Event]:
        """The kept events that came after one; after an unknown one, those with a later id (UUIDv7)."""
        if after is None:
            return []
        kept = list(self._kept)
        for place in range(len(kept) - 1, -1, -1):
            if kept[place].id == after:
                return kept[place + 1 :]
        return [event for event in kept if event.id > after]

    def listen(self, *types: str, subject: str | None = None) -> Listening:
        """Every event of `types` (of `subject` alone, if one is given) from now on."""
        return Listening(self, types, subject, None)


class LiveReader:
    """The live events as one request sees them: it goes on where its reader was, and notes where it is."""

    __slots__ = ("_live", "_progress")

    def __init__(self, live: Live, progress: Progress | None) -> None:
        """Look at `live` for one request."""
        self._live = live
        self._progress = progress

    def listen(self, *types: str, subject: str | None = None) -> Listening:
        """Every event of `types` from now on, and before them those missed since the cursor."""
        return Listening(self._live, types, subject, self._progress)
