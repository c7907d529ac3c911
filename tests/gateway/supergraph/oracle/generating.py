# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Random sets of subgraphs: entities split over subgraphs, with every edge directive."""

from random import Random

from gateway.supergraph.compose import SubgraphSource
from tests.gateway.supergraph.compose.casebook import source

ENTITIES = ("A", "B", "C")
KEYS = ("id", "sku", "v { n }", "id sku")
SCALARS = ("Int", "String", "[Int!]", "Color")


class _Subgraph:
    """One subgraph while it is being made up."""

    def __init__(self) -> None:
        self.keys: dict[str, list[str]] = {}
        self.fields: dict[str, dict[str, str]] = {}
        self.extra: list[str] = []
        self.implements: set[str] = set()
        self.root: dict[str, str] = {}

    def print(self) -> str:
        parts = list(self.extra)
        if self.root:
            body = " ".join(f"{name}: {ref}" for name, ref in self.root.items())
            parts.append(f"type Query {{ {body} }}")
        for name, fields in self.fields.items():
            keys = " ".join(self.keys.get(name, []))
            head = " implements Node" if name in self.implements else ""
            body = " ".join(f"{field}: {ref}" for field, ref in fields.items())
            parts.append(f"type {name}{head} {keys} {{ {body} }}")
        text = "\n".join(parts)
        for name, body in (
            ("V", "type V @shareable { n: Int m: String }"),
            ("Color", "enum Color { RED GREEN }"),
        ):
            if name in text.replace(" ", "").replace("!", "").replace("]", "") and body not in text:
                text += f"\n{body}"
        return text


def _add_entity(random: Random, subgraph: _Subgraph, name: str) -> None:
    chosen = random.sample(KEYS, random.choice((0, 1, 1, 1, 2)))
    if random.random() < 0.85 and "id" not in chosen:
        chosen.insert(0, "id")
    fields = subgraph.fields.setdefault(name, {})
    for key in chosen:
        resolvable = ", resolvable: false" if random.random() < 0.05 else ""
        subgraph.keys.setdefault(name, []).append(f'@key(fields: "{key}"{resolvable})')
        for part in key.replace("{ n }", "").split():
            fields[part] = {"id": "ID!", "sku": "String", "v": "V"}[part]
    if not chosen:
        fields["id"] = "ID! @shareable"


def _add_fields(random: Random, subgraphs: list[_Subgraph], name: str) -> None:
    owners = [one for one in subgraphs if name in one.fields]
    if not owners:
        return
    for number in range(random.randint(1, 3)):
        field = f"{name.lower()}{number}"
        ref = random.choice((*SCALARS, *ENTITIES, f"[{random.choice(ENTITIES)}]", "V"))
        having = random.sample(owners, min(len(owners), random.choice((1, 1, 1, 2))))
        shared = len(having) > 1 or random.random() < 0.1
        for one in having:
            target = ref.strip("[]!")
            if target in ENTITIES and target not in one.fields:
                continue
            marks = " @shareable" if shared and random.random() < 0.95 else ""
            one.fields[name][field] = f"{ref}{marks}"


def _add_requires(random: Random, subgraphs: list[_Subgraph], name: str) -> None:
    owners = [one for one in subgraphs if name in one.fields]
    for one in owners:
        if random.random() < 0.35:
            others = [
                (field, ref)
                for other in owners
                if other is not one
                for field, ref in other.fields[name].items()
                if field not in one.fields[name] and "@" not in ref
            ]
            if not others:
                continue
            field, ref = random.choice(others)
            target = ref.strip("[]!")
            if target in ENTITIES:
                if target not in one.fields:
                    continue
                text = f"{field} {{ id }}"
                if "id" not in one.fields[target]:
                    continue
            elif target == "V":
                text = f"{field} {{ m }}"
            else:
                text = field
            one.fields[name][field] = f"{ref} @external"
            one.fields[name][f"r{name}{len(one.fields[name])}"] = f'Int @requires(fields: "{text}")'


def _add_roots(random: Random, subgraphs: list[_Subgraph]) -> None:
    for number, one in enumerate(subgraphs):
        for name in list(one.fields):
            if random.random() < 0.6:
                provides = ""
                externals = [
                    field
                    for other in subgraphs
                    if other is not one
                    for field, ref in other.fields.get(name, {}).items()
                    if field not in one.fields[name] and ref == "Int @shareable"
                ]
                if externals and random.random() < 0.5:
                    field = random.choice(externals)
                    one.fields[name][field] = "Int @external"
                    provides = f' @provides(fields: "{field}")'
                one.root[f"q{number}{name}"] = f"{name}{provides}"
    if not any(one.root for one in subgraphs):
        subgraphs[0].root["ok"] = "Int"


def _add_overrides(random: Random, subgraphs: list[_Subgraph]) -> None:
    for number, one in enumerate(subgraphs):
        for name, fields in one.fields.items():
            for other in subgraphs[:number]:
                for field, ref in list(other.fields.get(name, {}).items()):
                    if field in fields or "@" in ref or random.random() > 0.08:
                        continue
                    target = ref.strip("[]!")
                    if target in ENTITIES and target not in one.fields:
                        continue
                    label = random.choice(("", "", ', label: "percent(5)"'))
                    source_name = "abcd"[subgraphs.index(other)]
                    fields[field] = f'{ref} @override(from: "{source_name}"{label})'


def _add_node(random: Random, subgraphs: list[_Subgraph]) -> None:
    """An interface over some entities; perhaps an interface object elsewhere."""
    if random.random() < 0.5:
        return
    members = random.sample(ENTITIES, 2)
    key = ' @key(fields: "id")' if random.random() < 0.6 else ""
    used = False
    for one in subgraphs:
        have = [name for name in members if name in one.fields and "id" in one.fields[name]]
        if not have:
            continue
        if key and (
            len(have) < len(members)
            or any('@key(fields: "id")' not in one.keys.get(name, []) for name in have)
        ):
            continue
        if random.random() < 0.8:
            one.extra.append(f"interface Node{key} {{ id: ID! }}")
            one.implements.update(have)
            one.root[f"node{subgraphs.index(one)}"] = "Node"
            used = True
    if used and key and random.random() < 0.6:
        for one in subgraphs:
            if not one.implements and not any(name in one.fields for name in members):
                one.extra.append(
                    'type Node @interfaceObject @key(fields: "id") { id: ID! extra: Int }'
                )
                break


def _add_union(random: Random, subgraphs: list[_Subgraph]) -> None:
    if random.random() < 0.6:
        return
    for number, one in enumerate(subgraphs):
        have = [name for name in ENTITIES if name in one.fields]
        if have and random.random() < 0.7:
            members = random.sample(have, random.randint(1, len(have)))
            one.extra.append(f"union U = {' | '.join(members)}")
            one.root[f"u{number}"] = "U"


def generate(seed: int) -> list[SubgraphSource]:
    """The subgraphs of a seed."""
    random = Random(seed)
    subgraphs = [_Subgraph() for _ in range(random.randint(2, 4))]
    for name in ENTITIES:
        for one in random.sample(subgraphs, random.randint(1, len(subgraphs))):
            _add_entity(random, one, name)
    for name in ENTITIES:
        _add_fields(random, subgraphs, name)
    for name in ENTITIES:
        _add_requires(random, subgraphs, name)
    _add_node(random, subgraphs)
    _add_union(random, subgraphs)
    _add_overrides(random, subgraphs)
    _add_roots(random, subgraphs)
    return [
        source(name, one.print())
        for name, one in zip("abcd", subgraphs, strict=False)
        if one.print().strip()
    ]
