# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How long an answer may still take, counted on the monotonic clock (reliability section 2)."""

import msgspec

FETCH_LIMIT_SECONDS = 3.0
"""The longest a single fetch may take."""

RETURN_SECONDS = 0.05
"""Kept back from every fetch so that the answer can still be put together."""


class Deadline(msgspec.Struct, frozen=True):
    """An instant of the monotonic clock, in seconds, after which nobody waits any more."""

    at: float

    @classmethod
    def after(cls, seconds: float, *, now: float) -> "Deadline":
        """The deadline that lies `seconds` ahead of `now`."""
        return cls(now + seconds)

    def left(self, now: float) -> float:
        """Seconds left; zero when spent."""
        return max(0.0, self.at - now)

    def for_fetch(self, now: float, *, limit: float = FETCH_LIMIT_SECONDS) -> float:
        """Seconds that one fetch gets: its own limit, or the rest less the way home."""
        return max(0.0, min(limit, self.left(now) - RETURN_SECONDS))

    def in_milliseconds(self, now: float) -> int:
        """What the header `Torget-Deadline` says."""
        return int(self.left(now) * 1000)
