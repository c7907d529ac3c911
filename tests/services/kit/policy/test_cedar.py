# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Random rules, callers and facts: our compiled closures = Cedar, another's policy engine (security 5)."""

import json
import os
from typing import Any

import cedarpy
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.policy import (
    ANYONE,
    OWN_HANDS,
    Assigned,
    Book,
    Delegate,
    Flag,
    Holds,
    Is,
    Listed,
    Need,
    Owner,
    Right,
    Role,
    Rule,
    SameProvider,
    SameUnit,
    Scope,
)
from services.kit.policy.conditions import All, Condition
from services.kit.wire.caller import Assignment, Caller, CallerKind, Delegation

NOW = 1_767_225_600_000
NAMES = st.sampled_from(("a", "b", "c"))
SETS = st.lists(NAMES, max_size=2, unique=True).map(tuple)
KINDS = st.sampled_from(list(CallerKind))

LEAVES = st.one_of(
    st.just(OWN_HANDS),
    st.lists(KINDS, min_size=1, max_size=3).map(lambda kinds: Is(tuple(kinds))),
    NAMES.map(Role),
    NAMES.map(Scope),
    NAMES.map(Flag),
    st.none().map(Assigned) | NAMES.map(Assigned),
    NAMES.map(Right),
    st.just(Owner("owner")),
    NAMES.map(lambda scope: Delegate("owner", scope)),
    st.just(SameUnit("unit")),
    st.just(SameProvider("provider")),
    st.just(Listed("members")),
    SETS.map(lambda values: Holds("state", values)),
)
CONDITIONS = LEAVES | st.lists(LEAVES, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))
RULES = st.builds(
    Rule,
    st.just("t.x.read"),
    allow=st.lists(CONDITIONS | st.just(ANYONE), max_size=3).map(tuple),
    forbid=st.lists(CONDITIONS, max_size=2).map(tuple),
    need=st.builds(Need, loa=st.integers(0, 4), purpose=st.none() | NAMES),
)
UNTIL = st.none() | st.sampled_from((NOW - 1, NOW, NOW + 1))
CALLERS = st.builds(
    Caller,
    kind=KINDS,
    sub=NAMES | st.just(""),
    act_for=st.none() | NAMES,
    delegation=st.none() | st.builds(Delegation, id=NAMES, scopes=SETS, until=UNTIL),
    loa=st.integers(0, 4),
    flags=SETS,
    scopes=SETS,
    roles=SETS,
    assignment=st.none()
    | st.builds(Assignment, id=NAMES, unit=NAMES, provider=NAMES, purpose=NAMES, rights=SETS),
    purpose=st.none() | NAMES,
)
FACTS = st.fixed_dictionaries(
    {"owner": NAMES, "unit": NAMES, "provider": NAMES, "members": SETS, "state": NAMES}
)


def quoted(values: Any) -> str:
    return json.dumps([str(getattr(each, "value", each)) for each in values])


def cedar(condition: Condition) -> str:
    """A condition in Cedar's words."""
    match condition:
        case All(parts):
            return " && ".join(f"({cedar(part)})" for part in parts)
        case Is(kinds):
            return f"{quoted(kinds)}.contains(context.kind)"
        case Role(role):
            return f'context.roles.contains("{role}")'
        case Scope(scope):
            return f'context.scopes.contains("{scope}")'
        case Flag(flag):
            return f'context.flags.contains("{flag}")'
        case Assigned(purpose):
            wanted = "" if purpose is None else f' && context.job.purpose == "{purpose}"'
            return f"context has job{wanted}"
        case Right(right):
            return f'context has job && context.job.rights.contains("{right}")'
        case Owner(fact):
            return (
                '!(context has act_for) && context.sub != "" && '
                f'["resident", "staff"].contains(context.kind) && context.{fact} == context.sub'
            )
        case Delegate(fact, scope):
            return (
                f"context has dlg && context has act_for && context.{fact} == context.act_for && "
                f'context.dlg.scopes.contains("{scope}")'
            )
        case SameUnit(fact):
            return f"context has job && context.{fact} == context.job.unit"
        case SameProvider(fact):
            return f"context has job && context.{fact} == context.job.provider"
        case Listed(fact):
            return f'context.sub != "" && context.{fact}.contains(context.sub)'
        case Holds(fact, values):
            return f"{quoted(values)}.contains(context.{fact})"
        case _:
            return "!(context has act_for)" if condition == OWN_HANDS else "true"


def policies(rule: Rule) -> str:
    """A rule as Cedar policies: allow, forbid, what the sign-in must be, mandates that are over."""
    sure = f"context.loa >= {rule.need.loa}"
    if rule.need.purpose is not None:
        sure += f' && context has purpose && context.purpose == "{rule.need.purpose}"'
    lines = [
        f"permit(principal, action, resource) when {{ ({cedar(each)}) && {sure} }};"
        for each in rule.allow
    ]
    lines += [
        f"forbid(principal, action, resource) when {{ {cedar(each)} }};" for each in rule.forbid
    ]
    if ANYONE not in rule.allow:
        over = f"context has dlg && context.dlg has until && context.dlg.until <= {NOW}"
        lines.append(f"forbid(principal, action, resource) when {{ {over} }};")
    return "\n".join(lines)


def context(caller: Caller, facts: dict[str, Any]) -> dict[str, Any]:
    """Caller and facts as Cedar sees them; absent facts are left out."""
    given: dict[str, Any] = {
        **{
            name: list(value) if isinstance(value, tuple) else value
            for name, value in facts.items()
        },
        "kind": caller.kind.value,
        "sub": caller.sub,
        "loa": caller.loa,
        "roles": list(caller.roles),
        "scopes": list(caller.scopes),
        "flags": list(caller.flags),
        "act_for": caller.act_for,
        "purpose": caller.purpose,
    }
    if caller.delegation is not None:
        mandate = caller.delegation
        given["dlg"] = {"scopes": list(mandate.scopes)} | (
            {} if mandate.until is None else {"until": mandate.until}
        )
    if caller.assignment is not None:
        job = caller.assignment
        given["job"] = {
            "unit": job.unit, "provider": job.provider, "purpose": job.purpose,
            "rights": list(job.rights),
        }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


IS_LONG = os.environ.get("TORGET_HYPOTHESIS") == "fuzz"


@settings(max_examples=100_000 if IS_LONG else 300)
@given(RULES, CALLERS, FACTS)
def test_property_our_decisions_are_cedars(rule, caller, facts):
    ours = Book((rule,)).decide(caller, rule.name, facts, now=NOW).allowed
    request = {
        "principal": 'User::"u"', "action": 'Action::"a"', "resource": 'Thing::"t"',
        "context": context(caller, facts),
    }  # fmt: skip
    theirs = cedarpy.is_authorized(request, policies(rule), [])
    assert theirs.diagnostics.errors == []
    assert ours == theirs.allowed


def test_the_comparison_knows_both_answers():
    """The oracle itself says yes to some and no to others."""
    rule = Rule("t.x.read", allow=(Is((CallerKind.RESIDENT,)),))
    facts = {"owner": "a", "unit": "a", "provider": "a", "members": (), "state": "a"}
    said = [
        cedarpy.is_authorized(
            {
                "principal": 'User::"u"',
                "action": 'Action::"a"',
                "resource": 'Thing::"t"',
                "context": context(Caller(kind=kind, sub="a"), facts),
            },
            policies(rule),
            [],
        ).allowed
        for kind in (CallerKind.RESIDENT, CallerKind.VISITOR)
    ]
    assert said == [True, False]
