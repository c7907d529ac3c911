# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The projection in full: nulls bubble, values are checked, every error gets its client path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLEnumType

from gateway.executor.response import MAX_ERRORS, Fault
from gateway.executor.targets import JsonObject, Where
from gateway.planner.generating import INT_LIMIT
from gateway.planner.granting import CODE
from gateway.planner.outputs import inside, is_list, is_required
from gateway.planner.projection import Projection, ShapeField, ShapeNode

REFUSAL = "You are not allowed to see this field or type."
BAD_ANSWER = {"code": "DOWNSTREAM_SERVICE_ERROR", "reason": "bad_answer"}


class Bubble(Exception):
    """A null stands where none may be; the nearest nullable parent becomes null."""


class Exact:
    """One exact projection."""

    def __init__(
        self,
        projection: Projection,
        variables: Mapping[str, Any],
        shows: Callable[[ShapeField], bool] | None = None,
    ) -> None:
        self.projection = projection
        self.shows = shows
        self.truth = {name: variables.get(name) is True for name in projection.conditions}
        self.errors: list[JsonObject] = []
        self._ends: set[Where] = set()
        self._starts: set[Where] = set()

    def project(self, data: JsonObject, faults: list[Fault]) -> JsonObject | None:
        """The client's data; `errors` holds the errors afterwards."""
        for fault in faults:
            for path in self.client_paths(data, fault.path):
                self.note(path, fault.message, fault.extensions)
        try:
            return self.object(self.projection.root, data, ())
        except Bubble:
            return None

    def note(self, path: Where, message: str, extensions: Mapping[str, Any] | None) -> None:
        """Add one error, once."""
        if len(self.errors) > MAX_ERRORS:
            return
        error: JsonObject = {"message": message, "path": list(path)}
        if extensions:
            error["extensions"] = dict(extensions)
        if error in self.errors:
            return
        if len(self.errors) == MAX_ERRORS:
            error = {
                "message": "More errors are not shown.",
                "extensions": {"code": "ERRORS_TRUNCATED"},
            }
        self.errors.append(error)
        self._ends.add(path)
        self._starts.update(path[:size] for size in range(len(path) + 1))

    def covered(self, path: Where) -> bool:
        """Whether an error already speaks of this position, of one above or of one below it."""
        if path in self._starts:
            return True
        return any(path[:size] in self._ends for size in range(len(path) + 1))

    def chosen(self, node: ShapeNode, obj: JsonObject) -> list[ShapeField] | None:
        """The fields of an object in the client's order."""
        fields = node.fields_of(obj)
        if fields is None:
            return None
        if self.shows is not None:
            fields = [field for field in fields if self.shows(field)]
        placed = [(field.position(self.truth), field) for field in fields]
        ordered = [(at, i, field) for i, (at, field) in enumerate(placed) if at is not None]
        return [field for _, _, field in sorted(ordered, key=lambda one: one[:2])]

    def client_paths(self, data: JsonObject, path: Where) -> list[Where]:
        """Where the client sees a canonical path: once per alias, cut where it sees no more."""
        found: list[Where] = []
        stack: list[tuple[Where, int, ShapeNode | None, Any]] = [
            ((), 0, self.projection.root, data)
        ]
        while stack:
            client, at, node, value = stack.pop()
            if at == len(path):
                found.append(client)
                continue
            elem = path[at]
            if isinstance(elem, int):
                inner = value[elem] if value.__class__ is list and elem < len(value) else None
                stack.append(((*client, elem), at + 1, node, inner))
                continue
            fields = self.fields_from(node, value, elem)
            if not fields:
                found.append(client)
                continue
            inner = value.get(elem) if value.__class__ is dict else None
            stack.extend(((*client, one.key), at + 1, one.node, inner) for one in fields[::-1])
        return found

    def fields_from(self, node: ShapeNode | None, value: Any, source: str) -> list[ShapeField]:
        """The client's fields that show a canonical key; below a null any type may have stood."""
        if node is None:
            return []
        if value.__class__ is dict:
            return [one for one in self.chosen(node, value) or () if one.source == source]
        shown = {
            one.key: one
            for _, fields in node.classes
            for one in fields
            if one.source == source and one.position(self.truth) is not None
        }
        return list(shown.values())

    def object(self, node: ShapeNode, value: Any, path: Where) -> JsonObject | None:
        """An object's answer; a value that is no object or of an unknown type is null."""
        if value.__class__ is not dict:
            self.wrong(path)
            return None
        fields = self.chosen(node, value)
        if fields is None:
            if value.get("__typename") not in node.hidden:
                self.wrong(path)
            return None
        answer: JsonObject = {}
        for field in fields:
            if field.name == "__typename":
                answer[field.key] = value.get("__typename") if node.is_abstract else field.owner
                continue
            inner = value.get(field.source)
            where = (*path, field.key)
            if field.is_refused:
                self.note(where, REFUSAL, {"code": CODE})
                inner = None
            elif inner is None and field.type is not None and field.source not in value:
                self.wrong(where, "The service left this field out.")
            if field.type is None:
                answer[field.key] = inner
                continue
            answer[field.key] = self.complete(field, field.type, inner, where)
        return answer

    def complete(self, field: ShapeField, type_: Any, value: Any, path: Where) -> Any:
        """A value of any type; raises Bubble where a null may not stand."""
        if is_required(type_):
            done = self.complete(field, inside(type_), value, path)
            if done is None:
                if not self.covered(path):
                    message = (
                        f"Cannot return null for non-nullable field {field.owner}.{field.name}."
                    )
                    self.note(path, message, None)
                raise Bubble
            return done
        if value is None:
            return None
        try:
            if is_list(type_):
                return self.items(field, inside(type_), value, path)
            if field.node is not None:
                return self.object(field.node, value, path)
        except Bubble:
            return None
        return self.leaf(type_, value, path)

    def items(self, field: ShapeField, item: Any, value: Any, path: Where) -> list[Any] | None:
        """A list's answer."""
        if value.__class__ is not list:
            self.wrong(path)
            return None
        return [self.complete(field, item, one, (*path, index)) for index, one in enumerate(value)]

    def leaf(self, type_: Any, value: Any, path: Where) -> Any:
        """A leaf's answer: values of another kind are null and an error (reliability U3)."""
        name = type_.name
        if isinstance(type_, GraphQLEnumType):
            fits = value.__class__ is str and value in type_.values
        elif name == "ID":
            value = str(value) if value.__class__ is int else value
            fits = value.__class__ is str
        elif name == "String":
            fits = value.__class__ is str
        elif name == "Boolean":
            fits = value.__class__ is bool
        elif name == "Int":
            fits = value.__class__ is int and -INT_LIMIT <= value < INT_LIMIT
        elif name == "Float":
            fits = value.__class__ in (int, float) and value - value == 0
        else:
            fits = True
        if fits:
            return value
        self.wrong(path)
        return None

    def wrong(self, path: Where, message: str = "The service answered with a wrong value.") -> None:
        """Note a value the schema does not allow, unless an error already speaks of it."""
        if not self.covered(path):
            self.note(path, message, BAD_ANSWER)
