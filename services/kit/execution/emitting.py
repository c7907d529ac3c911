# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""From fields to Python: functions, selections, calls and the positions that may be null."""

from collections.abc import Sequence
from datetime import UTC
from functools import partial
from keyword import iskeyword
from typing import Any

from graphql import (
    GraphQLObjectType,
    OperationType,
)

from services.kit.execution import kinds, runtime
from services.kit.execution.arguments import Given, Refusal, fresh
from services.kit.execution.body import Body
from services.kit.execution.completing import Completing
from services.kit.execution.info import RawInfo
from services.kit.execution.places import Place
from services.kit.execution.schema_types import is_leaf, is_strict
from services.kit.execution.tree import Field
from services.kit.graph.reading import Way, convert

GLOBALS: dict[str, Any] = {
    "Raw": RawInfo,
    "UTC": UTC,
    "abandon": runtime.abandon,
    "as_list": runtime.as_list,
    "batch": runtime.batch,
    "bubble": runtime.bubble,
    "checked": kinds.checked,
    "each": runtime.each,
    "fail": runtime.fail,
    "fresh": fresh,
    "info_of": runtime.info_of,
    "loose": runtime.loose,
    "loosen": runtime.loosen,
    "listing": runtime.listing,
    "null_in": runtime.null_in,
    "nothing": runtime.nothing,
    "pass_gate": runtime.pass_gate,
    "pending": runtime.pending,
    "plain": runtime.PLAIN,
    "start": runtime.start,
    "together": runtime.together,
    "waiting_checked": kinds.waiting_checked,
    "waiting_nothing": runtime.waiting_nothing,
}
"""What generated code finds beside its own constants. Its own names carry a prefix."""


class Emitter(Completing):
    """Writes the functions of one plan."""

    def write(self, fields: Sequence[Field], operation: OperationType) -> bool:
        """Write `answer` and all it calls; tells whether `answer` is asynchronous."""
        deep = any(field.deep for field in fields)
        body = Body(self.source.branch(), asynchronous=deep)
        with self.caught(body, nullable=True, at="None"):
            serial = operation is OperationType.MUTATION
            values = self.selection(body, "run.root", fields, Place(), at="None", serial=serial)
            body.line(f"return {self.built(fields, values)}")
        body.write_into(self.source, f"{'async ' if deep else ''}def answer(run):")
        return deep

    def selection(
        self,
        body: Body,
        parent: str,
        fields: Sequence[Field],
        place: Place,
        *,
        at: str = "at",
        serial: bool = False,
    ) -> list[str]:
        """Write the fields of an object; the expressions of their values, in order."""
        if serial or sum(field.deep for field in fields) < 2:  # noqa: PLR2004 - one needs no task
            return [self.field(body, parent, field, place, at) for field in fields]
        return self._side_by_side(body, parent, fields, (place, at))

    def _side_by_side(
        self, body: Body, parent: str, fields: Sequence[Field], here: tuple[Place, str]
    ) -> list[str]:
        """Several fields wait: all are started in document order, then awaited (stack A1)."""
        place, at = here
        root = self.at_of(body, place, fields[0].nodes, at)
        tasks = body.source.name("tasks")
        values: list[str] = []
        waiting: list[str] = []
        body.line(f"{tasks} = []")
        with body.source.block("try:"):
            for field in fields:
                if field.deep:
                    name = self._field_function(field)
                    body.line(f"{tasks}.append(start({name}({parent}, run, {root})))")
                    waiting.append(body.source.name(f"v_{field.key}"))
                    values.append(waiting[-1])
                else:
                    values.append(self.field(body, parent, field, place, at))
            body.line(f"{', '.join(waiting)} = await together({tasks})")
        with body.source.block("except BaseException:"):
            body.line(f"await abandon({tasks})")
            body.line("raise")
        return values

    def _field_function(self, field: Field) -> str:
        name = self.source.name(f"field_{field.key}_")
        body = Body(self.source.branch(), asynchronous=True)
        with self.caught(body, nullable=False):
            value = self.field(body, "o", field, Place(), "at")
            body.line(f"return {value}")
        body.write_into(self.source, f"async def {name}(o, run, at):")
        return name

    def field(self, body: Body, parent: str, field: Field, place: Place, at: str) -> str:
        """Write one field; the expression of its completed value."""
        if field.name == "__typename":
            return repr(field.parent.name)
        here = place.field(field.key, field.rank, field.parent.name)
        site = self.sites.add(here, field.nodes)
        value = body.source.name(f"v_{field.key}")
        if is_strict(field.kind):
            body.line(f"s = {site}")
            self._fetch(body, parent, field, (value, site, at))
            self.complete(body, field, field.kind, value, here, at=at)
            return value
        simple = is_leaf(field.kind)
        deepest, body.deepest = body.deepest, body.depth
        with body.source.block("try:"):
            if not simple:
                body.line(f"s = {site}")
            self._fetch(body, parent, field, (value, site, at))
            self.complete(body, field, field.kind, value, here, at=at)
        with body.source.block("except Exception as x:"):
            indexes = body.indexes(body.deepest)
            body.line(f"{value} = fail(run, x, {site if simple else 's'}, {at}{indexes})")
        body.deepest = max(deepest, body.deepest)
        return value

    def _fetch(self, body: Body, parent: str, field: Field, target: tuple[str, int, str]) -> None:
        value, site, at = target
        access = field.access
        if access.way is Way.BATCH:
            batched = body.batched.get(id(field))
            if batched is None:
                call = self.batch_call(body, field, f"[{parent}]", (site, at, body.index_tuple()))
                batched = f"({call})[0]"
            body.line(f"{value} = {batched}")
            return
        if access.way is Way.ATTRIBUTE or access.way is Way.EVENT:
            self._gates(body, field)
            body.line(f"{value} = {_attribute(parent, access.name)}")
            return
        where = f"{self.facts(field, site)}, {at}, {body.index_tuple()}"
        parts: list[str] = []
        if access.way is Way.RESOLVE:
            parts += [parent, f"Raw(run, {where})"]
        else:
            parts += [parent] if access.source_first else []
            parts += [f"{name}={parent}" for name in access.source_names]
        if access.info_name is not None:
            parts.append(f"{access.info_name}=info_of(run, {where})")
        parts += self._arguments(body, field, where)
        self._gates(body, field)
        function = body.source.constant(access.function, f"f_{field.name}_")
        wait = "await " if access.awaits else ""
        body.line(f"{value} = {wait}{function}({', '.join(parts)})")

    def _gates(self, body: Body, field: Field) -> None:
        for gate in field.access.gates:
            body.line(f"pass_gate(run, {body.source.constant(gate, 'gate_')})")

    def batch_call(self, body: Body, field: Field, items: str, where: tuple[int, str, str]) -> str:
        """The expression that fetches a batched field for all `items`."""
        site, at, indexes = where
        access = field.access
        told = f"{self.facts(field, site)}, {at}, {indexes}"
        parts = ["parents"]
        if access.info_name is not None:
            parts.append(f"{access.info_name}=info_of(run, {told})")
        parts += self._arguments(body, field, told)
        function = body.source.constant(access.function, f"f_{field.name}_")
        gates = body.source.constant(access.gates, "gates_")
        return f"await batch(lambda parents: {function}({', '.join(parts)}), {items}, run, {gates})"

    def _arguments(self, body: Body, field: Field, where: str) -> list[str]:
        """The parts of a call that give the field's arguments."""
        given = field.given
        if isinstance(given.constant, Refusal):
            refusal = body.source.constant(given.constant, "refusal")
            body.line(f"raise {refusal}.error")
            return []
        pairs = self._pairs(body, given)
        if pairs is None:
            name = body.setup("given", f"run.arguments[{len(self.computed)}]")
            self.computed.append(given.computed)
            body.line(f"if {name}.__class__ is not dict: raise {name}.error")
            whole = f"fresh({name})" if given.mutable else name
        elif field.access.converts or any(iskeyword(key) for key, _ in pairs):
            whole = "{" + ", ".join(f"{key!r}: {value}" for key, value in pairs) + "}"
        else:
            return [f"{key}={value}" for key, value in pairs]
        if field.access.converts:
            convert_to = body.source.constant(
                partial(convert, self.reading, field.access.field), f"convert_{field.name}_"
            )
            whole = f"{convert_to}({whole}, info_of(run, {where}))"
        return [f"**{whole}"]

    @staticmethod
    def _pairs(body: Body, given: Given) -> list[tuple[str, str]] | None:
        if given.direct is not None:
            pairs: list[tuple[str, str]] = []
            for key, variable in given.direct:
                name = body.setup(f"var_{variable}_", f"run.variables[{variable!r}]")
                pairs.append((key, f"fresh({name})" if given.mutable else name))
            return pairs
        if isinstance(given.constant, dict):
            return [(key, _constant(body, value)) for key, value in given.constant.items()]
        return None

    def object_function(
        self, fields: Sequence[Field], kind: GraphQLObjectType, *, asynchronous: bool
    ) -> str:
        """A function that completes an object of one type; errors leave it with their place."""
        name = self.source.name(f"object_{kind.name}_")
        body = Body(self.source.branch(), asynchronous=asynchronous)
        with self.caught(body, nullable=False):
            values = self.selection(body, "o", fields, Place())
            body.line(f"return {self.built(fields, values)}")
        body.write_into(self.source, f"{'async ' if asynchronous else ''}def {name}(o, run, at):")
        return name


def _constant(body: Body, value: Any) -> str:
    """A constant argument: a literal where one is exact, else a named constant."""
    if value is None or value.__class__ in (bool, int, str):
        return repr(value)
    name = body.source.constant(value, "k_")
    return f"fresh({name})" if isinstance(value, (list, dict)) else name


def _attribute(parent: str, name: str) -> str:
    """The expression of an attribute; the parent itself where there is no name."""
    if not name:
        return parent
    plain = name.isidentifier() and not iskeyword(name)
    return f"{parent}.{name}" if plain else f"getattr({parent}, {name!r})"
