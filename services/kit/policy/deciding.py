# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions: a pure function of (rule, caller, facts, now), and the book that holds all rules.

Two looks at every rule. The gate (no facts yet) refuses whoever could never be allowed; the row
decides with the facts at hand. The second does not trust the first.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec

from services.kit.clock import Clock, SystemClock
from services.kit.policy.compiling import (
    Facts,
    Test,
    all_of,
    any_of,
    compile_condition,
    without_facts,
)
from services.kit.policy.conditions import All, Anyone, Assigned, Condition
from services.kit.policy.rules import Need, Rule
from services.kit.wire.assurance import acr_values_for
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.problem import Problem

OnRefusal = Callable[[Caller, str, Any], None]
"""(caller, permission, the person the facts name)."""


class Decision(msgspec.Struct, frozen=True):
    """Allowed, or the code of the refusal and what would help."""

    allowed: bool
    code: str | None = None
    need: Need | None = None

    def raise_if_refused(self) -> None:
        """Turn a refusal into its Problem."""
        if self.code is None:
            return
        if self.code == "STEP_UP_REQUIRED" and self.need is not None:
            wanted = {"acrValues": list(acr_values_for(self.need.loa)), "maxAge": self.need.max_age}
            raise Problem(self.code, extensions=wanted)
        raise Problem(self.code)


ALLOW: Final = Decision(True)


class CompiledRule:
    """A rule and its closures."""

    __slots__ = ("_gate_allow", "_gate_forbid", "_row_allow", "_row_forbid", "is_public", "rule")

    def __init__(self, rule: Rule) -> None:
        """Compile both looks at the rule."""
        self.rule = rule
        self.is_public = any(isinstance(condition, Anyone) for condition in rule.allow)
        self._row_allow = any_of(tuple(compile_condition(each) for each in rule.allow))
        self._row_forbid = any_of(tuple(compile_condition(each) for each in rule.forbid))
        self._gate_allow = any_of(tuple(_gate(each) for each in rule.allow))
        self._gate_forbid = any_of(
            tuple(compile_condition(each) for each in rule.forbid if not each.reads_facts)
        )

    def decide(
        self, caller: Caller, facts: Facts | None, *, now: int, ended: frozenset[str]
    ) -> Decision:
        """Decide at the row (`facts` given) or at the gate (`facts` None); `now` in UTC ms."""
        at_gate = facts is None
        given: Facts = {} if facts is None else facts
        forbids = self._gate_forbid if at_gate else self._row_forbid
        allows = self._gate_allow if at_gate else self._row_allow
        if not self.is_public and _is_over(caller, now, ended):
            return Decision(False, "DELEGATION_ENDED")
        if forbids(caller, given, now, ended):
            return self._refuse("FORBIDDEN")
        if not allows(caller, given, now, ended):
            return self._refuse(self._code(caller))
        return self._check_need(caller, now)

    def _check_need(self, caller: Caller, now: int) -> Decision:
        need = self.rule.need
        if need.purpose is not None and caller.purpose != need.purpose:
            return Decision(False, "PURPOSE_MISMATCH")
        if need.loa and caller.loa < need.loa:
            return Decision(False, _unsure(caller), need)
        if need.max_age is not None and (
            caller.auth_time is None or now // 1000 - caller.auth_time > need.max_age
        ):
            return Decision(False, _unsure(caller), need)
        return ALLOW

    def _code(self, caller: Caller) -> str:
        if not caller.is_known:
            return "UNAUTHENTICATED"
        if (
            caller.kind is CallerKind.STAFF
            and caller.assignment is None
            and any(_asks_assignment(each) for each in self.rule.allow)
        ):
            return "ASSIGNMENT_REQUIRED"
        return "FORBIDDEN"

    def _refuse(self, code: str) -> Decision:
        if self.rule.conceal and code == "FORBIDDEN":
            return Decision(False, "NOT_FOUND")
        return Decision(False, code)


class Book:
    """All rules of a process, compiled, with the clock and the delegations that have ended."""

    def __init__(self, rules: Iterable[Rule] = (), *, clock: Clock | None = None) -> None:
        """Open a book; more rules may be added when services are read."""
        self._rules: dict[str, CompiledRule] = {}
        self._clock = clock or SystemClock()
        self._ended: frozenset[str] = frozenset()
        self._on_refusal: OnRefusal | None = None
        self.add(rules)

    def add(self, rules: Iterable[Rule]) -> None:
        """Add rules. The same name twice must say the same; anything else is refused."""
        for rule in rules:
            known = self._rules.get(rule.name)
            if known is None:
                self._rules[rule.name] = CompiledRule(rule)
            elif known.rule != rule:
                raise ValueError(f"the permission {rule.name} is declared twice, differently")

    def use_clock(self, clock: Clock) -> None:
        """Judge expiry and freshness by this clock from now on."""
        self._clock = clock

    def tell_refusals(self, hear: OnRefusal) -> None:
        """Tell `hear` of every refusal: for the record."""
        self._on_refusal = hear

    def end_delegation(self, delegation: str) -> None:
        """From now on nothing is allowed under this mandate, whatever a caller token says."""
        self._ended |= {delegation}

    def __contains__(self, name: str) -> bool:
        """Whether the permission exists."""
        return name in self._rules

    def __iter__(self) -> Iterator[Rule]:
        """The rules, by name."""
        return iter(sorted((each.rule for each in self._rules.values()), key=lambda r: r.name))

    def compiled(self, name: str) -> CompiledRule:
        """The compiled rule; LookupError for a name nobody declared."""
        try:
            return self._rules[name]
        except KeyError:
            raise LookupError(f"no service declares the permission {name}") from None

    def decide(
        self, caller: Caller, name: str, facts: Facts | None = None, *, now: int | None = None
    ) -> Decision:
        """Whether `caller` may; without `facts` only the gate is judged. `now` in UTC ms."""
        moment = self._clock.now_ms() if now is None else now
        decision = self.compiled(name).decide(caller, facts, now=moment, ended=self._ended)
        if not decision.allowed and self._on_refusal is not None:
            self._on_refusal(caller, name, facts.get("owner") if facts else None)
        return decision

    def require(
        self, caller: Caller, name: str, facts: Facts | None = None, *, now: int | None = None
    ) -> None:
        """Pass silently or raise the Problem: UNAUTHENTICATED, STEP_UP_REQUIRED, FORBIDDEN, ..."""
        self.decide(caller, name, facts, now=now).raise_if_refused()


def _gate(condition: Condition) -> Test:
    known = without_facts(condition)
    return all_of((lambda _w, _f, _n, _e: True,)) if known is None else compile_condition(known)


def _is_over(caller: Caller, now: int, ended: frozenset[str]) -> bool:
    mandate = caller.delegation
    return mandate is not None and (
        mandate.id in ended or (mandate.until is not None and now >= mandate.until)
    )


def _unsure(caller: Caller) -> str:
    return "STEP_UP_REQUIRED" if caller.is_known else "UNAUTHENTICATED"


def _asks_assignment(condition: Condition) -> bool:
    parts = condition.parts if isinstance(condition, All) else (condition,)
    return any(isinstance(part, Assigned) for part in parts)
