# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A finished plan: frozen steps the executor walks, printable as text and JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.planner.naming import Path
from gateway.planner.operation import Alts

Elems = tuple[tuple[str, frozenset[str] | None], ...]


class Part(msgspec.Struct, frozen=True):
    """One field of a representation: its real name, and the key it is found under."""

    name: str
    key: str
    kids: tuple[Part, ...] | None = None
    types: frozenset[str] | None = None
    """Only objects of these types have it; None = all."""
    is_abstract: bool = False
    """The value is an object that carries its own `__typename` along."""


class Field(msgspec.Struct, frozen=True):
    """One selected key of an answer, with what is selected below it."""

    key: str
    kids: tuple[Field, ...] | None = None


class ContextPart(msgspec.Struct, frozen=True):
    """A variable whose value lies in an ancestor: how many path elements down, and where in it."""

    variable: str
    depth: int
    parts: tuple[Part, ...]


class Block(msgspec.Struct, frozen=True):
    """The entities of one position a step fetches."""

    alias: str
    elems: Elems
    keys: Path
    types: frozenset[str]
    named: str | None
    """The `__typename` sent; None = the object's own."""
    typename: str | None
    """The object's type if only one can stand there."""
    key: tuple[Part, ...]
    inputs: tuple[Part, ...]
    fields: tuple[Field, ...]
    when: Alts | None
    text: str
    checked: tuple[tuple[str, str], ...] = ()
    """Key fields asked back: (name in the representation, key in the answer)."""
    contexts: tuple[ContextPart, ...] = ()
    """Values of ancestors sent as variables; each set of values is a request of its own."""
    dropped: tuple[str, ...] = ()
    """Keys that are asked for the check alone."""
    is_alone: bool = False
    """Everything in its list of entities is asked for in the same way."""


class Step(msgspec.Struct, frozen=True):
    """One fetch of a plan."""

    number: int
    graph: str
    kind: str
    """root | entity | again | stream."""
    chain: int
    parents: tuple[int, ...]
    when: Alts | None
    uses: tuple[str, ...]
    query: str
    blocks: tuple[Block, ...]
    elems: Elems = ()
    waves: int = 1
    parts: frozenset[int] = frozenset({0})
    """The parts of the answer it is needed for: 0 at once, others deferred."""


class Plan(msgspec.Struct, frozen=True):
    """Steps in an order that respects their parents."""

    kind: str
    steps: tuple[Step, ...]
    memo: dict[tuple[str, int], Any] = {}
    """What the executor compiled for this plan, by block."""
    trials: dict[tuple[bool, ...], Any] = {}
    """How its answers have fitted the client's shape, by what conditions decide."""

    @property
    def waves(self) -> int:
        """Length of the longest chain of fetches."""
        return max((step.waves for step in self.steps), default=0)

    @property
    def text(self) -> str:
        """The plan as people read it."""
        return "\n".join(line for step in self.steps for line in print_step(step)) + "\n"

    def to_json(self) -> dict[str, Any]:
        """The plan as plain data."""
        return {
            "kind": self.kind,
            "fetches": len(self.steps),
            "waves": self.waves,
            "steps": [describe_step(step) for step in self.steps],
        }


def print_path(elems: Elems) -> str:
    """A path as text: keys joined by dots, type filters as `|[A|B]`."""
    parts: list[str] = []
    for key, types in elems:
        parts.append(key if types is None else f"{key}|[{'|'.join(sorted(types))}]")
    return ".".join(parts)


def print_condition(when: Alts | None) -> str:
    """A condition as text, empty if there is none."""
    if when is None:
        return ""
    ways = [
        " and ".join(("$" if wanted else "not $") + name for name, wanted in sorted(conj))
        for conj in sorted(when, key=sorted)
    ]
    return " if " + " or ".join(ways)


def print_step(step: Step) -> list[str]:
    """One step as lines."""
    after = f" after {', '.join(str(one) for one in step.parents)}" if step.parents else ""
    later = "" if 0 in step.parts else " deferred"
    head = f"{step.number} {step.kind} {step.graph}{after}{print_condition(step.when)}{later}"
    if step.kind != "entity":
        where = f" at {print_path(step.elems)}" if step.elems else ""
        return [head + where, "  " + step.blocks[0].text]
    lines = [head]
    for block in step.blocks:
        typename = block.named or "|".join(sorted(block.types))
        needs = " ".join(print_parts(block.key + block.inputs))
        condition = print_condition(block.when) if block.when != step.when else ""
        lines.append(f"  at {print_path(block.elems)}{condition}: {typename} {{ {needs} }}")
        lines.append(f"    => {block.text}")
    return lines


def print_parts(parts: tuple[Part, ...]) -> list[str]:
    """Representation fields as text."""
    printed: list[str] = []
    for part in parts:
        text = part.name if part.name == part.key else f"{part.name}={part.key}"
        if part.kids is not None:
            text += " { " + " ".join(print_parts(part.kids)) + " }"
        printed.append(text)
    return printed


def describe_step(step: Step) -> dict[str, Any]:
    """One step as plain data."""
    described: dict[str, Any] = {
        "id": step.number,
        "subgraph": step.graph,
        "kind": step.kind,
        "after": list(step.parents),
        "operation": step.query,
        "variables": list(step.uses),
    }
    if step.when is not None:
        described["condition"] = print_condition(step.when).removeprefix(" if ")
    if step.kind == "entity":
        described["entities"] = [
            {
                "path": print_path(block.elems),
                "type": block.named or sorted(block.types),
                "representation": " ".join(print_parts(block.key + block.inputs)),
            }
            for block in step.blocks
        ]
    return described
