# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Bounded memories with an end for each entry: verified tokens, seen proofs, minted tokens."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Keeps at most `limit` entries, each until its instant; the oldest leave first."""

    __slots__ = ("_entries", "_limit", "_now")

    def __init__(self, limit: int, *, now: Callable[[], float]) -> None:
        """Hold up to `limit` entries; `now` gives seconds on whatever clock ends are told in."""
        self._entries: dict[Key, tuple[float, Value]] = {}
        self._limit = limit
        self._now = now

    def get(self, key: Key) -> Value | None:
        """The value, unless its time is over."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry[0] <= self._now():
            del self._entries[key]
            return None
        return entry[1]

    def put(self, key: Key, value: Value, *, until: float) -> None:
        """Remember `value` until the instant; make room by forgetting the oldest entry."""
        entries = self._entries
        if len(entries) >= self._limit and key not in entries:
            del entries[next(iter(entries))]
        entries[key] = (until, value)

    def add_new(self, key: Key, value: Value, *, until: float) -> bool:
        """Remember a key that must not come twice; False when it is already here."""
        if self.get(key) is not None:
            return False
        self.put(key, value, until=until)
        return True

    def clear_key(self, key: Key) -> None:
        """Drop one entry, if it is here."""
        self._entries.pop(key, None)

    def clear_keys(self, condition: Callable[[Key], bool]) -> int:
        """Drop every entry whose key meets the condition; how many there were."""
        gone = [key for key in self._entries if condition(key)]
        for key in gone:
            del self._entries[key]
        return len(gone)

    def forget(self, condition: Callable[[Value], bool]) -> int:
        """Drop every entry whose value meets the condition; how many there were."""
        gone = [key for key, (_, value) in self._entries.items() if condition(value)]
        for key in gone:
            del self._entries[key]
        return len(gone)

    def __len__(self) -> int:
        """How many entries are held, ended ones included."""
        return len(self._entries)
