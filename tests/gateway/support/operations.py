# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Random operations over a schema: aliases, arguments, conditions, fragments of every kind."""

from __future__ import annotations

import random

from graphql import (
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_object_type,
)

ALIASES = ("a", "b", "id", "code", "f0", "f1")


class Writer:
    """Writes one operation."""

    def __init__(self, schema: GraphQLSchema, rng: random.Random) -> None:
        self.schema = schema
        self.rng = rng
        self.aliases = 0
        self.fragments: list[str] = []
        self.budget = rng.randint(6, 60)

    def operation(self) -> str:
        body = self.selection("Query", 0)
        head = 'query Q($x: Boolean!, $y: Boolean = false, $n: Int, $s: String = "d")'
        text = f"{head} {{ {body} }}"
        return text + "\n" + "\n".join(self.fragments)

    def selection(self, type_name: str, depth: int) -> str:
        rng = self.rng
        parts: list[str] = []
        for _ in range(rng.randint(1, 4)):
            roll = rng.random()
            if roll < 0.7 or depth > 5:
                parts.append(self.field(type_name, depth))
            elif roll < 0.9:
                condition, inner = self.condition(type_name)
                head = f"... on {condition}" if condition else "..."
                parts.append(f"{head}{self.directive()} {{ {self.selection(inner, depth)} }}")
            else:
                parts.append(self.spread(type_name, depth))
        return " ".join(parts)

    def condition(self, type_name: str) -> tuple[str, str]:
        here = self.schema.type_map[type_name]
        options = [type_name]
        if is_abstract_type(here):
            options += [t.name for t in self.schema.get_possible_types(here)] * 2
            options += self.overlapping(here)
        elif is_object_type(here):
            options += [i.name for i in here.interfaces]
        chosen = self.rng.choice(options)
        if self.rng.random() < 0.15:
            return "", type_name
        return chosen, chosen

    def overlapping(self, here) -> list[str]:
        mine = {t.name for t in self.schema.get_possible_types(here)}
        return [
            other.name
            for other in self.schema.type_map.values()
            if is_abstract_type(other)
            and mine & {t.name for t in self.schema.get_possible_types(other)}
        ]

    def spread(self, type_name: str, depth: int) -> str:
        condition, inner = self.condition(type_name)
        name = f"F{len(self.fragments)}"
        self.fragments.append("")
        at = len(self.fragments) - 1
        body = self.selection(inner, depth + 1)
        self.fragments[at] = f"fragment {name} on {condition or type_name} {{ {body} }}"
        return f"...{name}{self.directive()}"

    def directive(self) -> str:
        if self.rng.random() < 0.8:
            return ""
        return self.rng.choice(
            (
                " @include(if: $x)",
                " @skip(if: $x)",
                " @include(if: $y)",
                " @skip(if: $y) @include(if: $x)",
                " @include(if: true)",
                " @skip(if: true)",
            )
        )

    def alias(self) -> str:
        """Mostly a fresh name; sometimes one that collides with a real field."""
        self.aliases += 1
        return self.rng.choice(ALIASES) if self.rng.random() < 0.2 else f"x{self.aliases}"

    def field(self, type_name: str, depth: int) -> str:
        here = self.schema.type_map[type_name]
        rng = self.rng
        names = list(getattr(here, "fields", {}))
        leafs = [n for n in names if not is_composite_type(get_named_type(here.fields[n].type))]
        self.budget -= 1
        if not names or rng.random() < 0.08 or ((depth > 5 or self.budget < 0) and not leafs):
            return "__typename" if rng.random() < 0.8 else "t: __typename"
        name = rng.choice(leafs if leafs and (depth > 5 or self.budget < 0) else names)
        definition = here.fields[name]
        named = get_named_type(definition.type)
        text = f"{self.alias()}: {name}" if rng.random() < 0.2 else name
        if definition.args:
            text += rng.choice(
                ("", "", "", "", "", "(n: 1)", "(n: $n)", "(s: $s, n: 2)", '(s: "q")', "(n: null)")
            )
        text += self.directive()
        if is_composite_type(named):
            text += f" {{ {self.selection(named.name, depth + 1)} }}"
        return text
