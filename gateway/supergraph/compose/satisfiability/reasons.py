# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Why a field cannot be reached: a witness operation, and what each subgraph lacks."""

from collections.abc import Iterable

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.fieldsets import write
from gateway.supergraph.compose.merged import FieldOut
from gateway.supergraph.compose.model import TypeIn
from gateway.supergraph.compose.satisfiability.moves import Moves
from gateway.supergraph.compose.satisfiability.positions import Positions, Terrain, picks_of


def witness(terrain: Terrain, trail: tuple[str, ...], field: str) -> str:
    """The shortest operation that fails, on one line."""
    operation, *steps = [*trail, field]
    name = model.ROOTS[operation]
    parts: list[str] = []
    for step in steps:
        if step.startswith("... on "):
            name = step.removeprefix("... on ")
            parts.append(step)
            continue
        kind = terrain.merged.types.get(name)
        found = kind.fields.get(step) if kind is not None else None
        parts.append(step + (_arguments(found) if found is not None else ""))
        if found is not None:
            name = typerefs.named(found.type)
    last = terrain.merged.types.get(name)
    composite = last is not None and last.kind in {model.OBJECT, model.INTERFACE, model.UNION}
    if composite and field != "__typename":
        parts.append("...")
    text = " { ".join(parts)
    opened = f"{{ {text}{' }' * len(parts)}"
    return opened if operation == "query" else f"{operation} {opened}"


def _arguments(field: FieldOut) -> str:
    required = [
        f"{one.name}: <{one.type}>"
        for one in field.args.values()
        if one.type.endswith("!") and one.default is None
    ]
    return f"({', '.join(required)})" if required else ""


def explain(moves: Moves, name: str, positions: Positions, field: str) -> Iterable[str]:
    """One reason per subgraph: those reached lack the field, those with it cannot be reached."""
    terrain = moves.terrain
    reached = {(subgraph, at) for subgraph, at, _ in positions}
    for subgraph, at in sorted(reached):
        yield _why_not_here(terrain, subgraph, at, field)
    for subgraph in terrain.merged.subgraphs.values():
        kind = subgraph.types.get(name)
        if (subgraph.name, name) in reached or kind is None:
            continue
        found = kind.fields.get(field)
        if found is not None and not found.external:
            yield from _why_not_there(subgraph.name, kind, field)


def _why_not_here(terrain: Terrain, subgraph: str, at: str, field: str) -> str:
    kind = terrain.type_in(subgraph, at)
    found = kind.fields.get(field) if kind is not None else None
    if field == "__typename":
        return f'subgraph "{subgraph}" knows "{at}" only as an interface object'
    if found is None:
        return f'subgraph "{subgraph}" has no field "{at}.{field}"'
    if found.external:
        return f'field "{at}.{field}" is external in subgraph "{subgraph}"'
    if found.requires is not None:
        return (
            f'@requires(fields: "{found.requires}") of "{at}.{field}" cannot be satisfied'
            f' for subgraph "{subgraph}"'
        )
    return f'field "{at}.{field}" is overridden in subgraph "{subgraph}"'


def _why_not_there(subgraph: str, kind: TypeIn, field: str) -> Iterable[str]:
    keys = [key for key in kind.keys if key.resolvable]
    if not keys:
        yield (
            f'subgraph "{subgraph}", which has "{kind.name}.{field}", has no resolvable @key'
            f' on "{kind.name}"'
        )
    for key in keys:
        yield (
            f'cannot move to subgraph "{subgraph}" using'
            f' @key(fields: "{write(picks_of(key.fields))}") of "{kind.name}"'
        )
