# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Random federated worlds: one schema, its split over subgraphs, its data, all from one Random."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

SCALARS = ("Int", "String", "Float", "Boolean", "ID", "Color")
COLORS = ("RED", "GREEN", "BLUE")
KEYS = ("id", "code", "ref { no }")


@dataclass(eq=False)
class Obj:
    """An object of the world. `given` is the representation it was made from, if any."""

    type: str
    id: str
    given: dict[str, Any] | None = None


@dataclass
class FieldDecl:
    name: str
    type: str
    named: str
    owners: set[str]
    args: str = ""
    external: set[str] = field(default_factory=set)
    requires: dict[str, str] = field(default_factory=dict)
    provides: dict[str, str] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)
    types_in: dict[str, str] = field(default_factory=dict)

    @property
    def places(self) -> set[str]:
        return self.owners | self.external


@dataclass
class TypeDecl:
    name: str
    kind: str
    graphs: dict[str, list[tuple[str, bool]]]
    fields: dict[str, FieldDecl] = field(default_factory=dict)
    implements: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    interface_object: set[str] = field(default_factory=set)


class World:
    """A schema with owners, plus a deterministic value for every field of every object."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.salt = str(rng.randrange(1 << 30))
        self.null_rate = rng.choice((0.0, 0.1, 0.3))
        self.error_rate = rng.choice((0.0, 0.0, 0.08))
        self.violation_rate = rng.choice((0.0, 0.0, 0.04))
        self.graphs = [f"g{n}" for n in range(rng.randint(2, 5))]
        self.types: dict[str, TypeDecl] = {}
        self.entities: list[str] = []
        self._make_entities()
        self._make_values()
        self._make_abstract()
        for name in self.entities:
            self._make_fields(self.types[name])
        self._make_requires()
        self._make_provides()
        self._make_roots()

    # -- making ---------------------------------------------------------------------------

    def _some(self, items: list[str], least: int = 1) -> list[str]:
        return sorted(self.rng.sample(items, self.rng.randint(min(least, len(items)), len(items))))

    def _make_entities(self) -> None:
        for n in range(self.rng.randint(2, 4)):
            name = f"E{n}"
            places = self._some(self.graphs)
            hub = self.rng.choice(places)
            used = self._some(list(KEYS))
            graphs: dict[str, list[tuple[str, bool]]] = {}
            for place in places:
                keys = used if place == hub else self._some(used)
                graphs[place] = [(key, True) for key in keys]
            decl = TypeDecl(name, "OBJECT", graphs)
            self.types[name] = decl
            self.entities.append(name)
            for key, fld, typ in (("id", "id", "ID!"), ("code", "code", "String!")):
                owners = {g for g in graphs if any(k == key for k, _ in graphs[g])}
                if key == "id":
                    owners |= {hub}
                if owners:
                    decl.fields[fld] = FieldDecl(fld, typ, typ.rstrip("!"), owners)
            owners = {g for g in graphs if any(k == "ref { no }" for k, _ in graphs[g])}
            if owners:
                ref = f"Ref{n}"
                self.types[ref] = TypeDecl(ref, "OBJECT", {g: [] for g in owners})
                self.types[ref].fields["no"] = FieldDecl("no", "String!", "String", set(owners))
                decl.fields["ref"] = FieldDecl("ref", f"{ref}!", ref, set(owners))

    def _make_values(self) -> None:
        self.values: list[str] = []
        for n in range(self.rng.randint(0, 2)):
            name = f"V{n}"
            decl = TypeDecl(name, "OBJECT", {g: [] for g in self.graphs})
            for f in range(self.rng.randint(1, 3)):
                typ, named = self._leaf()
                decl.fields[f"{name.lower()}f{f}"] = FieldDecl(
                    f"{name.lower()}f{f}", typ, named, set(self.graphs)
                )
            target = self.rng.choice(self.entities)
            owners = set(self.types[target].graphs)
            decl.graphs = {g: [] for g in owners}
            for one in decl.fields.values():
                one.owners = set(owners)
            decl.fields["to"] = FieldDecl("to", self._wrap(target), target, set(owners))
            self.types[name] = decl
            self.values.append(name)

    def _make_abstract(self) -> None:
        self.abstract: list[str] = []
        if self.rng.random() < 0.7:
            members = self._some(self.entities)
            with_id = [m for m in members if "id" in self.types[m].fields]
            if with_id:
                self._make_interface(with_id)
        if self.rng.random() < 0.5:
            members = self._some(self.entities + self.values)
            graphs = {g: [] for g in self.graphs if any(g in self.types[m].graphs for m in members)}
            self.types["U0"] = TypeDecl("U0", "UNION", graphs, members=members)
            self.abstract.append("U0")

    def _make_interface(self, members: list[str]) -> None:
        graphs: dict[str, list[tuple[str, bool]]] = {}
        for g in self.graphs:
            here = [m for m in members if g in self.types[m].graphs]
            if here and all(g in self.types[m].fields["id"].owners for m in here):
                complete = len(here) == len(members)
                keyed = all(("id", True) in self.types[m].graphs[g] for m in here)
                graphs[g] = [("id", True)] if complete and keyed and self.rng.random() < 0.7 else []
        if not graphs:
            return
        decl = TypeDecl("I0", "INTERFACE", graphs, members=members)
        decl.fields["id"] = FieldDecl("id", "ID!", "ID", set(graphs))
        self.types["I0"] = decl
        for m in members:
            self.types[m].implements.append("I0")
        typ, named = self._leaf()
        if self.rng.random() < 0.6:
            decl.fields["common"] = FieldDecl("common", typ, named, set(graphs))
            for m in members:
                own = [g for g in self.types[m].graphs if g in graphs]
                if not own:
                    own = list(self.types[m].graphs)
                self.types[m].fields["common"] = FieldDecl("common", typ, named, set(own))
        keyed = [g for g, keys in graphs.items() if keys]
        free = [
            g
            for g in self.graphs
            if g not in graphs and not any(g in self.types[m].graphs for m in members)
        ]
        if keyed and free and self.rng.random() < 0.8:
            g = self.rng.choice(free)
            decl.graphs[g] = [("id", True)]
            decl.interface_object.add(g)
            decl.fields["id"].owners.add(g)
            typ, named = self._leaf()
            decl.fields["extra"] = FieldDecl("extra", typ, named, {g})
            for m in members:
                self.types[m].fields["extra"] = FieldDecl("extra", typ, named, set())
        self.abstract.append("I0")

    def _leaf(self) -> tuple[str, str]:
        named = self.rng.choice(SCALARS)
        return self._wrap(named), named

    def _wrap(self, named: str) -> str:
        return self.rng.choice(
            (named, named, f"{named}!", f"[{named}]", f"[{named}!]", f"[{named}!]!", f"[[{named}]]")
        )

    def _make_fields(self, decl: TypeDecl) -> None:
        for n in range(self.rng.randint(2, 7)):
            name = f"f{n}" if self.rng.random() < 0.3 else f"{decl.name.lower()}f{n}"
            owners = set(self._some(list(decl.graphs))[:2])
            roll = self.rng.random()
            if roll < 0.55:
                typ, named = self._leaf()
                made = FieldDecl(name, typ, named, owners)
                if self.rng.random() < 0.25:
                    made.args = "(n: Int = 3, s: String)"
            elif roll < 0.8 or not (self.abstract or self.values):
                made = self._reference(name, owners, self.rng.choice(self.entities))
            else:
                target = self.rng.choice(self.abstract + self.values)
                made = self._reference(name, owners, target)
            if made.owners:
                decl.fields[name] = made

    def _reference(self, name: str, owners: set[str], target: str) -> FieldDecl:
        """A field to objects of a type; only graphs that know the type can own it."""
        decl = self.types[target]
        owners = {g for g in owners if g in decl.graphs}
        if decl.kind in ("UNION", "INTERFACE"):
            owners = set(sorted(owners)[:1])
        made = FieldDecl(name, self._wrap(target), target, owners)
        if owners:
            made.members = self.members_in(min(owners), target)
            if not made.members:
                made.owners = set()
        return made

    def members_in(self, graph: str, target: str) -> list[str]:
        decl = self.types[target]
        if decl.kind == "OBJECT":
            return [target]
        if graph in decl.interface_object:
            return list(decl.members)
        return [m for m in decl.members if graph in self.types[m].graphs]

    def _make_requires(self) -> None:
        for name in self.entities:
            decl = self.types[name]
            for fld in list(decl.fields.values()):
                if (
                    len(fld.owners) != 1
                    or self.rng.random() > 0.3
                    or fld.name in ("id", "code", "ref")
                ):
                    continue
                if fld.name == "common" or fld.args or fld.named not in SCALARS:
                    continue
                (own,) = fld.owners
                inputs = [
                    one
                    for one in decl.fields.values()
                    if one is not fld
                    and own not in one.places
                    and one.owners
                    and one.named in SCALARS
                    and not one.args
                    and not any(fld.name in r.split() for r in one.requires.values())
                ]
                if inputs and decl.graphs[own]:
                    chosen = self.rng.sample(inputs, self.rng.randint(1, min(2, len(inputs))))
                    if self._is_circular(decl, fld.name, [c.name for c in chosen]):
                        continue
                    for one in chosen:
                        one.external.add(own)
                    fld.requires[own] = " ".join(one.name for one in chosen)

    def _is_circular(self, decl: TypeDecl, start: str, inputs: list[str]) -> bool:
        pending, seen = list(inputs), set()
        while pending:
            one = pending.pop()
            if one == start:
                return True
            if one not in seen:
                seen.add(one)
                for text in decl.fields[one].requires.values():
                    pending.extend(text.split())
        return False

    def _make_provides(self) -> None:
        for name in self.entities:
            for fld in self.types[name].fields.values():
                target = self.types.get(fld.named)
                if target is None or fld.named not in self.entities or self.rng.random() > 0.3:
                    continue
                for own in sorted(fld.owners):
                    can = [
                        one
                        for one in target.fields.values()
                        if own not in one.places and one.owners and one.named in SCALARS
                    ]
                    can = [one for one in can if not one.requires and one.name != "extra"]
                    if can:
                        one = self.rng.choice(can)
                        one.external.add(own)
                        fld.provides[own] = one.name

    def _make_roots(self) -> None:
        query = TypeDecl("Query", "OBJECT", {g: [] for g in self.graphs})
        self.types["Query"] = query
        targets = self.entities + self.abstract
        for n in range(self.rng.randint(2, 5)):
            target = self.rng.choice(targets)
            places = sorted(self.types[target].graphs)
            made = self._reference(f"q{n}", set(self._some(places)[:2]), target)
            if made.owners:
                query.fields[made.name] = made
        for name in self.entities:
            places = sorted(self.types[name].graphs)
            made = self._reference(f"all{name}", {self.rng.choice(places)}, name)
            query.fields[made.name] = made

    # -- data -----------------------------------------------------------------------------

    def draw(self, *parts: object) -> random.Random:
        text = "|".join([self.salt, *(str(one) for one in parts)])
        return random.Random(blake2b(text.encode(), digest_size=8).hexdigest())

    def owner_of(self, obj: Obj, name: str) -> str:
        """The type whose declaration decides a value: fields of interface objects are shared."""
        return "I0" if name == "extra" else obj.type

    def concrete(self, obj: Obj) -> str:
        return obj.id.split("-")[0]

    def value(self, obj: Obj, decl: FieldDecl, args: dict[str, Any], inputs: Any = None) -> Any:
        """The value of a field: scalars as JSON, objects as Obj, None, or an exception."""
        if decl.name == "id":
            return obj.id
        if decl.name == "code":
            return f"c:{obj.id}"
        if decl.name == "no":
            return obj.id.removeprefix("ref-")
        if decl.name == "ref":
            return Obj(decl.named, f"ref-{obj.id}")
        owner = self.owner_of(obj, decl.name)
        rng = self.draw(owner, obj.id, decl.name, sorted(args.items()), inputs)
        if rng.random() < self.error_rate and not self.is_input(owner, decl.name):
            return ValueError(f"broken {decl.name} of {obj.id}")
        return self._of_type(rng, decl.type, decl, f"{owner}.{obj.id}.{decl.name}")

    def is_input(self, owner: str, name: str) -> bool:
        fields = self.types[owner].fields if owner in self.types else {}
        return any(
            name in text.split() for one in fields.values() for text in one.requires.values()
        )

    def _of_type(self, rng: random.Random, typ: str, decl: FieldDecl, where: str) -> Any:
        if typ.endswith("!"):
            if self.is_input(where.split(".", maxsplit=1)[0], decl.name):
                return self._present(rng, typ[:-1], decl, where)
            if rng.random() < self.violation_rate:
                return None
            return self._present(rng, typ[:-1], decl, where)
        if rng.random() < self.null_rate:
            return None
        return self._present(rng, typ, decl, where)

    def _present(self, rng: random.Random, typ: str, decl: FieldDecl, where: str) -> Any:
        if typ.startswith("["):
            inner = typ[1:-1]
            return [
                self._of_type(rng, inner, decl, f"{where}.{n}") for n in range(rng.randint(0, 3))
            ]
        if typ in SCALARS:
            return {
                "Int": lambda: rng.randint(-9, 9),
                "String": lambda: f"s{rng.randint(0, 99)}",
                "Float": lambda: rng.randint(0, 9) + 0.5,
                "Boolean": lambda: rng.random() < 0.5,
                "ID": lambda: f"i{rng.randint(0, 99)}",
                "Color": lambda: rng.choice(COLORS),
            }[typ]()
        member = rng.choice(decl.members or [typ])
        if member in self.values:
            return Obj(member, f"{member}-{where}")
        return Obj(member, f"{member}-{rng.randint(0, 2)}")
