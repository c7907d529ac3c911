# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the writers of a plan share: its source, its sites, the frame of each function."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from graphql import GraphQLObjectType

from services.kit.execution.body import Body
from services.kit.execution.info import Facts
from services.kit.execution.kinds import Kinds
from services.kit.execution.places import Place, Sites
from services.kit.execution.tree import Field
from services.kit.graph.reading import Reading
from services.kit.wire.codegen import SHAPES, Mode, Source, key_literal


class Writing:
    """The state of a plan being written; completion and selection build on it, and on each other."""

    def __init__(self, reading: Reading, mode: Mode) -> None:
        """Begin an empty plan."""
        self.reading = reading
        self.mode = mode
        self.source = Source()
        self.sites = Sites()
        self.computed: list[Any] = []
        self.kinds: list[tuple[Kinds, dict[str, str]]] = []
        self.leaves: dict[tuple[str, bool], Any] = {}

    @contextmanager
    def caught(self, body: Body, *, nullable: bool, at: str = "at") -> Generator[None]:
        """A whole function's `try`: the error becomes null here, or travels on with its place."""
        site = self.sites.add(Place(), ())
        body.line(f"s = {site}")
        with body.source.block("try:"):
            yield
        with body.source.block("except Exception as x:"):
            where = f"x, s, {at}{body.indexes(body.deepest)}"
            if nullable:
                body.line(f"return fail(run, {where})")
            else:
                body.line(f"raise bubble({where}) from None")

    def built(self, fields: Sequence[Field], values: Sequence[str]) -> str:
        """The expression that makes the object of an answer."""
        keys = [field.key for field in fields]
        if self.mode is Mode.DICT:
            return key_literal(keys, values)
        shape = self.source.constant(SHAPES.of(keys), "S")
        return f"{shape}({', '.join(values)})"

    def facts(self, field: Field, site: int) -> str:
        """The name of what is constant about a field's calls."""
        facts = Facts(
            field.name,
            list(field.nodes),
            field.definition,
            field.parent,
            site,
            field.access.field,
        )
        return self.source.constant(facts, f"about_{field.name}_")

    def at_of(self, body: Body, place: Place, nodes: tuple[Any, ...], at: str) -> str:
        """The expression of a place as the root of another function."""
        if not place.keys:
            return at
        return f"({at}, {self.sites.add(place, nodes)}{body.indexes()})"

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
        raise NotImplementedError

    def object_function(
        self, fields: Sequence[Field], kind: GraphQLObjectType, *, asynchronous: bool
    ) -> str:
        """A function that completes an object of one type; errors leave it with their place."""
        raise NotImplementedError

    def batch_call(self, body: Body, field: Field, items: str, where: tuple[int, str, str]) -> str:
        """The expression that fetches a batched field for all `items`."""
        raise NotImplementedError
