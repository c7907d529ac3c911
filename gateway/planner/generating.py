# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes the projection as Python source and compiles it (federation E5, 6.3).

The generated functions accept only a perfect answer. Whatever else they meet - an absent key, a
null where none may be, a value of another kind - raises Odd, and the exact projection of
`gateway.executor.exact` takes over and writes the errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from graphql import GraphQLEnumType

from gateway.planner.outputs import inside, is_list, is_required

if TYPE_CHECKING:
    from gateway.planner.projection import ShapeField, ShapeNode

INT_LIMIT = 2**31


class Odd(Exception):
    """The answer is not perfect."""


def generate(
    nodes: list[ShapeNode], truth: Mapping[str, bool]
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Compile the projection for one set of conditions."""
    writer = _Writer(truth)
    for node in nodes:
        writer.node(node)
    source = "\n".join(writer.heads + writer.lines) + "\n"
    names: dict[str, Any] = {"Odd": Odd, **writer.constants}
    code = compile(source, "<projection>", "exec")
    exec(code, names)  # noqa: S102  source is written above; client text enters as string literals
    return names["n0"]


class _Writer:
    def __init__(self, truth: Mapping[str, bool]) -> None:
        self.truth = truth
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {}
        self.heads: list[str] = []
        self.lists = 0

    def node(self, node: ShapeNode) -> None:
        if node.uniform:
            self.function(f"n{node.number}", node.classes[0][1], node)
            return
        table: list[str] = []
        for index, (types, fields) in enumerate(node.classes):
            name = f"n{node.number}_{index}"
            self.function(name, fields, node)
            table.extend(f"{one!r}: {name}" for one in sorted(types))
        self.lines += [
            f"t{node.number} = {{{', '.join(table)}}}",
            f"def n{node.number}(o):",
            "    if o.__class__ is not dict: raise Odd",
            f"    f = t{node.number}.get(o.get('__typename'))",
            "    if f is None: raise Odd",
            "    return f(o)",
        ]

    def function(self, name: str, fields: list[ShapeField], node: ShapeNode) -> None:
        placed = [(field.position(self.truth), field) for field in fields]
        chosen = sorted(
            ((at, index, field) for index, (at, field) in enumerate(placed) if at is not None),
            key=lambda one: one[:2],
        )
        outer, self.lines = self.lines, []
        self.lines.append(f"def {name}(o):")
        if all(field.name == "__typename" for _, _, field in chosen):
            # Reading a field of anything but an object raises TypeError; here nothing is read.
            self.lines.append("    if o.__class__ is not dict: raise Odd")
        entries: list[str] = []
        for number, (_, _, field) in enumerate(chosen):
            if field.name == "__typename":
                value = "o['__typename']" if node.is_abstract else repr(field.owner)
                entries.append(f"{field.key!r}: {value}")
                continue
            variable = f"v{number}"
            self.lines.append(f"    {variable} = o[{field.source!r}]")
            if field.type is not None:
                self.value(field.type, field.node, variable, "    ")
            entries.append(f"{field.key!r}: {variable}")
        self.lines.append("    return {" + ", ".join(entries) + "}")
        self.lines = outer + self.lines

    def value(self, type_: Any, node: ShapeNode | None, name: str, indent: str) -> None:
        """Lines that check the variable `name` and put the projected value into it."""
        required = is_required(type_)
        inner = inside(type_) if required else type_
        if is_list(inner):
            call = self.list_function(inside(inner), node)
            self._assign(f"{call}({name})", name, indent, required=required)
        elif node is not None:
            self._assign(f"n{node.number}({name})", name, indent, required=required)
        else:
            self.leaf(inner, name, indent, required=required)

    def _assign(self, call: str, name: str, indent: str, *, required: bool) -> None:
        guard = "" if required else f"if {name} is not None: "
        self.lines.append(f"{indent}{guard}{name} = {call}")

    def list_function(self, item: Any, node: ShapeNode | None) -> str:
        required = is_required(item)
        inner = inside(item) if required else item
        nested = "" if node is None else f"n{node.number}"
        if is_list(inner):
            nested = self.list_function(inside(inner), node)
        self.lists += 1
        name = f"l{self.lists}"
        outer, self.lines = self.lines, []
        self.lines += [f"def {name}(v):", "    if v.__class__ is not list: raise Odd"]
        if nested:
            each = f"{nested}(x)" if required else f"None if x is None else {nested}(x)"
            self.lines.append(f"    return [{each} for x in v]")
        else:
            self.lines.append("    r = []")
            self.lines.append("    for x in v:")
            self.leaf(inner, "x", "        ", required=required)
            self.lines.append("        r.append(x)")
            self.lines.append("    return r")
        self.heads.extend(self.lines)
        self.lines = outer
        return name

    def leaf(self, type_: Any, name: str, indent: str, *, required: bool) -> None:
        test = self._test(type_, name)
        allow = "" if required else f"{name} is not None and "
        if test is None:
            if required:
                self.lines.append(f"{indent}if {name} is None: raise Odd")
            return
        if type_.name == "ID":
            self.lines.append(f"{indent}if {allow}{test}:")
            self.lines.append(f"{indent}    if {name}.__class__ is not int: raise Odd")
            self.lines.append(f"{indent}    {name} = str({name})")
            return
        self.lines.append(f"{indent}if {allow}{test}: raise Odd")

    def _test(self, type_: Any, name: str) -> str | None:
        if isinstance(type_, GraphQLEnumType):
            constant = f"E_{type_.name}"
            self.constants[constant] = frozenset(type_.values)
            return f"({name}.__class__ is not str or {name} not in {constant})"
        if type_.name in ("String", "ID"):
            return f"{name}.__class__ is not str"
        if type_.name == "Boolean":
            return f"{name} is not True and {name} is not False"
        if type_.name == "Int":
            return f"({name}.__class__ is not int or not -{INT_LIMIT} <= {name} < {INT_LIMIT})"
        if type_.name == "Float":
            return (
                f"({name}.__class__ is not int and "
                f"({name}.__class__ is not float or {name} - {name} != 0.0))"
            )
        return None
