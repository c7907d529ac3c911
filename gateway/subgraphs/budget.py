# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How many calls may be repeated: a tenth of all, and never fewer than ten a second (U5)."""

from collections.abc import Callable
from typing import Final

_SHARE: Final = 0.1
_FLOOR_PER_SECOND: Final = 10.0
_SAVED_AT_MOST: Final = 100.0


class RetryBudget:
    """A purse that every call fills a little and every repeated call empties by one."""

    __slots__ = ("_at", "_now", "_saved")

    def __init__(self, now: Callable[[], float]) -> None:
        """Start with the floor of one second."""
        self._now = now
        self._at = now()
        self._saved = _FLOOR_PER_SECOND

    def earn(self) -> None:
        """A call went out."""
        if self._saved < _SAVED_AT_MOST:
            self._saved += _SHARE

    def spend(self) -> bool:
        """Take one repetition, if there is one."""
        now = self._now()
        refill = (now - self._at) * _FLOOR_PER_SECOND
        self._at = now
        self._saved = min(
            max(self._saved, min(self._saved + refill, _FLOOR_PER_SECOND)), _SAVED_AT_MOST
        )
        if self._saved < 1:
            return False
        self._saved -= 1
        return True
