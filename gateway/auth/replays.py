# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What must not come twice: proofs and logout tokens, remembered until they would be too old anyway."""

from collections.abc import Callable
from typing import Final, Protocol

from services.kit.wire.tokens.memory import Memory

_REMEMBERED: Final = 100_000


class Replays(Protocol):
    """A memory of names; replicas that share it refuse each other's."""

    async def add_new(self, name: str, seconds: float) -> bool:
        """Remember `name` for so long; False when it has come before."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether every replica sees what this one remembers, at this moment."""
        ...


class LocalReplays:
    """The memory of one process."""

    def __init__(self, *, now: Callable[[], float]) -> None:
        """`now` gives seconds."""
        self._now = now
        self._seen: Memory[str, bool] = Memory(_REMEMBERED, now=now)

    async def add_new(self, name: str, seconds: float) -> bool:
        """Remember a name."""
        return self._seen.add_new(name, value=True, until=self._now() + seconds)

    @property
    def is_shared(self) -> bool:
        """One process alone shares with all there are."""
        return True
