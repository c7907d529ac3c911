# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Why a field cannot be reached: a witness operation, and what each subgraph lacks."""

from collections.abc import Iterable

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.fieldsets import write
from gateway.supergraph.compose.merged import FieldOut
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
    if last is not None and last.kind in {model.OBJECT, model.INTERFACE, model.UNION}:
        if field != "__typename":
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
        kind = terrain.type_in(subgraph, at)
        found = kind.fields.get(field) if kind is not None else None
        if field == "__typename":
            yield f'subgraph "{subgraph}" knows "{at}" only as an interface object'
        elif found is None:
            yield f'subgraph "{subgraph}" has no field "{at}.{field}"'
        elif found.external:
            yield f'field "{at}.{field}" is external in subgraph "{subgraph}"'
        elif found.requires is not None:
            yield (
                f'@requires(fields: "{found.requires}") of "{at}.{field}" cannot be satisfied'
                f' for subgraph "{subgraph}"'
            )
        else:
            yield f'field "{at}.{field}" is overridden in subgraph "{subgraph}"'
    for subgraph in terrain.merged.subgraphs.values():
        kind = subgraph.types.get(name)
        if (subgraph.name, name) in reached or kind is None or field not in kind.fields:
            continue
        if kind.fields[field].external:
            continue
        keys = [key for key in kind.keys if key.resolvable]
        if not keys:
            yield (
                f'subgraph "{subgraph.name}", which has "{name}.{field}", has no resolvable @key'
                f' on "{name}"'
            )
        for key in keys:
            yield (
                f'cannot move to subgraph "{subgraph.name}" using'
                f' @key(fields: "{write(picks_of(key.fields))}") of "{name}"'
            )
