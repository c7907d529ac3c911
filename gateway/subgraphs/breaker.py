# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The circuit breaker of one subgraph (reliability section 2): opens on failures, probed while open."""

from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import Final

import msgspec


class BreakerState(StrEnum):
    """Closed lets calls pass, open refuses them, half-open lets one through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class BreakerRules(msgspec.Struct, frozen=True, kw_only=True):
    """When it opens and for how long; seconds."""

    calls: int = 20
    failures: int = 10
    window_seconds: float = 10.0
    first_seconds: float = 1.0
    longest_seconds: float = 10.0


PROBE_SECONDS: Final = 0.5


class Breaker:
    """Counts how calls end. It starts no task: whoever owns it probes while it is open."""

    def __init__(
        self,
        *,
        now: Callable[[], float],
        rules: BreakerRules | None = None,
        on_open: Callable[[], None] | None = None,
    ) -> None:
        """Read the monotonic clock by `now`; `on_open` runs whenever calls begin to be refused."""
        self._now = now
        self._rules = rules or BreakerRules()
        self._on_open = on_open
        self._ends: deque[tuple[float, bool]] = deque(maxlen=self._rules.calls)
        self._seconds = self._rules.first_seconds
        self._until = 0.0
        self._failures = 0
        self.state = BreakerState.CLOSED

    def admits(self) -> bool:
        """Whether a call may go out now. The one call of a half-open breaker is taken by asking."""
        if self.state is BreakerState.CLOSED:
            return True
        if self.state is BreakerState.OPEN and self._now() >= self._until:
            self.state = BreakerState.HALF_OPEN
            return True
        return False

    def succeed(self) -> None:
        """A call was answered: closes the breaker at once, whoever made the call."""
        if self.state is not BreakerState.CLOSED:
            self._ends.clear()
            self._failures = 0
            self._seconds = self._rules.first_seconds
            self.state = BreakerState.CLOSED
        elif self._failures:
            self._note(failed=False)

    def fail(self) -> None:
        """A call got no answer: a connect error, reset, time-out, 5xx or something unreadable."""
        if self.state is BreakerState.HALF_OPEN:
            self._seconds = min(self._seconds * 2, self._rules.longest_seconds)
            self._open()
            return
        self._note(failed=True)
        horizon = self._now() - self._rules.window_seconds
        recent = sum(1 for at, failed in self._ends if failed and at >= horizon)
        if self.state is BreakerState.CLOSED and recent >= self._rules.failures:
            self._open()

    def withdraw(self) -> None:
        """A call was given up by our own client: it says nothing about the subgraph."""
        if self.state is BreakerState.HALF_OPEN:
            self.state = BreakerState.OPEN

    def _note(self, *, failed: bool) -> None:
        if len(self._ends) == self._ends.maxlen and self._ends[0][1]:
            self._failures -= 1
        self._ends.append((self._now(), failed))
        self._failures += failed

    def _open(self) -> None:
        self.state = BreakerState.OPEN
        self._until = self._now() + self._seconds
        if self._on_open is not None:
            self._on_open()
