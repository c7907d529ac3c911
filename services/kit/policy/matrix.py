# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The permission matrix: every rule against every sort of caller, generated and published."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from services.kit.policy import conditions as c
from services.kit.policy.deciding import Book
from services.kit.policy.rules import Rule
from services.kit.wire.caller import ANONYMOUS, Assignment, Caller, CallerKind, Delegation

NOW: Final = 1_767_225_600_000
_ME: Final = "person-1"
_OTHER: Final = "person-2"
_SECONDS: Final = NOW // 1000
_SURE: Final = 4


def callers_for(rule: Rule) -> dict[str, Caller]:
    """One caller of each sort, given exactly the roles, rights and scopes that the rule speaks of."""
    parts = tuple(_leaves(rule))
    scopes = tuple(part.scope for part in parts if isinstance(part, c.Delegate))
    rights = tuple(part.right for part in parts if isinstance(part, c.Right))
    roles = tuple(part.role for part in parts if isinstance(part, c.Role))
    purposes = [p.purpose for p in parts if isinstance(p, c.Assigned) and p.purpose]
    job = _job("unit-1", purposes[0] if purposes else "care", rights)
    purpose = rule.need.purpose
    mandate = Delegation(id="d1", scopes=scopes, until=NOW + 1000)
    return {
        "anonymous": ANONYMOUS,
        "visitor": _person(CallerKind.VISITOR, "v1", purpose=purpose, loa=0),
        "the person": _person(CallerKind.RESIDENT, _ME, purpose=purpose),
        "another person": _person(CallerKind.RESIDENT, _OTHER, purpose=purpose),
        "the person, weak sign-in": _person(CallerKind.RESIDENT, _ME, purpose=purpose, loa=0),
        "delegate": _acting(mandate, purpose),
        "delegate without the scope": _acting(Delegation(id="d2", until=NOW + 1000), purpose),
        "delegate, mandate over": _acting(Delegation(id="d3", scopes=scopes, until=NOW), purpose),
        "staff": _staff(job, roles, purpose),
        "staff without assignment": _staff(None, roles, purpose),
        "staff of another unit": _staff(_job("unit-2", job.purpose, rights), roles, purpose),
        "staff without role or right": _staff(_job("unit-1", job.purpose, ()), (), purpose),
        "device": _person(CallerKind.DEVICE, "dev", purpose=purpose),
        "service": _person(CallerKind.SERVICE, "svc", purpose=purpose),
    }


def facts_for(rule: Rule) -> dict[str, Any]:
    """Facts of a thing that belongs to the person, her unit and her care provider."""
    facts: dict[str, Any] = {}
    for part in _leaves(rule):
        made = _FACTS.get(type(part))
        if made is not None and isinstance(part, c.FactCondition):
            facts[part.fact] = made(part)
    for forbidding in rule.forbid:
        for part in _flat(forbidding):
            if isinstance(part, c.Holds):
                facts[part.fact] = None
    return facts


def answers(rule: Rule) -> Mapping[str, str]:
    """What each sort of caller is told: `yes` or the code of the refusal."""
    book = Book((rule,))
    facts = facts_for(rule)
    return {
        name: book.decide(caller, rule.name, facts, now=NOW).code or "yes"
        for name, caller in callers_for(rule).items()
    }


def matrix_page(rules: Iterable[Rule]) -> str:
    """The matrix in Markdown: one section per service, one row per permission."""
    lines = [
        "<!--",
        "SPDX-FileCopyrightText: 2026 The Torget authors",
        "SPDX-License-Identifier: EUPL-1.2",
        "-->",
        "# Permissions",
        "",
        "Generated from every service's `policy.py`. The thing asked for belongs to *the person*, her unit",
        "and her care provider. `yes`, or the code of the refusal.",
    ]
    section = ""
    for rule in sorted(rules, key=lambda each: each.name):
        service = rule.name.partition(".")[0]
        if service != section:
            section = service
            lines += ["", f"## {service}"]
        lines += ["", f"### `{rule.name}`", "", rule.about or "No sentence yet.", ""]
        by_answer: dict[str, list[str]] = {}
        for name, answer in answers(rule).items():
            by_answer.setdefault(answer, []).append(name)
        for answer in sorted(by_answer, key=lambda each: (each != "yes", each)):
            lines.append(f"- `{answer}`: {', '.join(by_answer[answer])}")
    return "\n".join(lines) + "\n"


def _person(kind: CallerKind, sub: str, *, purpose: str | None, loa: int = _SURE) -> Caller:
    return Caller(kind=kind, sub=sub, loa=loa, auth_time=_SECONDS, purpose=purpose)


def _acting(mandate: Delegation, purpose: str | None) -> Caller:
    return Caller(
        kind=CallerKind.RESIDENT,
        sub=_OTHER,
        act_for=_ME,
        delegation=mandate,
        loa=_SURE,
        auth_time=_SECONDS,
        purpose=purpose,
    )


def _staff(job: Assignment | None, roles: tuple[str, ...], purpose: str | None) -> Caller:
    return Caller(
        kind=CallerKind.STAFF,
        sub="staff-1",
        loa=_SURE,
        auth_time=_SECONDS,
        roles=roles,
        assignment=job,
        purpose=purpose,
    )


def _job(unit: str, purpose: str, rights: tuple[str, ...]) -> Assignment:
    return Assignment(id="a1", unit=unit, provider="provider-1", purpose=purpose, rights=rights)


_FACTS: Final[dict[type[c.Condition], Callable[[Any], Any]]] = {
    c.Owner: lambda _: _ME,
    c.Delegate: lambda _: _ME,
    c.SameUnit: lambda _: "unit-1",
    c.SameProvider: lambda _: "provider-1",
    c.Listed: lambda _: (_ME,),
    c.Holds: lambda part: part.values[0] if part.values else None,
}


def _leaves(rule: Rule) -> Iterator[c.Condition]:
    for condition in (*rule.allow, *rule.forbid):
        yield from _flat(condition)


def _flat(condition: c.Condition) -> tuple[c.Condition, ...]:
    return condition.parts if isinstance(condition, c.All) else (condition,)
