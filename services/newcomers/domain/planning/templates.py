# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Step templates: a set that has been checked can be published; one with a cycle or a loose end cannot."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from pathlib import Path
from typing import Any, Literal

import msgspec

from services.kit.errors import Problem
from services.newcomers.domain.planning.conditions import ConditionUnreadable, compile_condition
from services.newcomers.domain.planning.due import DueRule, RuleUnreadable, check_rule, step_of

Actor = Literal["newcomer", "staff", "authority"]
EvidenceKind = Literal["document", "code", "self_declared", "external_event"]


class DependsOn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step that comes before: a hard one blocks, a soft one only sorts."""

    key: str
    kind: Literal["hard", "soft"] = "hard"


class StepTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of somebody's first year, before anybody has it."""

    key: str
    order: int = 0
    """Where it stands among steps that are ready at the same time."""
    version: int = 1
    page: str = ""
    """The guide page that explains it."""
    when: tuple[str, ...] = ()
    done_if: tuple[str, ...] = ()
    """Conditions under which the situation itself shows that it is done."""
    depends_on: tuple[DependsOn, ...] = ()
    due: tuple[DueRule, ...] = ()
    actor: Actor = "newcomer"
    evidence: tuple[EvidenceKind, ...] = ("self_declared",)
    service_link: str = ""
    answer: str = ""
    """How long the authority usually takes, as ISO 8601 durations: `P4W/P18W`."""


class TemplateSet(msgspec.Struct, frozen=True, kw_only=True):
    """Templates that belong together, in an order in which each comes after what it needs."""

    name: str
    version: int
    steps: tuple[StepTemplate, ...]

    def by_key(self) -> dict[str, StepTemplate]:
        """The templates by their keys."""
        return {step.key: step for step in self.steps}


class Upgrade(msgspec.Struct, frozen=True, kw_only=True):
    """What a newer set changes for people who already have a plan."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def publish(name: str, version: int, steps: Sequence[StepTemplate]) -> TemplateSet:
    """A set that can be used. Raises TEMPLATE_CYCLIC, TEMPLATE_INVALID with the step and the reason."""
    keys = [step.key for step in steps]
    if len(set(keys)) != len(keys):
        raise _invalid("", "a key stands twice")
    known = frozenset(keys)
    for step in steps:
        _check(step, known)
    by_key = {step.key: step for step in steps}
    graph = {step.key: sorted(one.key for one in step.depends_on) for step in steps}
    try:
        order = _sorted(graph, by_key)
    except CycleError as cycle:
        round_trip = " -> ".join(map(str, cycle.args[1]))
        raise Problem(
            "TEMPLATE_CYCLIC", path=("depends_on",), extensions={"cycle": round_trip}
        ) from None
    return TemplateSet(name=name, version=version, steps=tuple(by_key[key] for key in order))


def compare(old: TemplateSet, new: TemplateSet) -> Upgrade:
    """The difference between two sets, to be announced."""
    before, after = old.by_key(), new.by_key()
    return Upgrade(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(key for key in after if key in before and after[key] != before[key]),
    )


def read_set(given: bytes) -> TemplateSet:
    """A set from TOML."""
    try:
        raw = tomllib.loads(given.decode())
        return publish(
            raw["name"],
            raw["version"],
            [_step(one, place) for place, one in enumerate(raw["step"], 1)],
        )
    except (
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        KeyError,
        msgspec.ValidationError,
    ) as fault:
        raise _invalid("", str(fault)) from None


@cache
def stockholm() -> TemplateSet:
    """The set the city ships with."""
    return read_set(Path(__file__).with_name("stockholm.toml").read_bytes())


def old_rules(steps: TemplateSet, today: date) -> list[tuple[str, DueRule]]:
    """Deadlines whose source nobody has read for half a year."""
    return [(step.key, rule) for step in steps.steps for rule in step.due if rule.is_old(today)]


def _step(raw: Mapping[str, Any], place: int) -> StepTemplate:
    given = {"order": place} | dict(raw)
    given["depends_on"] = [
        {"key": one.removesuffix("?"), "kind": "soft" if one.endswith("?") else "hard"}
        for one in raw.get("depends_on", ())
    ]
    return msgspec.convert(given, StepTemplate)


def _check(step: StepTemplate, known: frozenset[str]) -> None:
    try:
        for condition in (*step.when, *step.done_if, *(c for rule in step.due for c in rule.when)):
            compile_condition(condition)
        for rule in step.due:
            check_rule(rule, known)
    except ConditionUnreadable as fault:
        raise _invalid(step.key, f"{fault} is no condition") from None
    except RuleUnreadable as fault:
        raise _invalid(step.key, str(fault)) from None
    for one in step.depends_on:
        if one.key not in known:
            raise _invalid(step.key, f"it depends on {one.key}, which is no step")
    for rule in step.due:
        if step_of(rule.anchor) == step.key:
            raise _invalid(step.key, "a rule counts from its own step")


def _sorted(graph: Mapping[str, Sequence[str]], steps: Mapping[str, StepTemplate]) -> list[str]:
    """Each step as early as its order and what it needs allow; the same for every input order."""
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    ready: list[tuple[int, str]] = []
    order: list[str] = []
    while sorter.is_active():
        for key in sorter.get_ready():
            heappush(ready, (steps[key].order, key))
        _, key = heappop(ready)
        order.append(key)
        sorter.done(key)
    return order


def _invalid(step: str, reason: str) -> Problem:
    return Problem(
        "TEMPLATE_INVALID",
        path=(step,) if step else (),
        extensions={"step": step, "reason": reason},
    )
