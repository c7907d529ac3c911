# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Finds the objects a step works on, and builds their representations (federation E2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gateway.planner.plan import Block, Elems, Field, Part

JsonObject = dict[str, Any]
Where = tuple[str | int, ...]


def collect(elems: Elems, data: JsonObject) -> list[JsonObject]:
    """The objects at a path, in document order; whatever is no object is passed over."""
    current: list[Any] = [data]
    for key, types in elems:
        found: list[Any] = []
        append = found.append
        for one in current:
            value = one.get(key)
            if value.__class__ is dict:
                append(value)
            elif value.__class__ is list:
                for item in value:
                    if item.__class__ is dict:
                        append(item)
                    elif item.__class__ is list:
                        flatten(item, found)
        if types is not None:
            found = [one for one in found if one.get("__typename") in types]
        current = found
    return current


def flatten(values: list[Any], found: list[Any]) -> None:
    """Add the objects of a list, however deep its lists are nested."""
    for value in values:
        if value.__class__ is dict:
            found.append(value)
        elif value.__class__ is list:
            flatten(value, found)


def locate(elems: Elems, data: JsonObject) -> list[tuple[Where, JsonObject]]:
    """As `collect`, each object with its path: only needed once something went wrong."""
    current: list[tuple[Where, Any]] = [((), data)]
    for key, types in elems:
        found: list[tuple[Where, Any]] = []
        for where, one in current:
            found.extend(_spread((*where, key), one.get(key)))
        if types is not None:
            found = [pair for pair in found if pair[1].get("__typename") in types]
        current = found
    return current


def _spread(where: Where, value: Any) -> Iterator[tuple[Where, JsonObject]]:
    if value.__class__ is dict:
        yield where, value
    elif value.__class__ is list:
        for index, one in enumerate(value):
            yield from _spread((*where, index), one)


Represent = Callable[[JsonObject], JsonObject | None]


def representer(block: Block) -> Represent:
    """A function from an object to its representation; None if a part of its key is null."""
    key, inputs = block.key, block.inputs
    constant = block.named or block.typename
    if not inputs and len(key) == 1 and key[0].kids is None and constant and not key[0].types:
        name, source = key[0].name, key[0].key

        def single(one: JsonObject) -> JsonObject | None:
            value = one.get(source)
            return None if value is None else {"__typename": constant, name: value}

        return single

    def represent(one: JsonObject) -> JsonObject | None:
        built: JsonObject = {"__typename": constant or one.get("__typename")}
        if not fill(key, one, built, required=True):
            return None
        fill(inputs, one, built, required=False)
        return built

    return represent


def fill(parts: tuple[Part, ...], one: JsonObject, built: JsonObject, *, required: bool) -> bool:
    """Copy the parts of an object; False if one that is required is null."""
    typename = one.get("__typename")
    for part in parts:
        if part.types is not None and typename is not None and typename not in part.types:
            continue
        value = one.get(part.key)
        if value is None:
            if required:
                return False
            built[part.name] = None
        elif part.kids is None:
            built[part.name] = value
        else:
            inner = nested(part, value)
            old = built.get(part.name)
            built[part.name] = unite(old, inner) if old is not None else inner
    return True


def nested(part: Part, value: Any) -> Any:
    """The representation of an object or list inside another one."""
    if value.__class__ is list:
        return [nested(part, one) for one in value]
    if value.__class__ is not dict:
        return value
    built: JsonObject = {}
    if part.is_abstract and "__typename" in value:
        built["__typename"] = value["__typename"]
    fill(part.kids or (), value, built, required=False)
    return built


def unite(old: Any, new: Any) -> Any:
    """Two partial representations of one value as one."""
    if old.__class__ is dict and new.__class__ is dict:
        return {**old, **{key: unite(old[key], v) if key in old else v for key, v in new.items()}}
    if old.__class__ is list and new.__class__ is list and len(old) == len(new):
        return [unite(a, b) for a, b in zip(old, new, strict=True)]
    return new


def merge(target: JsonObject, source: JsonObject) -> None:
    """Put an answer into an object, deep by key, lists by index (federation E4)."""
    if target.keys().isdisjoint(source):
        target.update(source)
        return
    for key, value in source.items():
        old = target.get(key)
        if old is None or value is None:
            if value is not None or key not in target:
                target[key] = value
        elif value.__class__ is dict and old.__class__ is dict:
            if value is not old:
                merge(old, value)
        elif value.__class__ is list and old.__class__ is list:
            merge_lists(old, value)
        elif key != "__typename":
            target[key] = value


def merge_lists(old: list[Any], new: list[Any]) -> None:
    """Merge list items by position."""
    for index, value in enumerate(new[: len(old)]):
        before = old[index]
        if value.__class__ is dict and before.__class__ is dict:
            if value is not before:
                merge(before, value)
        elif value.__class__ is list and before.__class__ is list:
            merge_lists(before, value)
        elif before is None:
            old[index] = value


def fill_nulls(target: JsonObject, fields: tuple[Field, ...]) -> None:
    """Make every selected key present; what nobody answered is null."""
    for field in fields:
        value = target.setdefault(field.key, None)
        if field.kids is not None and value is not None:
            found: list[Any] = []
            flatten([value], found)
            for one in found:
                fill_nulls(one, field.kids)
