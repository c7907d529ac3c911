# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Compiled gathering: from the objects of a block to its representations, once each (E2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.executor.targets import JsonObject, fill_nulls, representer
from gateway.planner.plan import Block, Part

Gathered = tuple[list[JsonObject], list[JsonObject], list[int]]
"""Representations sent, objects that get an answer, and which answer each of them gets."""
Gather = Callable[[list[JsonObject]], Gathered]


def make_gather(block: Block) -> Gather:
    """The gathering function of a block: generated if its representations are flat."""
    slow = gather_any(block)
    parts = (*block.key, *block.inputs)
    if any(part.kids is not None or part.types is not None for part in parts):
        return slow
    fast = generate(block)

    def gather(targets: list[JsonObject]) -> Gathered:
        try:
            return fast(targets)
        except TypeError:  # a custom scalar that cannot be hashed
            return slow(targets)

    return gather


def generate(block: Block) -> Gather:
    """Write and compile the loop over a block's objects."""
    parts = list(dict.fromkeys((*block.key, *block.inputs)))
    constant = block.named or block.typename
    typename = repr(constant) if constant else "t"
    lines = ["def gather(targets):", " sent = []; out = []; slots = []; seen = {}"]
    lines.append(" for o in targets:")
    if not constant:
        lines.append("  t = o.get('__typename')")
    for index, part in enumerate(parts):
        lines.append(f"  v{index} = o.get({part.key!r})")
        if part in block.key:
            lines.append(f"  if v{index} is None: blank(o); continue")
    values = [f"v{index}" for index in range(len(parts))]
    marks = values if constant else ["t", *values]
    mark = marks[0] if len(marks) == 1 else f"({', '.join(marks)})"
    fields = _fields(parts)
    lines += [
        f"  m = {mark}",
        "  s = seen.get(m)",
        f"  if s is None or {' or '.join(_differs(part, i) for i, part in enumerate(parts))}:",
        "   seen[m] = s = len(sent)",
        f"   sent.append({{'__typename': {typename}, {fields}}})",
        "  out.append(o); slots.append(s)",
        " return sent, out, slots",
    ]
    names: dict[str, Any] = {"blank": lambda one: fill_nulls(one, block.fields)}  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    code = compile("\n".join(lines), "<gathering>", "exec")
    exec(code, names)  # noqa: S102  written above; names enter as string literals
    return names["gather"]


def _fields(parts: list[Part]) -> str:
    return ", ".join(f"{part.name!r}: v{index}" for index, part in enumerate(parts))


def _differs(part: Part, index: int) -> str:
    """1 and true are equal in Python, not in JSON."""
    return f"sent[s][{part.name!r}].__class__ is not v{index}.__class__"


def gather_any(block: Block) -> Gather:
    """Gathering for representations of any shape."""
    represent = representer(block)

    def gather(targets: list[JsonObject]) -> Gathered:
        sent: list[JsonObject] = []
        out: list[JsonObject] = []
        slots: list[int] = []
        seen: dict[object, int] = {}
        for target in targets:
            one = represent(target)
            if one is None:
                fill_nulls(target, block.fields)
                continue
            mark = identity(one)
            slot = seen.get(mark)
            if slot is None:
                slot = seen[mark] = len(sent)
                sent.append(one)
            out.append(target)
            slots.append(slot)
        return sent, out, slots

    return gather


def identity(value: Any) -> object:
    """Something hashable that is equal for equal representations only."""
    if value.__class__ is dict:
        return tuple([(key, identity(one)) for key, one in value.items()])
    if value.__class__ is list:
        return ("[", *[identity(one) for one in value])
    if value.__class__ is str:
        return value
    return (value.__class__, value)
