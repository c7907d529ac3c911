# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Random schemas, data and operations for the comparison with graphql-core."""

import asyncio
from dataclasses import field as dataclass_field
from enum import Enum
from random import Random
from typing import Annotated, Any, Union

import strawberry
from graphql import Undefined

from services.kit.graph.reading import read_schema


@strawberry.enum
class Colour(Enum):
    RED = "red"
    BLUE = 2


LEAVES = {"Int": int, "Float": float, "String": str, "Boolean": bool, "ID": strawberry.ID}
GOOD = {
    "Int": [0, 1, -5, 2**31 - 1],
    "Float": [0.5, 1.0, -2.25],
    "String": ["", "a", "åäö"],
    "Boolean": [True, False],
    "ID": ["1", "x"],
    "Colour": [Colour.RED, Colour.BLUE],
}
ODD = {
    "Int": [True, "7", 1.5, 2**31, "x", 3.0, [1]],
    "Float": [1, "2.5", float("nan"), True, "x", float("inf"), 10**400],
    "String": [5, True, 2.5, ["a"], b"x"],
    "Boolean": [1, 0, "true", 2.0],
    "ID": [5, 1.5, True, ["x"]],
    "Colour": ["red", "RED", 2, "green", [1]],
}


class World:
    """A schema with types T0, T1, ..., an interface and a union, and deterministic data."""

    def __init__(self, random: Random, *, asynchronous: bool, faults: float = 0.15) -> None:
        self.random = random
        self.asynchronous = asynchronous
        self.faults = faults
        self.seed = random.randrange(10**6)
        self.shapes: dict[str, dict[str, Any]] = {}
        self.classes: dict[str, type] = {}
        self.abstract: dict[str, list[str]] = {}
        self._design()
        self._build()

    # -- design ---------------------------------------------------------------------------------
    def _design(self) -> None:
        random = self.random
        names = [f"T{n}" for n in range(random.randint(1, 4))]
        members = [name for name in names if random.random() < 0.6] or names[:1]
        self.abstract = {"Named": members, "Either": members}
        for name in [*names, "Query"]:
            fields: dict[str, Any] = {}
            for number in range(random.randint(1, 4)):
                fields[f"f{number}"] = self._field(names)
            if name != "Query":
                fields["name"] = {"kind": ("String", False, ()), "style": "attribute"}
            self.shapes[name] = fields

    def _field(self, names: list[str]) -> dict[str, Any]:
        random = self.random
        roll = random.random()
        if roll < 0.5:
            base = random.choice([*LEAVES, "Colour"])
        elif roll < 0.8:
            base = random.choice(names)
        else:
            base = random.choice(["Named", "Either"])
        lists = tuple(random.random() < 0.5 for _ in range(random.choice([0, 0, 0, 1, 1, 2])))
        styles = ["attribute", "sync", "info", "argument"]
        styles += ["async", "async", "suspending"] if self.asynchronous else []
        return {"kind": (base, random.random() < 0.4, lists), "style": random.choice(styles)}

    # -- building -------------------------------------------------------------------------------
    def _build(self) -> None:
        members = self.abstract["Named"]
        named = type("Named", (), {"__annotations__": {"name": str | None}})
        self.classes["Named"] = strawberry.interface(named)
        order = [name for name in self.shapes if name != "Query"]
        for name in order:
            bases = (self.classes["Named"],) if name in members else ()
            self.classes[name] = type(name, bases, {"__annotations__": {}})
        either = [self.classes[name] for name in members]
        union = Annotated[Union[tuple(either)], strawberry.union("Either")]  # noqa: UP007
        self.union = union if len(either) > 1 else None
        for name in [*order, "Query"]:
            raw = self.classes.get(name) or type(name, (), {"__annotations__": {}})
            self._dress(name, raw)
            self.classes[name] = strawberry.type(raw)
            for key, design in self.shapes[name].items():
                if design["style"] == "attribute":
                    setattr(self.classes[name], key, self._property(name, key))
        types = [self.classes[name] for name in order]
        self.schema = strawberry.Schema(query=self.classes["Query"], types=types)
        self.reading = read_schema(self.schema)

    def _annotation(self, kind: tuple[str, bool, tuple[bool, ...]]) -> Any:
        base, strict, lists = kind
        if base == "Either" and self.union is None:
            base = self.abstract["Either"][0]
        found: Any
        if base == "Either":
            found = self.union
        else:
            found = LEAVES.get(base) or {"Colour": Colour}.get(base) or self.classes[base]
        for inner_strict in lists:
            found = list[
                found if inner_strict else found | None if base != "Either" else _or(found)
            ]
        return found if strict else _or(found)

    def _dress(self, name: str, raw: type) -> None:
        for key, design in self.shapes[name].items():
            annotation = self._annotation(design["kind"])
            if design["style"] == "attribute":
                raw.__annotations__[key] = annotation
                setattr(raw, key, dataclass_field(default=None))
            else:
                setattr(raw, key, strawberry.field(self._resolver(name, key, design, annotation)))

    def _resolver(self, name: str, key: str, design: dict[str, Any], annotation: Any) -> Any:
        style = design["style"]
        world = self

        if style == "sync":

            def resolver(self):
                return world.value(name, key, self)

            resolver.__annotations__ = {"return": annotation}
        elif style == "info":

            def resolver(self, info):
                _ = info.path, info.field_name
                return world.value(name, key, self, salt=str(info.path.as_list()))

            resolver.__annotations__ = {"info": strawberry.Info, "return": annotation}
        elif style == "argument":

            def resolver(self, n=3, tags=None, colour=None):
                return world.value(name, key, self, salt=(n, tags, colour))

            resolver.__annotations__ = {
                "n": int,
                "tags": list[str] | None,
                "colour": Colour | None,
                "return": annotation,
            }
        else:

            async def resolver(self):
                if style == "suspending":
                    await asyncio.sleep(0)
                return world.value(name, key, self)

            resolver.__annotations__ = {"return": annotation}
        resolver.__name__ = key
        return resolver

    def _property(self, name: str, key: str) -> property:
        return property(lambda item: self.value(name, key, item), lambda _item, _value: None)

    # -- data -----------------------------------------------------------------------------------
    def value(self, name: str, key: str, item: Any, *, salt: Any = "") -> Any:
        """What the field of an object is: always the same, whoever asks."""
        number = getattr(item, "number", 0)
        random = Random(f"{self.seed}/{name}/{key}/{number}/{salt}")
        return self._made(random, self.shapes[name][key]["kind"])

    def _made(self, random: Random, kind: tuple[str, bool, tuple[bool, ...]]) -> Any:
        base, _, lists = kind
        if random.random() < self.faults:
            fault = random.randrange(5)
            if fault == 0:
                raise ValueError(f"raised {random.randrange(100)}")
            if fault == 1:
                return ValueError(f"returned {random.randrange(100)}")
            if fault == 2:
                return Undefined
            if fault == 3 and lists:
                return random.choice(["text", 5, {"a": 1}])
            return None
        if lists:
            items = []
            for _ in range(random.randrange(4)):
                try:
                    items.append(self._made(random, (base, True, lists[:-1])))
                except ValueError as fault:
                    items.append(fault)
            return random.choice([list, tuple, iter])(items)
        if base in GOOD:
            odd = random.random() < self.faults
            return random.choice(ODD[base] if odd else GOOD[base])
        choices = self.abstract.get(base, [base])
        chosen = self.classes[random.choice(choices)]
        if random.random() < self.faults / 3:
            return object()
        made = chosen.__new__(chosen)
        made.__dict__["number"] = random.randrange(1000)
        return made

    # -- operations -----------------------------------------------------------------------------
    def operation(self) -> tuple[str, dict[str, Any]]:
        """A random operation, perhaps invalid, with variables."""
        writer = _Writer(self)
        body = writer.selection("Query", 0)
        heads = "$a: Boolean!, $b: Boolean = true, $n: Int!, $m: Int, $t: [String!], $c: Colour"
        fragments = " ".join(writer.fragments)
        text = f"query Q({heads}) {body} {fragments}"
        variables: dict[str, Any] = {"a": self.random.random() < 0.5, "n": self.random.randrange(5)}
        for name, values in {"m": [None, 1], "t": [None, ["x"], "y"], "c": ["RED", None]}.items():
            if self.random.random() < 0.6:
                variables[name] = self.random.choice(values)
        if self.random.random() < 0.3:
            variables["b"] = self.random.random() < 0.5
        return text, variables


def _or(kind: Any) -> Any:
    return Union[kind, None]  # noqa: UP007


class _Writer:
    def __init__(self, world: World) -> None:
        self.world = world
        self.random = world.random
        self.fragments: list[str] = []
        self.count = 0

    def selection(self, name: str, depth: int) -> str:
        parts = [self.part(name, depth) for _ in range(self.random.randint(1, 4))]
        return "{ " + " ".join(parts) + " }"

    def condition(self) -> str:
        if self.random.random() < 0.75:
            return ""
        word = self.random.choice(["skip", "include"])
        return f" @{word}(if: {self.random.choice(['$a', '$b', 'true', 'false'])})"

    def part(self, name: str, depth: int) -> str:
        roll = self.random.random()
        condition = self.condition()
        if roll < 0.1:
            return f"__typename{condition}"
        if roll < 0.25:
            target = self.random.choice([name, *self._narrower(name)])
            on = f" on {target}" if self.random.random() < 0.8 or target != name else ""
            return f"...{on}{condition} {self.selection(target, depth)}"
        if roll < 0.33:
            self.count += 1
            fragment = f"F{self.count}"
            self.fragments.append(f"fragment {fragment} on {name} {self.selection(name, depth)}")
            return f"...{fragment}{condition} ...{fragment}"
        fields = self._fields(name)
        if not fields:
            return "__typename"
        key = self.random.choice(list(fields))
        design = fields[key]
        alias = ""
        if self.random.random() < 0.3:
            self.count += 1
            alias = f"a{self.count}: "
        base = design["kind"][0]
        if base == "Either" and self.world.union is None:
            base = self.world.abstract["Either"][0]
        arguments = self.arguments(design)
        inner = ""
        if base not in GOOD:
            if depth > 3:
                return "__typename"
            inner = " " + self.selection(base, depth + 1)
        return f"{alias}{key}{arguments}{condition}{inner}"

    def arguments(self, design: dict[str, Any]) -> str:
        if design["style"] != "argument" or self.random.random() < 0.4:
            return ""
        parts = []
        for name, values in {
            "n": ["1", "$n", "$m"],
            "tags": ['["a", "b"]', "$t", "null", '"c"'],
            "colour": ["BLUE", "$c", "null"],
        }.items():
            if self.random.random() < 0.6:
                parts.append(f"{name}: {self.random.choice(values)}")
        return f"({', '.join(parts)})" if parts else ""

    def _fields(self, name: str) -> dict[str, Any]:
        if name == "Named":
            return {"name": {"kind": ("String", False, ()), "style": "attribute"}}
        return self.world.shapes.get(name, {})

    def _narrower(self, name: str) -> list[str]:
        if name in self.world.abstract:
            return self.world.abstract[name]
        if name in self.world.abstract["Named"]:
            return ["Named"]
        return []
