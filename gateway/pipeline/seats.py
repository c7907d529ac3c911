# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who listens to a subscription: what she asks, her source, and her place among those who share it."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from typing import Any

import msgspec

from gateway.executor import Response
from services.kit.wire.caller import Caller
from services.kit.wire.live.mailbox import CAPACITY, Mailbox
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import Progress, Sharing
from services.kit.wire.watched import FACTS

Open = Callable[[Caller, Progress], AsyncGenerator[Response]]
"""Opens a source for a caller; `Progress` says after which event, and is told how far it is."""


class Audience:
    """What is known of all who subscribe to one operation: the facts of them that it has read."""

    __slots__ = ("facts", "sharing")

    def __init__(self, sharing: Sharing) -> None:
        """Nothing has been read yet. What has been read once counts from then on."""
        self.sharing = sharing
        self.facts: frozenset[str] = frozenset()

    def told_of(self, caller: Caller) -> tuple[Any, ...]:
        """The caller's facts among those that are read, each after its name."""
        return tuple((name, getattr(caller, name)) for name in FACTS if name in self.facts)


class GroupKey(msgspec.Struct, frozen=True):
    """All that two subscribers must have in common to listen to one source."""

    operation: int
    """Identity of the prepared operation, which lives as long as the group."""
    variables: bytes
    locale: str
    facts: tuple[Any, ...]
    forwarded: tuple[tuple[bytes, bytes], ...] = ()


class Subscriber(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One who wants to listen."""

    caller: Caller
    audience: Audience
    open: Open
    operation: int
    variables: bytes = b"{}"
    locale: str = "sv"
    forwarded: tuple[tuple[bytes, bytes], ...] = ()
    after: str | None = None
    """The last event she saw, if she resumes; she has a source of her own then."""

    @property
    def shares(self) -> bool:
        """Whether she may listen to a source together with others."""
        return self.after is None and self.audience.sharing is not Sharing.APART

    def key(self) -> GroupKey | None:
        """Whom she shares with, as far as is known now; None is nobody."""
        if not self.shares:
            return None
        facts = self.audience.told_of(self.caller)
        return GroupKey(self.operation, self.variables, self.locale, facts, self.forwarded)


class Seat:
    """A subscriber's place in a group. Results wait while she is still told the state of things."""

    __slots__ = ("_held", "_over", "leave", "mailbox", "opening", "subscriber")

    def __init__(self, subscriber: Subscriber) -> None:
        """A place with an empty mailbox."""
        self.subscriber = subscriber
        self.mailbox = Mailbox()
        self.opening: asyncio.Task[None] | None = None
        self.leave: Callable[[Seat], None] = lambda _: None
        """Tells the group that she has left."""
        self._held: deque[tuple[bytes, str | None]] | None = None
        self._over: tuple[Problem | None] | None = None

    def hold(self, opening: asyncio.Task[None]) -> None:
        """Keep results back until `opening` has told the state."""
        self.opening = opening
        self._held = deque(maxlen=CAPACITY)

    def hear(self, text: bytes, cursor: str | None) -> None:
        """Take a result of the group."""
        if self._held is None:
            self.mailbox.put(text)
        else:
            self._held.append((text, cursor))

    def begin(self, text: bytes | None, cursor: str | None) -> None:
        """Take the state of things, then what has happened since."""
        held, self._held, self.opening = self._held or (), None, None
        if text is not None:
            self.mailbox.put(text)
        for later, place in held:
            if cursor is None or place is None or place >= cursor:
                self.mailbox.put(later)
        if self._over is not None:
            self.mailbox.end(self._over[0])

    def end(self, problem: Problem | None) -> None:
        """Hear that nothing more will come."""
        if self._held is None:
            self.mailbox.end(problem)
        else:
            self._over = (problem,)

    def give_up_opening(self) -> None:
        """Be told nothing of one's own any more."""
        opening, self.opening, self._held, self._over = self.opening, None, None, None
        if opening is not None:
            opening.cancel()
