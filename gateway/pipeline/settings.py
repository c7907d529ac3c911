# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an operator may set about the gateway's door."""

from enum import StrEnum

import msgspec

from gateway.protection.limits import ANONYMOUS, KNOWN, REGISTERED, Limits
from gateway.protection.spending import Budgets


class Profile(StrEnum):
    """DEVELOPER: GET, GraphiQL, introspection, hints. PUBLIC: none of these (reliability H8)."""

    DEVELOPER = "developer"
    PUBLIC = "public"


class GatewaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one listener."""

    profile: Profile = Profile.PUBLIC
    origins: tuple[str, ...] = ()
    """Web origins that may call from a browser, exactly as browsers send them."""
    registered_only: bool = False
    """Whether only registered operations are answered."""
    saves_queries: bool = True
    """Whether clients may save operations under their hash (APQ)."""
    registered: tuple[tuple[str, str], ...] = ()
    """Id and text of registered operations."""
    anonymous: Limits = ANONYMOUS
    known: Limits = KNOWN
    trusted: Limits = REGISTERED
    enforces_cost: bool = True
    """Whether what costs too much is refused; without it costs are measured alone."""
    subgraph_costs: tuple[tuple[str, int], ...] = ()
    """What one operation may cost a subgraph, in units of `@cost`; one it would cost more is not asked."""
    budgets: Budgets = Budgets()
    """What callers may spend in a while, where the door keeps purses at all."""
    shares_subscriptions: bool = False
    """Whether equal subscribers share one source. Latecomers then miss what came before them, so
    this is for sources that tell news, not for those that begin with the state of things."""
    running: int = 64
    """Operations that may run at once to begin with; twice as many may wait."""
    running_most: int = 256
    """Operations that may ever run at once, when nobody has to wait long."""
    alarm_operations: frozenset[str] = frozenset()
    """Names of registered operations that are never sent away: alarms, check-ins."""
    forwards: tuple[bytes, ...] = ()
    """Headers, in lower case, that go on to subgraphs as they came."""
    demo_callers: tuple[tuple[str, str], ...] = ()
    """Names and sign-in addresses that the page for developers offers."""

    @property
    def is_developer(self) -> bool:
        """Whether the door is open for tools."""
        return self.profile is Profile.DEVELOPER
