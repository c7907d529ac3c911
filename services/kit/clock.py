# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The clock is injected: durations come from the monotonic one, instants from the wall clock."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What a part of the house may ask about time."""

    def now_ms(self) -> int:
        """UTC milliseconds since 1970: an instant, for storing and showing."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards: for durations and deadlines."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now_ms(self) -> int:
        """UTC milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()


class ManualClock:
    """A clock that stands still until it is told to move; for tests and what-if questions."""

    def __init__(self, now_ms: int = 1_767_225_600_000) -> None:
        """Start at an instant; by default 2026-01-01T00:00:00Z."""
        self._now_ms = now_ms
        self._monotonic = 0.0

    def now_ms(self) -> int:
        """The instant it was last set to."""
        return self._now_ms

    def monotonic(self) -> float:
        """Seconds it was moved forward in all."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let both clocks run on."""
        self._now_ms += round(seconds * 1000)
        self._monotonic += seconds

    def set(self, now_ms: int) -> None:
        """Step the wall clock alone, as an operator or NTP would."""
        self._now_ms = now_ms


def instant(milliseconds: int) -> datetime:
    """The aware UTC datetime of an instant in milliseconds."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def milliseconds(moment: datetime) -> int:
    """UTC milliseconds of an aware datetime; a naive one is refused with ValueError."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return round(moment.timestamp() * 1000)
