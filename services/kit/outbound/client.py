# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The client of one partner: time limit on the whole, one retry on a budget, a breaker (U1, U5, U6)."""

import asyncio
import random

from services.kit.clock import Clock, SystemClock
from services.kit.outbound.breaker import Breaker
from services.kit.outbound.exchange import (
    MOST_BYTES,
    PartnerFault,
    Reason,
    Reply,
    Request,
    Transport,
)

_TRY_AGAIN = frozenset({502, 503, 504})
_ASKED_TO_WAIT = frozenset({429, 503})
_BREAKS = 500
RETRY_SHARE = 0.1
RETRY_FLOOR_PER_SECOND = 10.0


class Outbound:
    """Calls one partner. A mutation that may have arrived is never sent again."""

    def __init__(
        self,
        name: str,
        transport: Transport,
        *,
        seconds: float = 3.0,
        most_bytes: int = MOST_BYTES,
        clock: Clock | None = None,
    ) -> None:
        """`name` is what errors call the partner; `seconds` limits each call as a whole."""
        self._name = name
        self._transport = transport
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._clock = clock or SystemClock()
        self.breaker = Breaker(self._clock)
        self._chance = random.Random()  # noqa: S311 -- spreads retries, guards nothing
        self._budget = RETRY_FLOOR_PER_SECOND
        self._budget_at = self._clock.monotonic()

    async def send(self, request: Request, *, seconds: float | None = None) -> Reply:
        """The answer, whatever its status. Raises PartnerFault with a reason.

        `seconds` is what is left of the caller's deadline; spent means nothing is sent.
        """
        limit = self._seconds if seconds is None else min(self._seconds, seconds)
        if limit <= 0:
            raise PartnerFault("timeout", self._name, sent=False)
        until = self._clock.monotonic() + limit
        self._earn()
        reply: Reply | None = None
        fault: PartnerFault | None = None
        try:
            reply = await self._once(request, limit)
            pause = self._pause_after(request, reply)
        except PartnerFault as problem:
            fault = problem
            pause = self._chance.uniform(0.02, 0.08) if _may_repeat(request, problem) else None
        if pause is not None:
            left = until - self._clock.monotonic() - pause
            if left > 0 and self._pay():
                await asyncio.sleep(pause)
                return await self._once(request, left)
        if reply is None:
            raise fault or PartnerFault("unreachable", self._name)
        return reply

    async def stop(self) -> None:
        """Close connections."""
        await self._transport.stop()

    async def _once(self, request: Request, seconds: float) -> Reply:
        if not self.breaker.allow():
            raise PartnerFault("breaker_open", self._name, sent=False)
        try:
            async with asyncio.timeout(seconds):
                reply = await self._transport.send(request, most_bytes=self._most_bytes)
        except TimeoutError as problem:
            self.breaker.note(good=False)
            raise PartnerFault(self._unknown(request, "timeout"), self._name) from problem
        except PartnerFault as fault:
            self.breaker.note(good=False)
            reason = self._unknown(request, fault.reason) if fault.sent else fault.reason
            raise PartnerFault(reason, self._name, sent=fault.sent) from fault
        except BaseException:
            self.breaker.forgive()
            raise
        self.breaker.note(good=reply.status < _BREAKS)
        return reply

    def _pause_after(self, request: Request, reply: Reply) -> float | None:
        """Seconds until the retry an answer invites to; None when it stands."""
        if not request.may_repeat:
            return None
        asked = reply.headers.get("retry-after", "")
        if reply.status in _ASKED_TO_WAIT and asked.isdecimal():
            return float(asked) + self._chance.uniform(0.02, 0.08)
        return self._chance.uniform(0.02, 0.08) if reply.status in _TRY_AGAIN else None

    def _unknown(self, request: Request, reason: Reason) -> Reason:
        """A call that may have had an effect, and whose answer is lost, has an unknown outcome."""
        return reason if request.may_repeat else "outcome_unknown"

    def _earn(self) -> None:
        """Every call earns a tenth of a retry; ten come back each second."""
        now = self._clock.monotonic()
        back = (now - self._budget_at) * RETRY_FLOOR_PER_SECOND
        self._budget_at = now
        most = RETRY_FLOOR_PER_SECOND * 2
        self._budget = min(most, self._budget + RETRY_SHARE + back)

    def _pay(self) -> bool:
        if self._budget < 1 or self.breaker.state != "closed":
            return False
        self._budget -= 1
        return True


def _may_repeat(request: Request, fault: PartnerFault) -> bool:
    """A failed call goes out once more when nothing was sent, or sending it twice is harmless."""
    if fault.reason in ("unreachable", "outcome_unknown"):
        return request.may_repeat or not fault.sent
    return False
