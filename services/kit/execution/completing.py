# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""From types to Python: how the value of a field becomes part of the answer (specification 6.4.3)."""

from collections.abc import Sequence
from typing import Any, cast

from graphql import (
    GraphQLObjectType,
)

from services.kit.execution.body import Body
from services.kit.execution.kinds import Kinds
from services.kit.execution.leaves import fast_test, native_test, quick_name
from services.kit.execution.places import Place
from services.kit.execution.runtime import leaf_of, waiting_leaf
from services.kit.execution.schema_types import (
    Kind,
    is_abstract,
    is_leaf,
    is_list,
    is_object,
    is_strict,
)
from services.kit.execution.tree import Field
from services.kit.execution.writing import Writing
from services.kit.graph.reading import CAST, Way, has_plain_check, native_class, origin_of
from services.kit.wire.codegen import Mode

DEEPEST_BLOCK = 12
"""Objects nested deeper go to functions of their own: Python allows 20 nested blocks."""


class Completing(Writing):
    """The half of the emitter that completes values; the value is in a variable, and stays there."""

    def complete(
        self,
        body: Body,
        field: Field,
        kind: Kind,
        value: str,
        place: Place,
        *,
        at: str,
    ) -> None:
        """Write the completion of `value` as `kind`. Null where it may not be raises."""
        strict = is_strict(kind)
        inner: Any = kind.of_type if strict else kind
        if is_leaf(inner):
            self._leaf(body, field, inner, value, strict=strict)
        elif is_list(inner):
            self._list(body, field, (inner.of_type, strict), value, (place, at))
        elif is_abstract(inner):
            self._abstract(body, field, (inner, strict), value, (place, at))
        else:
            self._object(
                body, field, (cast("GraphQLObjectType", inner), strict), value, (place, at)
            )

    def _leaf(self, body: Body, field: Field, kind: Any, value: str, *, strict: bool) -> None:
        quick = quick_name(kind)
        if quick is not None:  # members of an enum: a look-up by name
            names = body.source.constant(quick.names, f"names_{kind.name}_")
            members = body.source.constant(quick.members, f"{kind.name}_")
            with body.source.block(f"if {value}.__class__ is {members}:"):
                body.line(f"{value} = {names}[{value}._name_]")
            head = "else:" if strict else f"elif {value} is not None:"
        else:
            test = self._fast_test(body, kind, value)
            head = f"if {test}:" if strict or not test else f"if {value} is not None and {test}:"
            if not test:
                head = "if True:" if strict else f"if {value} is not None:"
        with body.source.block(head):
            title = f", {field.title!r}" if strict else ""
            body.line(f"{value} = {body.wait}{self._slow_leaf(body, kind)}({value}{title})")

    def _fast_test(self, body: Body, kind: Any, value: str) -> str:
        native = native_class(kind) if self.mode is Mode.STRUCT else None
        if native is None:
            return fast_test(kind, value)
        return native_test(native, value, body.source.constant(native, f"{kind.name}_"))

    def _slow_leaf(self, body: Body, kind: Any) -> str:
        made = (kind.name, body.asynchronous)
        if made not in self.leaves:
            leaf = leaf_of(kind)
            self.leaves[made] = waiting_leaf(leaf) if body.asynchronous else leaf
        return body.source.constant(self.leaves[made], f"leaf_{kind.name}_")

    def _list(
        self,
        body: Body,
        field: Field,
        kind: tuple[Kind, bool],
        value: str,
        where: tuple[Place, str],
    ) -> None:
        item_kind, strict = kind
        test = f"{value}.__class__ is not list"
        slow = "await listing" if body.asynchronous else "as_list"
        if body.asynchronous and (field.access.awaits or field.access.streams):
            test = f"{test} or pending({value})"
        with body.source.block(f"if {test}:"):
            body.line(f"{value} = {slow}({value}, {field.title!r})")
            if strict:
                body.line(f"if {value} is None: {self._null(field)}")
        if strict:
            self._items(body, field, item_kind, value, where)
        else:
            with body.source.block(f"if {value} is not None:"):
                self._items(body, field, item_kind, value, where)

    def _items(
        self,
        body: Body,
        field: Field,
        kind: Kind,
        value: str,
        where: tuple[Place, str],
    ) -> None:
        place, at = where[0].item(), where[1]
        site = self.sites.add(place, field.nodes)
        batches = self._batches(field, kind)
        if batches:
            self._fetch_batches(body, batches, value, (place, at))
        elif self._is_deep(field):
            name = self._item_function(field, kind)
            root = f"({at}, {site}{body.indexes()})"
            body.line(f"{value} = await each({name}, {value}, run, {root})")
            return
        item = body.source.name(f"i_{field.key}")
        outer = body.deepest
        items = body.enter_list()
        body.deepest = body.depth
        body.line(f"{items} = []; add{body.depth} = {items}.append")
        strict = is_strict(kind)
        simple = is_leaf(kind.of_type if strict else kind)
        if strict and simple:
            body.line(f"s = {site}")
        with body.source.block(f"for {item} in {value}:"):
            if strict:
                if not simple:
                    body.line(f"s = {site}")
                self.complete(body, field, kind, item, place, at=at)
            else:
                with body.source.block("try:"):
                    if not simple:
                        body.line(f"s = {site}")
                    self.complete(body, field, kind, item, place, at=at)
                with body.source.block("except Exception as x:"):
                    told = site if simple else "s"
                    indexes = body.indexes(body.deepest)
                    body.line(f"{item} = fail(run, x, {told}, {at}{indexes})")
            body.line(f"add{body.depth}({item})")
        body.leave_list()
        body.deepest = max(outer, body.deepest)
        body.line(f"{value} = {items}")

    @staticmethod
    def _batches(field: Field, kind: Kind) -> list[Field]:
        """The fields to fetch for the whole list, if nothing else of its objects waits."""
        inner: Any = kind.of_type if is_strict(kind) else kind
        if not is_object(inner):
            return []
        deep = [child for child in field.children[inner.name] if child.deep]
        whole = all(
            child.access.way is Way.BATCH
            and not any(below.deep for fields in child.children.values() for below in fields)
            for child in deep
        )
        return deep if whole else []

    def _fetch_batches(
        self, body: Body, batches: list[Field], value: str, where: tuple[Place, str]
    ) -> None:
        """One call per batched field; the list's items then find their values by position."""
        place, at = where
        depth = body.depth + 1
        names: list[str] = []
        calls: list[str] = []
        for child in batches:
            site = self.sites.add(
                place.field(child.key, child.rank, child.parent.name), child.nodes
            )
            indexes = f"({body.indexes()[2:]}{', ' if body.depth else ''}0,)"
            calls.append(self.batch_call(body, child, value, (site, at, indexes)))
            names.append(body.source.name(f"b_{child.key}"))
            body.batched[id(child)] = f"{names[-1]}[len(l{depth})]"
        if len(calls) == 1:
            body.line(f"{names[0]} = {calls[0]}")
        else:
            started = ", ".join(f"start({call.removeprefix('await ')})" for call in calls)
            body.line(f"{', '.join(names)} = await together([{started}])")

    def _item_function(self, field: Field, kind: Kind) -> str:
        """A function that completes one item beside the others."""
        name = self.source.name(f"item_{field.key}_")
        body = Body(self.source.branch(), asynchronous=True)
        with self.caught(body, nullable=not is_strict(kind)):
            body.line(f"s = {self.sites.add(Place(), field.nodes)}")
            self.complete(body, field, kind, "o", Place(), at="at")
            body.line("return o")
        body.write_into(self.source, f"async def {name}(o, run, at):")
        return name

    def _object(
        self,
        body: Body,
        field: Field,
        kind: tuple[GraphQLObjectType, bool],
        value: str,
        where: tuple[Place, str],
    ) -> None:
        concrete, strict = kind
        place, at = where
        self._admit(body, field, (concrete, strict), value, where)
        fields = field.children[concrete.name]
        if strict:
            self._members(body, fields, concrete, value, (place, at))
        else:
            with body.source.block(f"if {value} is not None:"):
                self._members(body, fields, concrete, value, (place, at))

    def _admit(
        self,
        body: Body,
        field: Field,
        kind: tuple[GraphQLObjectType, bool],
        value: str,
        where: tuple[Place, str],
    ) -> None:
        """Let only a proper object of the type through; None stays None where it may."""
        concrete, strict = kind
        own = origin_of(concrete)
        name = body.source.constant(own, f"{concrete.name}_") if own is not None else None
        test = f"{value}.__class__ is not {name}" if name else f"{value}.__class__ not in plain"
        if concrete.is_type_of is not None:
            site = self.sites.add(where[0], field.nodes)
            info = f"Raw(run, {self.facts(field, site)}, {where[1]}, {body.index_tuple()})"
            told = body.source.constant(concrete, f"type_{concrete.name}_")
            call = f"{body.wait}{body.slow}checked({value}, {info}, {told})"
            if name and has_plain_check(concrete):
                test = f"{test} or getattr({value}, {CAST!r}, None) is not None"
            else:
                test = "True"
        else:
            call = f"await loosen({value})" if body.asynchronous else f"loose({value})"
            if name:
                test = f"{test} and {value}.__class__ not in plain"
        head = f"if {test}:" if strict else f"if {value} is not None and ({test}):"
        with body.source.block(head):
            body.line(f"{value} = {call}")
            if strict:
                body.line(f"if {value} is None: {self._null(field)}")

    def _members(
        self,
        body: Body,
        fields: Sequence[Field],
        concrete: GraphQLObjectType,
        value: str,
        where: tuple[Place, str],
    ) -> None:
        place, at = where
        deep = any(child.deep for child in fields)
        if body.source.depth > DEEPEST_BLOCK and any(child.children for child in fields):
            name = self.object_function(fields, concrete, asynchronous=deep)
            nodes = fields[0].nodes
            call = f"{name}({value}, run, {self.at_of(body, place, nodes, at)})"
            body.line(f"{value} = {'await ' if deep else ''}{call}")
            return
        values = self.selection(body, value, fields, place, at=at)
        body.line(f"{value} = {self.built(fields, values)}")

    def _abstract(
        self,
        body: Body,
        field: Field,
        kind: tuple[Any, bool],
        value: str,
        where: tuple[Place, str],
    ) -> None:
        abstract, strict = kind
        if strict:
            self._dispatch(body, field, (abstract, strict), value, where)
        else:
            with body.source.block(f"if {value} is not None:"):
                self._dispatch(body, field, (abstract, strict), value, where)

    def _dispatch(
        self,
        body: Body,
        field: Field,
        kind: tuple[Any, bool],
        value: str,
        where: tuple[Place, str],
    ) -> None:
        """Hand an object to the function for its type."""
        abstract, strict = kind
        place, at = where
        found, known = self._completers(body, field, abstract)
        site = self.sites.add(place, field.nodes)
        info = f"Raw(run, {self.facts(field, site)}, {at}, {body.index_tuple()})"
        function = body.source.name("h")
        deep = self._is_deep(field)
        slow = f"{function} = {'await ' if body.asynchronous else ''}{found}.{body.slow}of({value}, {info})"
        body.line(f"{function} = {known}.get({value}.__class__)")
        with body.source.block(
            f"if {function} is None or getattr({value}, {CAST!r}, None) is not None:"
        ):
            loose = f"await loosen({value})" if body.asynchronous else f"loose({value})"
            body.line(f"{value} = {loose}")
            if strict:
                body.line(f"if {value} is None: {self._null(field)}")
                body.line(slow)
            else:
                nothing = "waiting_nothing" if deep else "nothing"
                body.line(f"if {value} is None: {function} = {nothing}")
                body.line(f"else: {slow}")
        call = f"{function}({value}, run, {self.at_of(body, place, field.nodes, at)})"
        body.line(f"{value} = {'await ' if deep else ''}{call}")

    def _completers(self, body: Body, field: Field, abstract: Any) -> tuple[str, str]:
        deep = self._is_deep(field)
        names: dict[str, str] = {}
        for concrete in self.reading.core.get_possible_types(abstract):
            fields = field.children[concrete.name]
            names[concrete.name] = self.object_function(fields, concrete, asynchronous=deep)
        found = Kinds(self.reading, abstract)
        self.kinds.append((found, names))
        return (
            body.source.constant(found, f"kinds_{abstract.name}_"),
            body.source.constant(found.known, f"known_{abstract.name}_"),
        )

    @staticmethod
    def _is_deep(field: Field) -> bool:
        return any(child.deep for children in field.children.values() for child in children)

    @staticmethod
    def _null(field: Field) -> str:
        return f"raise null_in({field.title!r})"
