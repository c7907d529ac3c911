# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Partners without a network: a function of this process for the demo, and the one that is not there."""

from collections.abc import Awaitable, Callable

from services.kit.outbound.exchange import PartnerFault, Reply, Request


class LocalTransport:
    """A function plays the partner."""

    def __init__(self, answer: Callable[[Request], Awaitable[Reply]]) -> None:
        """`answer` gets what would have gone over the network."""
        self._answer = answer

    async def send(self, request: Request, *, most_bytes: int) -> Reply:
        """What the function answers; any exception of its own is an unreadable answer."""
        try:
            reply = await self._answer(request)
        except PartnerFault:
            raise
        except Exception as problem:
            raise PartnerFault("bad_answer") from problem
        if len(reply.body) > most_bytes:
            raise PartnerFault("too_large")
        return reply

    async def stop(self) -> None:
        """Nothing to close."""


class NullTransport:
    """No partner has been set up: nothing is sent, and everybody is told so."""

    async def send(self, request: Request, *, most_bytes: int) -> Reply:
        """Never an answer."""
        del request, most_bytes
        raise PartnerFault("unreachable", sent=False)

    async def stop(self) -> None:
        """Nothing to close."""
