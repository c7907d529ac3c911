# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an operation of a service's graph would show of people: read once per text, kept for the next."""

from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec
import strawberry
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLNamedType,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_named_type,
    parse,
    visit,
)

from services.kit.graph.reading import read_schema
from services.kit.privacy.graph_marks import marked_fields
from services.kit.privacy.marks import Privacy
from services.kit.privacy.purposes import Purpose, purposes_served

_KEPT: Final = 2000
_TOKENS: Final = 15_000
_ROOTS: Final = frozenset({"Query", "Mutation", "Subscription"})


class Shown(msgspec.Struct, frozen=True):
    """What an operation shows of people."""

    is_personal: bool = False
    resource: str = ""
    """The type of the first personal field."""
    root: str = ""
    """The first root field."""
    purposes: tuple[tuple[str, frozenset[Purpose]], ...] = ()
    """Places of personal fields and what they may be used for."""
    residents: tuple[str, ...] = ()
    """Residents whom root fields name by `id`, as written."""
    by_variables: tuple[str, ...] = ()
    """Variables that name a resident so."""

    def outside(self, purpose: str) -> str | None:
        """The first field that may not be handled for this purpose (V2); None when all may."""
        served = purposes_served(purpose)
        return next((place for place, may in self.purposes if not may & served), None)

    def people(self, variables: Mapping[str, Any] | None) -> set[str]:
        """The residents an operation asks about by name, in its text or its variables."""
        given = variables or {}
        named = {str(given[each]) for each in self.by_variables if each in given}
        return named | set(self.residents) | people_in(variables)


_NOTHING: Final = Shown()


class Selections:
    """Reads operations against the marks of one schema."""

    def __init__(self, schema: strawberry.Schema) -> None:
        """Read the marks."""
        self._core: Any = read_schema(schema).core
        self._marks = {field.place: field.mark for field in marked_fields(schema)}
        self._known: dict[str, Shown] = {}

    def of(self, query: str) -> Shown:
        """What the operations of a text show. A text that cannot be read shows nothing."""
        found = self._known.get(query)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.pop(next(iter(self._known)))
            found = self._known[query] = self._read(query)
        return found

    def _read(self, query: str) -> Shown:
        try:
            document = parse(query, max_tokens=_TOKENS)
        except (GraphQLError, RecursionError):
            return _NOTHING
        info = TypeInfo(self._core)
        reader = _Reader(info, self._marks)
        visit(document, TypeInfoVisitor(info, reader))
        places = tuple((place, frozenset(mark.purposes)) for place, mark in reader.found.items())
        resource, _, field = places[0][0].partition(".") if places else ("", "", "")
        root = field if reader.root.startswith("_") else reader.root
        return Shown(
            bool(places),
            resource,
            root,
            places,
            tuple(reader.residents),
            tuple(reader.by_variables),
        )


class _Reader(Visitor):
    """Collects the personal fields of a document."""

    def __init__(self, info: TypeInfo, marks: Mapping[str, Privacy | None]) -> None:
        """Look fields up in `marks`."""
        super().__init__()
        self._info = info
        self._marks = marks
        self.found: dict[str, Privacy] = {}
        self.root = ""
        self.residents: list[str] = []
        self.by_variables: list[str] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Note a field that is marked as personal."""
        parent = cast("GraphQLNamedType | None", self._info.get_parent_type())
        name = node.name.value
        if not self.root:
            self.root = name
        field = self._info.get_field_def()
        if parent is None or field is None or name.startswith("__"):
            return
        told = cast("GraphQLNamedType", get_named_type(cast("Any", field.type)))
        if parent.name in _ROOTS and told.name == "Resident":
            self._note_resident(node)
        mark = self._marks.get(f"{get_named_type(parent).name}.{name}")
        if mark is not None and mark.is_personal:
            self.found[f"{parent.name}.{name}"] = mark

    def _note_resident(self, node: FieldNode) -> None:
        for argument in node.arguments or ():
            value = argument.value
            if argument.name.value == "id" and isinstance(value, StringValueNode):
                self.residents.append(value.value)
            elif argument.name.value == "id" and isinstance(value, VariableNode):
                self.by_variables.append(value.name.value)


def people_in(variables: Mapping[str, Any] | None) -> set[str]:
    """Ids of the residents whom representations of `_entities` name."""
    found: set[str] = set()
    for value in (variables or {}).values():
        if isinstance(value, list):
            for each in cast("list[Any]", value):
                if isinstance(each, Mapping):
                    representation = cast("Mapping[str, Any]", each)
                    if representation.get("__typename") == "Resident":
                        found.add(str(representation.get("id")))
    return found
