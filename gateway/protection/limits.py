# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The table of limits (reliability 4.1) and the judgement of a measured operation by it."""

from typing import Any, Final, cast

import msgspec

from gateway.protection.measure import Measure
from services.kit.wire.problem import Problem


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """One column of the table. Sizes in bytes, times in seconds."""

    body_bytes: int
    string_bytes: int
    tokens: int
    depth: int
    nesting: int
    fields: int
    aliases: int
    same_key: int
    query_roots: int
    mutation_roots: int
    directives: int
    directives_on_node: int
    fragments: int
    operations: int
    variables: int
    list_items: int
    cost: int
    deadline_seconds: float


ANONYMOUS: Final = Limits(
    body_bytes=100_000,
    string_bytes=20_000,
    tokens=1_000,
    depth=10,
    nesting=8,
    fields=500,
    aliases=15,
    same_key=10,
    query_roots=10,
    mutation_roots=3,
    directives=20,
    directives_on_node=4,
    fragments=20,
    operations=5,
    variables=30,
    list_items=500,
    cost=1_000,
    deadline_seconds=5.0,
)
KNOWN: Final = Limits(
    body_bytes=256_000,
    string_bytes=100_000,
    tokens=2_000,
    depth=15,
    nesting=16,
    fields=1_000,
    aliases=30,
    same_key=10,
    query_roots=20,
    mutation_roots=5,
    directives=50,
    directives_on_node=4,
    fragments=50,
    operations=10,
    variables=100,
    list_items=1_000,
    cost=5_000,
    deadline_seconds=8.0,
)
REGISTERED: Final = Limits(
    body_bytes=256_000,
    string_bytes=100_000,
    tokens=15_000,
    depth=20,
    nesting=16,
    fields=5_000,
    aliases=200,
    same_key=10,
    query_roots=50,
    mutation_roots=10,
    directives=200,
    directives_on_node=4,
    fragments=100,
    operations=100,
    variables=100,
    list_items=5_000,
    cost=20_000,
    deadline_seconds=8.0,
)


def check_measure(measure: Measure, kind: str, limits: Limits) -> None:
    """Refuse an operation that is larger than its column allows."""
    roots = limits.mutation_roots if kind == "mutation" else limits.query_roots
    for name, found, most in (
        ("tokens", measure.tokens, limits.tokens),
        ("depth", measure.depth, limits.depth),
        ("nesting", measure.nesting, limits.nesting),
        ("fields", measure.fields, limits.fields),
        ("aliases", measure.aliases, limits.aliases),
        ("sameKey", measure.same_key, limits.same_key),
        ("rootFields", measure.roots, roots),
        ("directives", measure.directives, limits.directives),
        ("directivesOnNode", measure.directives_on_node, limits.directives_on_node),
        ("fragments", measure.fragments, limits.fragments),
        ("operations", measure.operations, limits.operations),
        ("variables", measure.variables, limits.variables),
    ):
        if found > most:
            raise exceeded(name, most)


def check_variables(variables: dict[str, Any], limits: Limits) -> None:
    """Refuse values that are longer, deeper or more numerous than the column allows."""
    level: list[Any] = [variables]
    for _ in range(limits.nesting + 2):
        below: list[Any] = []
        for container in level:
            items: Any = container
            if container.__class__ is dict:
                items = cast("dict[str, Any]", container).values()
            elif len(cast("list[Any]", container)) > limits.list_items:
                raise exceeded("listItems", limits.list_items)
            for item in items:
                kind = item.__class__
                if kind is str:
                    if len(item) * 4 > limits.string_bytes < len(item.encode(errors="replace")):
                        raise exceeded("stringBytes", limits.string_bytes)
                elif kind is dict or kind is list:
                    below.append(item)
        if not below:
            return
        level = below
    raise exceeded("nesting", limits.nesting)


def exceeded(limit: str, most: int) -> Problem:
    """The refusal for one limit."""
    return Problem("OPERATION_LIMIT_EXCEEDED", extensions={"limit": limit, "max": most})
