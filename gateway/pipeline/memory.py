# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A bounded memory in two halves: what was seen once never drives out what is used (Q6, stack K2)."""

from collections import OrderedDict
from typing import Generic, TypeVar

Name = TypeVar("Name")
Thing = TypeVar("Thing")


class Memory(Generic[Name, Thing]):
    """Newcomers wait in a small half; a second look moves them to the large one. Pinned ones stay."""

    __slots__ = (
        "_kept",
        "_new",
        "_pinned",
        "_room_kept",
        "_room_new",
        "_weight_kept",
        "_weight_new",
    )

    def __init__(self, *, kept_bytes: int, new_bytes: int) -> None:
        """Hold things of about so many bytes in each half."""
        self._pinned: dict[Name, Thing] = {}
        self._kept: OrderedDict[Name, tuple[Thing, int]] = OrderedDict()
        self._new: OrderedDict[Name, tuple[Thing, int]] = OrderedDict()
        self._room_kept = kept_bytes
        self._room_new = new_bytes
        self._weight_kept = 0
        self._weight_new = 0

    def __len__(self) -> int:
        """Things held."""
        return len(self._pinned) + len(self._kept) + len(self._new)

    def get(self, name: Name) -> Thing | None:
        """The thing, if it is still here."""
        found = self._pinned.get(name)
        if found is not None:
            return found
        entry = self._kept.get(name)
        if entry is not None:
            self._kept.move_to_end(name)
            return entry[0]
        entry = self._new.pop(name, None)
        if entry is None:
            return None
        self._weight_new -= entry[1]
        self._kept[name] = entry
        self._weight_kept += entry[1]
        while self._weight_kept > self._room_kept and len(self._kept) > 1:
            _, (_, weight) = self._kept.popitem(last=False)
            self._weight_kept -= weight
        return entry[0]

    def put(self, name: Name, thing: Thing, weight: int) -> None:
        """Remember a newcomer of about `weight` bytes."""
        if name in self._pinned or name in self._kept or weight > self._room_new:
            return
        old = self._new.pop(name, None)
        if old is not None:
            self._weight_new -= old[1]
        self._new[name] = (thing, weight)
        self._weight_new += weight
        while self._weight_new > self._room_new:
            _, (_, gone) = self._new.popitem(last=False)
            self._weight_new -= gone

    def pin(self, name: Name, thing: Thing) -> None:
        """Remember for good."""
        self._pinned[name] = thing

    def hot(self, most: int) -> list[Name]:
        """Names of what was used last, pinned ones first."""
        kept = list(reversed(self._kept))[:most]
        return [*self._pinned, *kept]
