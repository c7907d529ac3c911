# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""ORs of ANDs: how lists of scopes and policies combine (S8)."""

from collections.abc import Iterable, Sequence
from itertools import product

from graphql import ListValueNode, StringValueNode, ValueNode

Dnf = frozenset[frozenset[str]]


def strings(value: ValueNode | None) -> list[str] | None:
    """A list of strings, None when the value is something else."""
    if isinstance(value, StringValueNode):
        return [value.value]
    if not isinstance(value, ListValueNode):
        return None
    return [item.value for item in value.values if isinstance(item, StringValueNode)]


def read_dnf(value: ValueNode | None) -> Dnf:
    """Scopes or policies as an OR of ANDs; a single list is one AND."""
    if isinstance(value, StringValueNode):
        return frozenset({frozenset({value.value})})
    if not isinstance(value, ListValueNode):
        return frozenset()
    return frozenset(frozenset(strings(item) or []) for item in value.values)


def conjoin(rules: Sequence[Dnf]) -> Dnf:
    """All rules at once: cartesian product without supersets; an empty rule is true."""
    result: Dnf = frozenset()
    for rule in rules:
        if not rule:
            continue
        if not result:
            result = _drop_supersets(rule)
        else:
            result = _drop_supersets({left | right for left, right in product(result, rule)})
    return result


def implies(have: Dnf, want: Dnf) -> bool:
    """Whether every way to pass the first passes the second."""
    if not want:
        return True
    return bool(have) and all(any(group >= other for other in want) for group in have)


def _drop_supersets(rule: Iterable[frozenset[str]]) -> Dnf:
    groups = set(rule)
    return frozenset(group for group in groups if not any(other < group for other in groups))


def write_dnf(rule: Dnf) -> str:
    """An OR of ANDs as SDL, sorted."""
    groups = sorted(sorted(group) for group in rule)
    inner = ["[" + ", ".join(f'"{name}"' for name in group) + "]" for group in groups]
    return "[" + ", ".join(inner) + "]"
