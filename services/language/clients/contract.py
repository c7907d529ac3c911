# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The contract of every engine: what it can, what it is asked, what it answers, how it fails."""

from typing import Literal, Protocol

import msgspec

from services.kit.errors import Problem
from services.kit.outbound import PartnerFault, Reply
from services.language.domain.masking import Style

FaultReason = Literal["pair", "too_long", "quota", "busy", "down", "refused", "bad_answer"]

_CODES = {
    "pair": "LANGUAGE_PAIR_UNSUPPORTED",
    "too_long": "TEXT_TOO_LONG",
    "quota": "ENGINE_QUOTA_SPENT",
}
_RETRYABLE = frozenset({"busy", "down"})
TOO_MANY = 429
SERVER_FAULT = 500
OK = 200


class EngineFault(Problem):
    """An engine did not do its part; the reason decides what is tried next (rule 13)."""

    def __init__(self, reason: FaultReason, engine: str) -> None:
        """Say how, and which engine."""
        super().__init__(
            _CODES.get(reason, "ENGINE_FAILED"), extensions={"engine": engine, "reason": reason}
        )
        self.reason: FaultReason = reason
        self.engine = engine

    @property
    def may_retry(self) -> bool:
        """Whether the same engine may be asked again soon; a spent quota never."""
        return self.reason in _RETRYABLE


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Texts for an engine: masked, in one style of token."""

    texts: tuple[str, ...]
    source: str
    target: str
    style: Style
    key: str = ""
    """The same for every repetition of one wish."""

    @property
    def is_html(self) -> bool:
        """Whether the texts are escaped as HTML."""
        return self.style is Style.XML


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """Translations in the order of the texts."""

    texts: tuple[str, ...]
    billed: int = 0
    """Characters, as the engine counts them; 0 when it does not say."""
    version: str = ""


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """The engine answers later, at our callback."""

    request_id: str


class Engine(Protocol):
    """One translation engine."""

    name: str
    is_external: bool
    """Whether texts leave the city's own machines."""
    styles: tuple[Style, ...]
    """Tokens it respects, the best first."""

    async def supports(self, source: str, target: str) -> bool:
        """Whether it translates this pair."""
        ...

    async def translate(self, order: Order) -> Delivery | Pending:
        """The translations. Raises EngineFault."""
        ...

    async def stop(self) -> None:
        """Close connections."""
        ...


def fault_of(problem: PartnerFault, engine: str) -> EngineFault:
    """A partner's fault in the words of the contract."""
    is_odd = problem.reason in ("bad_answer", "too_large", "refused")
    return EngineFault("bad_answer" if is_odd else "down", engine)


def check_status(reply: Reply, engine: str, *, quota: tuple[int, ...] = ()) -> None:
    """Raise the EngineFault that fits a status other than success."""
    status = reply.status
    if status < 300:  # noqa: PLR2004 -- the class of success (RFC 9110, 15)
        return
    if status in quota:
        raise EngineFault("quota", engine)
    if status == TOO_MANY:
        raise EngineFault("busy", engine)
    if status in (413, 414):
        raise EngineFault("too_long", engine)
    if status >= SERVER_FAULT:
        raise EngineFault("down", engine)
    raise EngineFault("refused", engine)


def check_count(order: Order, texts: list[str], engine: str) -> tuple[str, ...]:
    """The texts if there are as many as were sent, else the fault of an unreadable answer."""
    if len(texts) != len(order.texts):
        raise EngineFault("bad_answer", engine)
    return tuple(texts)
