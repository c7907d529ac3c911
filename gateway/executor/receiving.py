# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Compiled receiving: entities are checked against their keys, then merged (E3, E4, U2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.executor.targets import JsonObject, fill_nulls, merge
from gateway.planner.plan import Block

Agree = Callable[[list[JsonObject], list[Any]], bool]
"""Whether every answer is the entity that was asked for; what was asked for that alone is gone."""


def make_agree(block: Block) -> Agree:
    """Write and compile the check of a list whose representations all have one form."""
    lines = [
        "def agree(sent, answers):",
        " i = -1",
        " for a in answers:",
        "  i += 1",
        "  if a is None: continue",
        "  if a.__class__ is not dict: return False",
        "  r = sent[i]",
    ]
    if block.named is None:
        take = _take("__typename", block)
        lines += [f"  t = {take}", "  if t is not None and t != r['__typename']: return False"]
    else:
        lines += [
            "  t = a.get('__typename')",
            "  if t is not None and t not in types and t != r['__typename']: return False",
        ]
    for name, key in block.checked:
        lines += [
            f"  v = {_take(key, block)}; w = r[{name!r}]",
            "  if v != w and str(v) != str(w): return False",
        ]
    lines.append(" return True")
    names: dict[str, Any] = {"types": block.types}
    code = compile("\n".join(lines), "<receiving>", "exec")
    exec(code, names)  # noqa: S102  written above; names enter as string literals
    return names["agree"]


def _take(key: str, block: Block) -> str:
    return f"a.pop({key!r}, None)" if key in block.dropped else f"a.get({key!r})"


def scatter(block: Block, targets: list[JsonObject], slots: list[int], answers: list[Any]) -> None:
    """Merge answer i into every target that asked for it."""
    if all(field.kids is None for field in block.fields):
        for target, slot in zip(targets, slots, strict=True):
            answer = answers[slot]
            if answer is not None:
                target.update(answer)
            else:
                fill_nulls(target, block.fields)
        return
    for target, slot in zip(targets, slots, strict=True):
        answer = answers[slot]
        if answer is None:
            fill_nulls(target, block.fields)
        elif target.keys().isdisjoint(answer):
            target.update(answer)
        else:
            merge(target, answer)
