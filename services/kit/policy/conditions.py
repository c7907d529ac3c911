# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The closed vocabulary of policy rules: small facts about a caller and the thing she asks for.

A condition is data. It says whether it needs facts about the thing (`reads_facts`); at the gate,
where no row has been read yet, such conditions are left open and decided later at the row.
"""

from typing import Any

import msgspec

from services.kit.wire.caller import CallerKind


class Condition(msgspec.Struct, frozen=True):
    """Something that is true or false of a caller and some facts."""

    def __and__(self, other: "Condition") -> "All":
        """Both."""
        return All((*_parts(self), *_parts(other)))

    @property
    def reads_facts(self) -> bool:
        """Whether it can only be decided when the thing itself is known."""
        return False


class All(Condition, frozen=True):
    """Every part holds."""

    parts: tuple[Condition, ...]

    @property
    def reads_facts(self) -> bool:
        """Whether any part needs facts."""
        return any(part.reads_facts for part in self.parts)


class Anyone(Condition, frozen=True):
    """Always true: the door is public, and says so."""


class Is(Condition, frozen=True):
    """The caller is of one of these kinds."""

    kinds: tuple[CallerKind, ...]


class Role(Condition, frozen=True):
    """The caller has the role."""

    role: str


class Scope(Condition, frozen=True):
    """The caller's token carries the scope."""

    scope: str


class Flag(Condition, frozen=True):
    """The caller's sign-in had a quality beyond its level, for example `resident_number`."""

    flag: str


class Assigned(Condition, frozen=True):
    """The caller works under an assignment, perhaps of one purpose only."""

    purpose: str | None = None


class Right(Condition, frozen=True):
    """The caller's assignment carries the right."""

    right: str


class OwnHands(Condition, frozen=True):
    """The caller acts for nobody but herself."""


class FactCondition(Condition, frozen=True):
    """A condition on a fact about the thing asked for."""

    fact: str

    @property
    def reads_facts(self) -> bool:
        """Facts are what it is about."""
        return True


class Owner(FactCondition, frozen=True):
    """The fact names the caller herself, and she acts with her own hands."""

    fact: str = "owner"


class Delegate(FactCondition, frozen=True):
    """The fact names the person for whom the caller acts, under a mandate with the scope."""

    fact: str = "owner"
    scope: str = ""


class SameUnit(FactCondition, frozen=True):
    """The fact names the unit of the caller's assignment."""

    fact: str = "unit"


class SameProvider(FactCondition, frozen=True):
    """The fact names the care provider of the caller's assignment."""

    fact: str = "provider"


class Listed(FactCondition, frozen=True):
    """The caller stands in the fact, a collection of ids (participants, members, recipients)."""

    fact: str


class Holds(FactCondition, frozen=True):
    """The fact is one of the values."""

    values: tuple[Any, ...] = (True,)


ANYONE = Anyone()
VISITOR = Is((CallerKind.VISITOR,))
RESIDENT = Is((CallerKind.RESIDENT,))
STAFF = Is((CallerKind.STAFF,))
DEVICE = Is((CallerKind.DEVICE,))
SERVICE = Is((CallerKind.SERVICE, CallerKind.SYSTEM))
SIGNED_IN = Is((CallerKind.RESIDENT, CallerKind.STAFF))
OWN_HANDS = OwnHands()


def owner(fact: str = "owner") -> All:
    """A signed-in person whose id is the fact."""
    return SIGNED_IN & Owner(fact)


def delegate(scope: str, fact: str = "owner") -> All:
    """Somebody who acts for the person in the fact, under a mandate with `scope`."""
    return SIGNED_IN & Delegate(fact, scope)


def role(name: str) -> All:
    """Staff with the role."""
    return STAFF & Role(name)


def staff(right: str, *, purpose: str | None = None, unit: str | None = "unit") -> All:
    """Staff whose assignment carries `right`; `unit` names the fact that must be her unit."""
    clause = STAFF & Assigned(purpose) & Right(right)
    return clause & SameUnit(unit) if unit else clause


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)
