# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The bus: events reach every group that asked for them, at least once, in order per subject."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from services.kit.wire.cloudevents import Event

__all__ = ["Bus", "BusGone", "Handler", "NotTaken", "matches"]

Handler = Callable[[Event], Awaitable[None]]
"""Takes an event or raises. It may see an event again: `outbox.inbox` makes effects happen once."""


class BusGone(Exception):
    """The bus cannot be reached: nothing is wrong with the event, it waits."""


class NotTaken(Exception):
    """Some group could not take the event; the message names groups and kinds of fault."""


class Bus(Protocol):
    """Publish, subscribe; the forms are `local`, `redis_streams` and `null`."""

    async def start(self) -> None:
        """Begin to deliver to the groups that have subscribed."""
        ...

    async def stop(self) -> None:
        """End deliveries; what is unfinished is delivered again later."""
        ...

    def subscribe(self, group: str, types: Sequence[str], handler: Handler) -> None:
        """Before `start`: one member of `group` takes each event of `types` (see `matches`)."""
        ...

    async def publish(self, event: Event) -> None:
        """Hand the event over. Raises BusGone, or NotTaken where delivery is immediate."""
        ...

    async def has_memory_of(self, service: str) -> bool:
        """False when the bus has lost what this service published: publish the last week again."""
        ...

    async def remember(self, service: str) -> None:
        """The service has arranged to publish everything again."""
        ...


def matches(pattern: str, type: str) -> bool:  # noqa: A002 -- CloudEvents calls it type
    """Whether an event type is meant: `*`, `parking.*`, `*.notice.wanted` or the whole type."""
    if pattern.startswith("*."):
        return type.endswith(pattern[1:])
    if pattern.endswith("*"):
        return type.startswith(pattern[:-1])
    return pattern == type
