# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Compiled gathering: from the objects of a block to its representations, once each (E2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.executor.targets import JsonObject, collect, fill_nulls, representer
from gateway.planner.plan import Block, Part

Gathered = tuple[list[JsonObject], list[int]]
"""Objects that get an answer, and which answer each of them gets."""
Gather = Callable[[list[JsonObject], list[JsonObject], dict[Any, int]], Gathered]
"""Takes objects, adds representations to a list, and remembers what it has sent already."""


def make_gather(block: Block) -> Gather:
    """The gathering function of a block: generated if its representations are flat."""
    slow = gather_any(block)
    parts = (*block.key, *block.inputs)
    if any(part.kids is not None or part.types is not None for part in parts):
        return slow
    fast = generate(block)

    def gather(targets: list[JsonObject], sent: list[JsonObject], seen: dict[Any, int]) -> Gathered:
        before = len(sent)
        try:
            return fast(targets, sent, seen)
        except TypeError:  # a custom scalar that cannot be hashed
            del sent[before:]
            return slow(targets, sent, {})

    return gather


def generate(block: Block) -> Gather:
    """Write and compile the loop over a block's objects."""
    parts = list(dict.fromkeys((*block.key, *block.inputs)))
    constant = block.named or block.typename
    typename = repr(constant) if constant else "t"
    lines = ["def gather(targets, sent, seen):", " out = []; slots = []"]
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
        " return out, slots",
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

    def gather(targets: list[JsonObject], sent: list[JsonObject], seen: dict[Any, int]) -> Gathered:
        out: list[JsonObject] = []
        slots: list[int] = []
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
        return out, slots

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


class Shown:
    """A context value as a dictionary key: equal if it is equal JSON."""

    __slots__ = ("mark", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.mark = identity(value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shown) and self.mark == other.mark

    def __hash__(self) -> int:
        return hash(self.mark)


ContextValues = tuple[tuple[str, Shown], ...]


def context_groups(block: Block, data: JsonObject) -> dict[ContextValues, list[JsonObject]]:
    """The objects of a block by the values their ancestors give to contextual arguments."""
    groups: dict[ContextValues, list[JsonObject]] = {}
    _group(block, [data], 0, (), groups)
    return groups


def _group(
    block: Block,
    objects: list[JsonObject],
    depth: int,
    values: ContextValues,
    groups: dict[ContextValues, list[JsonObject]],
) -> None:
    given = {name for name, _ in values}
    due = sorted({one.depth for one in block.contexts if one.variable not in given})
    if not due:
        rest = block.elems[depth:]
        for one in objects:
            groups.setdefault(values, []).extend(collect(rest, one))
        return
    for one in objects:
        for ancestor in collect(block.elems[depth : due[0]], one):
            here = tuple(
                (context.variable, Shown(leaf_of(context.parts, ancestor)))
                for context in block.contexts
                if context.depth == due[0]
            )
            _group(block, [ancestor], due[0], (*values, *here), groups)


def leaf_of(parts: tuple[Part, ...], one: Any) -> Any:
    """The one value a context selection points at."""
    if one.__class__ is list:
        return [leaf_of(parts, item) for item in one]
    if one.__class__ is not dict:
        return None
    typename = one.get("__typename")
    for part in parts:
        if part.types is None or typename is None or typename in part.types:
            value = one.get(part.key)
            return value if part.kids is None else leaf_of(part.kids, value)
    return None


def decoded(variables: JsonObject) -> JsonObject:
    """Variables with context values as plain JSON."""
    return {
        name: value.value if isinstance(value, Shown) else value
        for name, value in variables.items()
    }
