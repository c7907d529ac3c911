# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sign-ins under way: each bound to one browser, used once, over after ten minutes (W2)."""

from collections.abc import Callable
from typing import Final, Protocol

import msgspec

from services.kit.wire.tokens.memory import Memory

ATTEMPT_SECONDS: Final = 600
_MOST: Final = 50_000


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in under way."""

    issuer: str
    nonce: str
    verifier: str
    return_to: str
    browser: str
    """Hash of the browser's login cookie."""
    acr_values: tuple[str, ...]
    max_age: int | None
    before: str | None
    """Hash of the session that wanted a stronger sign-in."""


class AttemptStore(Protocol):
    """Where attempts wait for their callback; rows of a database where there are replicas."""

    async def put(self, state_hash: str, attempt: Attempt) -> None:
        """Keep an attempt for ten minutes."""
        ...

    async def take(self, state_hash: str) -> Attempt | None:
        """The attempt, once."""
        ...


class LocalAttempts:
    """Attempts of one process."""

    def __init__(self, *, now: Callable[[], float]) -> None:
        """`now` gives seconds."""
        self._now = now
        self._held: Memory[str, Attempt] = Memory(_MOST, now=now)

    async def put(self, state_hash: str, attempt: Attempt) -> None:
        """Keep it."""
        self._held.put(state_hash, attempt, until=self._now() + ATTEMPT_SECONDS)

    async def take(self, state_hash: str) -> Attempt | None:
        """Give it away."""
        found = self._held.get(state_hash)
        self._held.clear_key(state_hash)
        return found
