# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Type references as strings: `[Product!]!`, compared by the rules of the GraphQL type system."""

from collections.abc import Callable

from graphql import ListTypeNode, NamedTypeNode, NonNullTypeNode, TypeNode

NamedSubtype = Callable[[str, str], bool]


def write(node: TypeNode) -> str:
    """The reference as text."""
    if isinstance(node, NonNullTypeNode):
        return f"{write(node.type)}!"
    if isinstance(node, ListTypeNode):
        return f"[{write(node.type)}]"
    if isinstance(node, NamedTypeNode):
        return node.name.value
    raise TypeError(f"no type reference: {node.kind}")


def named(ref: str) -> str:
    """The name inside all wrappings."""
    return ref.strip("[]!")


def rename(ref: str, names: dict[str, str]) -> str:
    """The reference with its inner name replaced when the table knows it."""
    inner = named(ref)
    fresh = names.get(inner)
    return ref if fresh is None else ref.replace(inner, fresh)


def is_required(ref: str) -> bool:
    """Whether null is refused at the outermost level."""
    return ref.endswith("!")


def is_list(ref: str) -> bool:
    """Whether the outermost nullable level is a list."""
    return ref.startswith("[")


def is_subtype(low: str, high: str, named_subtype: NamedSubtype) -> bool:
    """Whether every value of low is a value of high (equal counts)."""
    if low == high:
        return True
    if high.endswith("!"):
        return low.endswith("!") and is_subtype(low[:-1], high[:-1], named_subtype)
    if low.endswith("!"):
        return is_subtype(low[:-1], high, named_subtype)
    if high.startswith("["):
        return low.startswith("[") and is_subtype(low[1:-1], high[1:-1], named_subtype)
    return not low.startswith("[") and named_subtype(low, high)


def widest(refs: list[str], named_subtype: NamedSubtype) -> str | None:
    """The one reference that all others are subtypes of, None if there is none."""
    best = refs[0]
    for ref in refs[1:]:
        if is_subtype(ref, best, named_subtype):
            continue
        if not is_subtype(best, ref, named_subtype):
            return None
        best = ref
    return best


def narrowest(refs: list[str], named_subtype: NamedSubtype) -> str | None:
    """The one reference that is a subtype of all others, None if there is none."""
    best = refs[0]
    for ref in refs[1:]:
        if is_subtype(best, ref, named_subtype):
            continue
        if not is_subtype(ref, best, named_subtype):
            return None
        best = ref
    return best
