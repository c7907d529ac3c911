# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: rules as data, decisions as pure functions, refusals as Problems.

A service's `policy.py` exports `rules`; every action says `require(caller, "parking.session.start",
{"owner": session.owner})` before it touches anything. Graph fields and routes name their permission
(`services.kit.graph_guard`, `route_guard`), and a meta-test finds whoever does not.
"""

from collections.abc import Iterable

from services.kit.policy.compiling import Facts, MissingFact
from services.kit.policy.conditions import (
    ANYONE,
    DEVICE,
    OWN_HANDS,
    RESIDENT,
    SERVICE,
    SIGNED_IN,
    STAFF,
    VISITOR,
    Assigned,
    Condition,
    Delegate,
    Flag,
    Holds,
    Is,
    Listed,
    Owner,
    Right,
    Role,
    SameProvider,
    SameUnit,
    Scope,
    delegate,
    owner,
    role,
    staff,
)
from services.kit.policy.deciding import Book, Decision
from services.kit.policy.rules import Need, Rule
from services.kit.wire.caller import Caller

__all__ = [
    "ANYONE",
    "DEVICE",
    "OWN_HANDS",
    "RESIDENT",
    "SERVICE",
    "SIGNED_IN",
    "STAFF",
    "VISITOR",
    "Assigned",
    "Book",
    "Condition",
    "Decision",
    "Delegate",
    "Facts",
    "Flag",
    "Holds",
    "Is",
    "Listed",
    "MissingFact",
    "Need",
    "Owner",
    "Right",
    "Role",
    "Rule",
    "SameProvider",
    "SameUnit",
    "Scope",
    "book",
    "decide",
    "delegate",
    "owner",
    "register",
    "require",
    "role",
    "staff",
]

book = Book()
"""The rules of every service this process has read."""


def register(rules: Iterable[Rule]) -> None:
    """Add a service's rules to the process's book."""
    book.add(rules)


def decide(
    caller: Caller, name: str, facts: Facts | None = None, *, now: int | None = None
) -> Decision:
    """Judge without raising; without `facts` only what the caller alone tells."""
    return book.decide(caller, name, facts, now=now)


def require(
    caller: Caller, name: str, facts: Facts | None = None, *, now: int | None = None
) -> None:
    """Pass silently or raise the Problem of the refusal; without `facts` only the gate."""
    book.require(caller, name, facts, now=now)
