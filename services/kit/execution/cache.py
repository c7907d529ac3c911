# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Prepared operations by their text: bounded in entries and bytes, deaf to one-offs (stack K1, K2)."""

from collections import OrderedDict
from typing import Any, Final

import msgspec

_LARGEST_TEXT: Final = 200_000


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """How much may be kept."""

    entries: int = 1000
    bytes: int = 64_000_000
    first_sight: int = 200
    """Of the entries, those seen once."""
    refused: int = 256
    """Texts remembered as not valid."""


class Weighed:
    """Something kept, with an estimate of its bytes that may grow."""

    weight: int = 0


class OperationCache:
    """A segmented LRU: what is seen once lives apart and cannot evict what is seen again.

    Pinned entries (registered operations) are never evicted and do not count.
    """

    def __init__(self, bounds: Bounds) -> None:
        """Begin empty."""
        self._bounds = bounds
        self._pinned: dict[str, Any] = {}
        self._hot: OrderedDict[str, Any] = OrderedDict()
        self._once: OrderedDict[str, Any] = OrderedDict()
        self._refused: OrderedDict[str, Any] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        """Entries that can be evicted."""
        return len(self._hot) + len(self._once)

    def get(self, text: str) -> Any | None:
        """What is kept for a text; a second sight makes it hot."""
        kept = self._pinned.get(text)
        if kept is not None:
            return kept
        kept = self._hot.get(text)
        if kept is not None:
            self._hot.move_to_end(text)
            return kept
        kept = self._once.pop(text, None)
        if kept is not None:
            self._hot[text] = kept
            self._shrink()
        return kept

    def put(self, text: str, kept: Weighed) -> None:
        """Keep something seen for the first time, if it is not too large."""
        if len(text) > _LARGEST_TEXT:
            return
        self._once[text] = kept
        self.bytes += kept.weight
        while len(self._once) > self._bounds.first_sight:
            _, old = self._once.popitem(last=False)
            self.bytes -= old.weight
        self._shrink()

    def pin(self, text: str, kept: Weighed) -> None:
        """Keep something for good."""
        for segment in (self._hot, self._once):
            old = segment.pop(text, None)
            if old is not None:
                self.bytes -= old.weight
        self._pinned[text] = kept

    def grow(self, text: str, kept: Weighed, more: int) -> None:
        """Something kept has become heavier."""
        kept.weight += more
        if text in self._hot or text in self._once:
            self.bytes += more
            self._shrink()

    def refusal(self, text: str) -> Any | None:
        """Why a text was refused before, if it is remembered."""
        return self._refused.get(text)

    def refuse(self, text: str, why: Any) -> None:
        """Remember a text that is not valid, if it is short."""
        if len(text) <= _LARGEST_TEXT // 50:
            self._refused[text] = why
            if len(self._refused) > self._bounds.refused:
                self._refused.popitem(last=False)

    def _shrink(self) -> None:
        """Give up the oldest of what was seen once, then the coldest of the rest."""
        while (len(self) > self._bounds.entries or self.bytes > self._bounds.bytes) and len(
            self
        ) > 1:
            segment = self._once or self._hot
            _, old = segment.popitem(last=False)
            self.bytes -= old.weight
