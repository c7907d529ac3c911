# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ids: UUIDv7 (RFC 9562) that stay in order within a process, and global ids of the graph."""

import secrets
import uuid
from threading import Lock

from services.kit.clock import Clock, SystemClock

_COUNTER_BITS = 12
_COUNTER_MAX = (1 << _COUNTER_BITS) - 1


class IdSource:
    """Makes UUIDv7s; within one millisecond a counter keeps them in order (RFC 9562, 6.2)."""

    def __init__(self, clock: Clock) -> None:
        """Use the given clock; a clock that steps back does not bring ids back."""
        self._clock = clock
        self._lock = Lock()
        self._last_ms = 0
        self._counter = 0

    def new(self) -> str:
        """A fresh id as lower-case text with hyphens."""
        with self._lock:
            now = self._clock.now_ms()
            if now > self._last_ms:
                self._last_ms = now
                self._counter = secrets.randbits(_COUNTER_BITS - 1)
            else:
                self._counter += 1
                if self._counter > _COUNTER_MAX:
                    self._last_ms += 1
                    self._counter = 0
            stamp, counter = self._last_ms, self._counter
        value = (stamp << 80) | (7 << 76) | (counter << 64) | (2 << 62) | secrets.randbits(62)
        return str(uuid.UUID(int=value))


_source = IdSource(SystemClock())


def new_id() -> str:
    """A fresh UUIDv7 from the machine's clock."""
    return _source.new()
