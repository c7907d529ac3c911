# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Prints a random world: as one schema, as subgraph schemas, as a supergraph."""

from __future__ import annotations

from tests.gateway.support.worlds import COLORS, FieldDecl, TypeDecl, World

HEAD = """
schema @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
"""
COLOR = f"enum Color {{ {' '.join(COLORS)} }}\n"
ENTITY_HEAD = """
scalar _Any
"""


def monolith_sdl(world: World) -> str:
    """The whole schema as one service would have it."""
    return COLOR + "".join(_whole(world, decl) for decl in world.types.values())


def _whole(world: World, decl: TypeDecl) -> str:
    if decl.kind == "UNION":
        return f"union {decl.name} = {' | '.join(decl.members)}\n"
    fields = " ".join(f"{f.name}{f.args}: {f.type}" for f in decl.fields.values())
    word = "interface" if decl.kind == "INTERFACE" else "type"
    impl = f" implements {' & '.join(decl.implements)}" if decl.implements else ""
    del world
    return f"{word} {decl.name}{impl} {{ {fields} }}\n"


def subgraph_sdl(world: World, graph: str) -> str:
    """What one subgraph executes, entity machinery included."""
    parts = [COLOR, ENTITY_HEAD]
    keyed: list[str] = []
    for decl in world.types.values():
        if graph not in decl.graphs:
            continue
        if decl.kind == "UNION":
            here = [m for m in decl.members if graph in world.types[m].graphs]
            parts.append(f"union {decl.name} = {' | '.join(here)}\n")
            continue
        fields = [f for f in decl.fields.values() if graph in f.places]
        text = " ".join(f"{f.name}{f.args}: {f.type}" for f in fields)
        is_object = decl.kind == "OBJECT" or graph in decl.interface_object
        if is_object and decl.graphs[graph]:
            keyed.append(decl.name)
        if decl.name == "Query":
            text += " _entities(representations: [_Any!]!): [_Entity]!"
        impl = [i for i in decl.implements if graph in world.types[i].graphs]
        suffix = f" implements {' & '.join(impl)}" if impl else ""
        word = "type" if is_object else "interface"
        parts.append(f"{word} {decl.name}{suffix} {{ {text} }}\n")
    parts.append(f"union _Entity = {' | '.join(keyed) or 'Query'}\n")
    return "".join(parts)


def supergraph_sdl(world: World) -> str:
    """The composed document, as a composer would write it."""
    graphs = " ".join(f'{g.upper()} @join__graph(name: "{g}", url: "")' for g in world.graphs)
    parts = [HEAD, f"enum join__Graph {{ {graphs} }}\n"]
    everywhere = " ".join(f"@join__type(graph: {g.upper()})" for g in world.graphs)
    values = " ".join(
        c + "".join(f" @join__enumValue(graph: {g.upper()})" for g in world.graphs) for c in COLORS
    )
    parts.append(f"enum Color {everywhere} {{ {values} }}\n")
    parts.extend(_composed(world, decl) for decl in world.types.values())
    return "".join(parts)


def _composed(world: World, decl: TypeDecl) -> str:
    uses: list[str] = []
    for graph, keys in decl.graphs.items():
        extra = ", isInterfaceObject: true" if graph in decl.interface_object else ""
        if not keys:
            uses.append(f"@join__type(graph: {graph.upper()}{extra})")
        uses += [f'@join__type(graph: {graph.upper()}, key: "{key}"{extra})' for key, _ in keys]
    if decl.kind == "UNION":
        uses += [
            f'@join__unionMember(graph: {g.upper()}, member: "{m}")'
            for g in decl.graphs
            for m in decl.members
            if g in world.types[m].graphs
        ]
        return f"union {decl.name} {' '.join(uses)} = {' | '.join(decl.members)}\n"
    for interface in decl.implements:
        uses += [
            f'@join__implements(graph: {g.upper()}, interface: "{interface}")'
            for g in decl.graphs
            if g in world.types[interface].graphs
        ]
    impl = f" implements {' & '.join(decl.implements)}" if decl.implements else ""
    fields = "\n  ".join(_field(decl, one) for one in decl.fields.values())
    word = "interface" if decl.kind == "INTERFACE" else "type"
    return f"{word} {decl.name}{impl} {' '.join(uses)} {{\n  {fields}\n}}\n"


def _field(decl: TypeDecl, one: FieldDecl) -> str:
    text = f"{one.name}{one.args}: {one.type}"
    if not one.owners:
        return text + " @join__field"
    plain = not (one.external or one.requires or one.provides)
    if plain and one.owners == set(decl.graphs):
        return text
    for graph in sorted(one.places):
        args = [f"graph: {graph.upper()}"]
        if graph in one.external:
            args.append("external: true")
        if graph in one.requires:
            args.append(f'requires: "{one.requires[graph]}"')
        if graph in one.provides:
            args.append(f'provides: "{one.provides[graph]}"')
        text += f" @join__field({', '.join(args)})"
    return text
