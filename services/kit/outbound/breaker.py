# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A circuit breaker: after half of the last calls have failed, nobody asks for a while (reliability 2)."""

from collections import deque
from typing import Literal

from services.kit.clock import Clock

WINDOW_CALLS = 20
WINDOW_SECONDS = 10.0
FEWEST_CALLS = 5
LONGEST_OPEN_SECONDS = 10.0

State = Literal["closed", "open", "half_open"]


class Breaker:
    """closed -> open 1 s, then 2, 4, .. 10 s -> half-open (one call) -> closed or open."""

    def __init__(self, clock: Clock) -> None:
        """Closed."""
        self._clock = clock
        self._calls: deque[tuple[float, bool]] = deque(maxlen=WINDOW_CALLS)
        self._open_until = 0.0
        self._open_seconds = 0.0
        self._probing = False

    @property
    def state(self) -> State:
        """Where it stands now."""
        if not self._open_seconds:
            return "closed"
        return "open" if self._clock.monotonic() < self._open_until else "half_open"

    def allow(self) -> bool:
        """Whether a call may go out now; in the half-open state only one at a time may."""
        state = self.state
        if state == "half_open" and not self._probing:
            self._probing = True
            return True
        return state == "closed"

    def note(self, *, good: bool) -> None:
        """Tell how a call that was allowed has ended."""
        now = self._clock.monotonic()
        if self._open_seconds:
            self._probing = False
            if good:
                self._open_seconds = 0.0
                self._calls.clear()
            else:
                self._open(now)
            return
        self._calls.append((now, good))
        recent = [well for at, well in self._calls if now - at <= WINDOW_SECONDS]
        if len(recent) >= FEWEST_CALLS and recent.count(False) * 2 >= len(recent):
            self._open(now)

    def forgive(self) -> None:
        """A call that was allowed ended by our own doing: it says nothing about the partner."""
        self._probing = False

    def _open(self, now: float) -> None:
        self._open_seconds = min(LONGEST_OPEN_SECONDS, self._open_seconds * 2 or 1.0)
        self._open_until = now + self._open_seconds
