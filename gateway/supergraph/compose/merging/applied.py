# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merging of applied directives: tags unite, auth rules combine, costs take the worst case."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from graphql import (
    BooleanValueNode,
    IntValueNode,
    ValueNode,
    print_ast,
)

from gateway.supergraph.compose.marks import text
from gateway.supergraph.compose.merged import Merged, Written
from gateway.supergraph.compose.merging.dnf import strings
from gateway.supergraph.compose.model import Applied

Sources = Mapping[str, Sequence[Applied]]
_BUILT_IN = ("deprecated", "specifiedBy", "oneOf")


def most_frequent(values: Iterable[str | None]) -> str | None:
    """The value seen most often, the first of equals; None does not count."""
    told = [value for value in values if value is not None]
    if not told or told.count(told[0]) == len(told):
        return told[0] if told else None
    return Counter(told).most_common(1)[0][0]


def written_args(args: Mapping[str, ValueNode]) -> str:
    """Arguments as SDL, in the order given."""
    return ", ".join(f"{name}: {print_ast(value)}" for name, value in args.items())


def is_hidden(sources: Sources) -> bool:
    """Whether any subgraph hides the element."""
    return any(one.spec == "inaccessible" for group in sources.values() for one in group)


def merge_applied(merged: Merged, sources: Sources) -> tuple[Written, ...]:
    """The applications the supergraph prints on an element, in a fixed order of specs."""
    by_spec: dict[str, list[tuple[str, Applied]]] = {}
    custom: dict[str, list[tuple[str, Applied]]] = {}
    for subgraph, group in sources.items():
        for one in group:
            if one.spec is not None:
                by_spec.setdefault(one.spec, []).append((subgraph, one))
            elif one.name in _BUILT_IN or one.name in merged.composed:
                custom.setdefault(one.name, []).append((subgraph, one))
    if not by_spec and not custom:
        return ()
    found = list(_spec_directives(merged, by_spec))
    for name, group in custom.items():
        found.extend(_custom_directive(merged, name, [one for _, one in group]))
    return tuple(found)


def _spec_directives(
    merged: Merged, by_spec: Mapping[str, list[tuple[str, Applied]]]
) -> Iterable[Written]:
    for spec, group in by_spec.items():
        applied = [one for _, one in group]
        if spec == "context":
            texts = _contexts(group)
        elif spec in _MERGERS:
            texts = _MERGERS[spec](applied)
        else:
            continue
        for args in texts:
            merged.used_specs.add(spec)
            yield Written(merged.names[spec], args)


def _tags(applied: list[Applied]) -> list[str]:
    return list(dict.fromkeys(written_args(one.args) for one in applied))


def _inaccessible(_applied: list[Applied]) -> list[str]:
    return [""]


def _contexts(group: list[tuple[str, Applied]]) -> list[str]:
    names = dict.fromkeys(f"{subgraph}__{text(one.args.get('name'))}" for subgraph, one in group)
    return [f'name: "{name}"' for name in names]


def _cost(applied: list[Applied]) -> list[str]:
    weights = [_int(one.args.get("weight")) for one in applied]
    known = [weight for weight in weights if weight is not None]
    return [f"weight: {max(known)}"] if known else []


def _custom_directive(merged: Merged, name: str, applied: list[Applied]) -> Iterable[Written]:
    texts = [written_args(one.args) for one in applied]
    composed = merged.composed.get(name)
    if composed is not None and composed.repeatable:
        for args in dict.fromkeys(texts):
            yield Written(name, args)
    else:
        yield Written(name, most_frequent(texts) or "")


def _int(value: ValueNode | None) -> int | None:
    return int(value.value) if isinstance(value, IntValueNode) else None


def _list_size(applied: list[Applied]) -> list[str]:
    """S8: the largest size assumed, lists united, requireOneSlicingArgument AND."""
    parts: list[str] = []
    sizes = [_int(one.args.get("assumedSize")) for one in applied]
    known = [size for size in sizes if size is not None]
    if known:
        parts.append(f"assumedSize: {max(known)}")
    for name in ("slicingArguments", "sizedFields"):
        given = [strings(one.args.get(name)) for one in applied]
        if any(names is not None for names in given):
            united = dict.fromkeys(item for names in given for item in names or [])
            quoted = ", ".join(f'"{item}"' for item in united)
            parts.append(f"{name}: [{quoted}]")
    flags = [one.args.get("requireOneSlicingArgument") for one in applied]
    if any(flag is not None for flag in flags):
        every = all(not isinstance(flag, BooleanValueNode) or flag.value for flag in flags)
        parts.append(f"requireOneSlicingArgument: {'true' if every else 'false'}")
    return [", ".join(parts)]


_MERGERS: dict[str, Callable[[list[Applied]], list[str]]] = {
    "tag": _tags,
    "inaccessible": _inaccessible,
    "cost": _cost,
    "listSize": _list_size,
}
