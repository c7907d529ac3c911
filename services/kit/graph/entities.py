# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Entities in batches: one `resolve_references` call per type (Apollo Federation `_entities`)."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast, get_args, get_type_hints

import msgspec

from services.kit.wire.problem import Problem

ENTITY_CAP = 5000
"""The most representations one request may hold."""

Found = list[Any]


class Loader(msgspec.Struct, frozen=True):
    """How the entities of one type are found."""

    key: type | None
    """The key Struct that `resolve_references` takes; None if it takes plain mappings."""
    many: Callable[[list[Any], Any], Awaitable[Sequence[Any]]]


class Registry:
    """The loaders of a schema by type name, looked up on first use."""

    def __init__(self, schema: Any) -> None:
        """Read from the schema's own type map."""
        self._schema = schema
        self._loaders: dict[str, Loader | None] = {}

    def loader(self, type_name: Any) -> Loader | None:
        """The loader of an entity type; None for a name that is no entity here."""
        if not isinstance(type_name, str):
            return None
        if type_name in self._loaders:
            return self._loaders[type_name]
        known = self._schema.schema_converter.type_map.get(type_name)
        if known is None:
            return None  # never stored: the name came from outside
        loader = self._loaders[type_name] = _loader_of(getattr(known.definition, "origin", None))
        return loader


async def resolve_entities(
    registry: Registry, representations: Sequence[Any], info: Any, *, cap: int = ENTITY_CAP
) -> Found:
    """The entity, None or exception of each representation, in input order.

    Equal keys are asked once, all types side by side. The representations are not changed.
    Raises Problem OPERATION_LIMIT_EXCEEDED above `cap`.
    """
    if len(representations) > cap:
        raise Problem("OPERATION_LIMIT_EXCEEDED", extensions={"limit": "entities", "max": cap})
    found: Found = [None] * len(representations)
    groups: dict[str, _Group] = {}
    for index, representation in enumerate(representations):
        try:
            _place(registry, groups, index, representation)
        except (Problem, msgspec.ValidationError) as fault:
            found[index] = fault if isinstance(fault, Problem) else _malformed()
    if len(groups) == 1:
        answers = [await next(iter(groups.values())).ask(info)]
    else:
        answers = await asyncio.gather(*(group.ask(info) for group in groups.values()))
    for group, entities in zip(groups.values(), answers, strict=True):
        for position, indexes in enumerate(group.indexes):
            for index in indexes:
                found[index] = entities[position]
    return found


class _Group:
    """The distinct keys of one type, and where each was asked for."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self.keys: list[Any] = []
        self.indexes: list[list[int]] = []
        self.position: dict[Any, int] = {}

    def add(self, key: Any, index: int) -> None:
        mark = key if self.loader.key is not None else msgspec.json.encode(key, order="sorted")
        try:
            position = self.position.get(mark)
        except TypeError:  # a key Struct that is not frozen
            mark = msgspec.json.encode(key)
            position = self.position.get(mark)
        if position is None:
            self.position[mark] = len(self.keys)
            self.keys.append(key)
            self.indexes.append([index])
        else:
            self.indexes[position].append(index)

    async def ask(self, info: Any) -> Sequence[Any]:
        """One call for all keys; a failure is the answer to each of them."""
        count = len(self.keys)
        try:
            found = await self.loader.many(self.keys, info)
        except Exception as fault:  # noqa: BLE001 - becomes the error of each key's position
            return [fault] * count
        if len(found) != count:
            return [TypeError(f"{len(found)} entities for {count} keys")] * count
        return found


def _place(registry: Registry, groups: dict[str, _Group], index: int, representation: Any) -> None:
    given = cast("Mapping[str, Any]", representation)
    if not isinstance(representation, Mapping):
        raise _malformed()
    type_name = given.get("__typename")
    loader = registry.loader(type_name)
    if loader is None or type_name is None:
        raise _malformed()
    key: Any
    if loader.key is None:
        key = {name: value for name, value in given.items() if name != "__typename"}
    else:
        shape: Any = loader.key
        key = msgspec.convert(given, shape)
    group = groups.get(type_name)
    if group is None:
        group = groups[type_name] = _Group(loader)
    group.add(key, index)


def _malformed() -> Problem:
    return Problem("INPUT_INVALID", path=("representations",))


def _loader_of(origin: Any) -> Loader | None:
    many = getattr(origin, "resolve_references", None)
    if many is not None:
        return Loader(_key_of(many), many)
    one = getattr(origin, "resolve_reference", None)
    return Loader(None, _one_by_one(one)) if one is not None else None


def _key_of(many: Callable[..., Any]) -> type | None:
    first = next(iter(inspect.signature(many).parameters))
    hint = get_type_hints(many).get(first)
    inner = get_args(hint)
    if inner and isinstance(inner[0], type) and issubclass(inner[0], msgspec.Struct):
        return inner[0]
    return None


def _one_by_one(one: Callable[..., Any]) -> Callable[[list[Any], Any], Awaitable[Sequence[Any]]]:
    """A batch from Strawberry's own `resolve_reference`, for types without the house's hook."""
    wants_info = "info" in inspect.signature(one).parameters

    async def resolve(key: dict[str, Any], info: Any) -> Any:
        try:
            found = one(**key, info=info) if wants_info else one(**key)
            return await found if inspect.isawaitable(found) else found
        except Exception as fault:  # noqa: BLE001 - becomes the error of this key's position
            return fault

    async def many(keys: list[Any], info: Any) -> Sequence[Any]:
        return await asyncio.gather(*(resolve(key, info) for key in keys))

    return many
