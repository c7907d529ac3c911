# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Turns rules into plain Python closures, once, when a service is read."""

from collections.abc import Callable, Mapping
from typing import Any

from services.kit.policy import conditions as c
from services.kit.wire.caller import Caller, CallerKind

Facts = Mapping[str, Any]
Test = Callable[[Caller, Facts, int, frozenset[str]], bool]
"""(caller, facts, now in UTC milliseconds, ids of ended delegations) -> holds."""

_PERSONS = frozenset({CallerKind.RESIDENT, CallerKind.STAFF})


class MissingFact(LookupError):
    """An action asked for a decision without a fact that the rule reads: a programmer's fault."""


def compile_condition(condition: c.Condition) -> Test:
    """The closure of one condition."""
    if isinstance(condition, c.All):
        return all_of(tuple(compile_condition(part) for part in condition.parts))
    return _COMPILERS[type(condition)](condition)


def all_of(tests: tuple[Test, ...]) -> Test:
    """True when every test is; the short lengths that rules have are written out."""
    match tests:
        case (only,):
            return only
        case (first, second):
            return lambda w, f, n, e: first(w, f, n, e) and second(w, f, n, e)
        case (one, two, three):
            return lambda w, f, n, e: one(w, f, n, e) and two(w, f, n, e) and three(w, f, n, e)
        case _:
            return lambda w, f, n, e: all(test(w, f, n, e) for test in tests)


def any_of(tests: tuple[Test, ...]) -> Test:
    """True when some test is; false when there is none."""
    match tests:
        case (only,):
            return only
        case (first, second):
            return lambda w, f, n, e: first(w, f, n, e) or second(w, f, n, e)
        case _:
            return lambda w, f, n, e: any(test(w, f, n, e) for test in tests)


def without_facts(condition: c.Condition) -> c.Condition | None:
    """What of the condition can be judged before the thing is known; None when nothing can."""
    if isinstance(condition, c.All):
        kept = tuple(part for part in condition.parts if not part.reads_facts)
        return c.All(kept) if kept else None
    return None if condition.reads_facts else condition


def _fact(facts: Facts, name: str) -> Any:
    try:
        return facts[name]
    except KeyError:
        raise MissingFact(f"the rule reads the fact {name!r}, which was not given") from None


def _anyone(_: c.Anyone) -> Test:
    return lambda _w, _f, _n, _e: True


def _is(condition: c.Is) -> Test:
    kinds = frozenset(condition.kinds)
    return lambda who, _f, _n, _e: who.kind in kinds


def _role(condition: c.Role) -> Test:
    wanted = condition.role
    return lambda who, _f, _n, _e: wanted in who.roles


def _scope(condition: c.Scope) -> Test:
    wanted = condition.scope
    return lambda who, _f, _n, _e: wanted in who.scopes


def _flag(condition: c.Flag) -> Test:
    wanted = condition.flag
    return lambda who, _f, _n, _e: wanted in who.flags


def _assigned(condition: c.Assigned) -> Test:
    purpose = condition.purpose
    if purpose is None:
        return lambda who, _f, _n, _e: who.assignment is not None
    return lambda who, _f, _n, _e: who.assignment is not None and who.assignment.purpose == purpose


def _right(condition: c.Right) -> Test:
    right = condition.right
    return lambda who, _f, _n, _e: who.assignment is not None and right in who.assignment.rights


def _own_hands(_: c.OwnHands) -> Test:
    return lambda who, _f, _n, _e: who.act_for is None


def _owner(condition: c.Owner) -> Test:
    name = condition.fact
    return lambda who, facts, _n, _e: (
        who.act_for is None
        and who.sub != ""
        and who.kind in _PERSONS
        and _fact(facts, name) == who.sub
    )


def _delegate(condition: c.Delegate) -> Test:
    name, scope = condition.fact, condition.scope

    def acts_in_force(who: Caller, facts: Facts, now: int, ended: frozenset[str]) -> bool:
        mandate = who.delegation
        return (
            mandate is not None
            and who.act_for is not None
            and _fact(facts, name) == who.act_for
            and scope in mandate.scopes
            and (mandate.until is None or now < mandate.until)
            and mandate.id not in ended
        )

    return acts_in_force


def _same_unit(condition: c.SameUnit) -> Test:
    name = condition.fact
    return lambda who, facts, _n, _e: (
        who.assignment is not None and _fact(facts, name) == who.assignment.unit
    )


def _same_provider(condition: c.SameProvider) -> Test:
    name = condition.fact
    return lambda who, facts, _n, _e: (
        who.assignment is not None and _fact(facts, name) == who.assignment.provider
    )


def _listed(condition: c.Listed) -> Test:
    name = condition.fact
    return lambda who, facts, _n, _e: who.sub != "" and who.sub in _fact(facts, name)


def _holds(condition: c.Holds) -> Test:
    name, values = condition.fact, condition.values
    return lambda _w, facts, _n, _e: _fact(facts, name) in values


_COMPILERS: dict[type[c.Condition], Callable[[Any], Test]] = {
    c.Anyone: _anyone,
    c.Is: _is,
    c.Role: _role,
    c.Scope: _scope,
    c.Flag: _flag,
    c.Assigned: _assigned,
    c.Right: _right,
    c.OwnHands: _own_hands,
    c.Owner: _owner,
    c.Delegate: _delegate,
    c.SameUnit: _same_unit,
    c.SameProvider: _same_provider,
    c.Listed: _listed,
    c.Holds: _holds,
}
