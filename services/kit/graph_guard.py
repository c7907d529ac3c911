# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Locks for doors of the graph: root fields and entity resolvers name a permission or are public.

    @strawberry.field(extensions=[permission("parking.session.read")])
    @strawberry.field(extensions=[public("open data")])

    @classmethod
    @guarded("residents.profile.read")
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> "Resident": ...

The guard judges the caller before the resolver runs and again at each push of a subscription; the
action behind it decides with the facts of the row.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from functools import wraps
from typing import Any, ClassVar, Protocol, TypeVar, cast

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.utils.str_converters import to_camel_case

from services.kit import policy

FactsOf = Callable[[Any, Any, Mapping[str, Any]], Mapping[str, Any]]
"""(source, info, arguments) -> facts, for the rare field that knows them without reading a row."""

Judge = Callable[[tuple[Any, ...], Mapping[str, Any]], None]
"""(positional, named) arguments of a resolver -> nothing, or the Problem of a refusal."""

Resolver = TypeVar("Resolver", bound=Callable[..., Any])

_MARK = "torget_permission"
_FEDERATION_FIELDS = frozenset({"_entities", "_service"})
"""The schema text is public; entities are locked one by one, at their resolvers."""


class Guarded(FieldExtension):
    """Asks the policy before the field's resolver runs."""

    def __init__(self, name: str, facts: FactsOf | None = None) -> None:
        """Guard with the permission `name`; without `facts` only the gate is judged."""
        self.permission = name
        self._facts = facts

    def check(
        self, info: Any, source: Any = None, arguments: Mapping[str, Any] | None = None
    ) -> None:
        """Raise the Problem of a refusal."""
        facts = self._facts(source, info, arguments or {}) if self._facts else None
        policy.require(info.context.caller, self.permission, facts)

    @property
    def gate(self) -> Callable[[Any], None] | None:
        """Judges a request's context alone, once per request; None if facts of a row decide."""
        return None if self._facts else self._judge_context

    def _judge_context(self, context: Any) -> None:
        policy.require(context.caller, self.permission)

    def resolve(self, next_: Callable[..., Any], source: Any, info: Any, **kwargs: Any) -> Any:
        """Judge, then resolve."""
        self.check(info, source, kwargs)
        return next_(source, info, **kwargs)

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Any, **kwargs: Any
    ) -> Any:
        """Judge, then resolve; a subscription is judged again at each push."""
        self.check(info, source, kwargs)
        result = next_(source, info, **kwargs)
        if inspect.isawaitable(result):
            result = await result
        if isinstance(result, AsyncIterator):
            return self._judge_pushes(cast("AsyncIterator[Any]", result), source, info, kwargs)
        return result

    async def _judge_pushes(
        self, pushes: AsyncIterator[Any], source: Any, info: Any, arguments: Mapping[str, Any]
    ) -> AsyncIterator[Any]:
        try:
            async for push in pushes:
                self.check(info, source, arguments)
                yield push
        finally:
            close = getattr(pushes, "aclose", None)
            if close is not None:
                await close()


class Public(FieldExtension):
    """Marks a field that anybody may read, and says why. Costs nothing when a query runs."""

    def __init__(self, reason: str) -> None:
        """Say why the door stands open."""
        self.reason = reason


def permission(name: str, *, facts: FactsOf | None = None) -> Guarded:
    """Guard a graph field with the permission `name` of the service's `policy.py`."""
    return Guarded(name, facts)


def public(reason: str) -> Public:
    """Leave a graph field open to everybody, for a reason that the published matrix repeats."""
    return Public(reason)


def guarded(name: str) -> Callable[[Resolver], Resolver]:
    """Guard a `resolve_reference` or `resolve_references` (it must take `info`) with `name`."""

    def lock(resolver: Resolver) -> Resolver:
        parameters = list(inspect.signature(resolver).parameters)
        if "info" not in parameters:
            raise TypeError(f"{resolver.__qualname__} must take `info` to be guarded")
        place = parameters.index("info")

        def judge(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
            info = kwargs["info"] if "info" in kwargs else args[place]
            policy.require(info.context.caller, name)

        judged = _judged_async(resolver, judge) if _is_async(resolver) else _judged(resolver, judge)
        setattr(judged, _MARK, name)
        return cast("Resolver", judged)

    return lock


def _is_async(resolver: Callable[..., Any]) -> bool:
    return inspect.iscoroutinefunction(resolver)


def _judged(resolver: Callable[..., Any], judge: Judge) -> Callable[..., Any]:
    @wraps(resolver)
    def judged(*args: Any, **kwargs: Any) -> Any:
        judge(args, kwargs)
        return resolver(*args, **kwargs)

    return judged


def _judged_async(resolver: Callable[..., Any], judge: Judge) -> Callable[..., Any]:
    @wraps(resolver)
    async def judged(*args: Any, **kwargs: Any) -> Any:
        judge(args, kwargs)
        return await resolver(*args, **kwargs)

    return judged


def open_reference(reason: str) -> Callable[[Resolver], Resolver]:
    """Mark a `resolve_reference` as open to everybody, and say why."""

    def mark(resolver: Resolver) -> Resolver:
        setattr(resolver, _MARK, f"public: {reason}")
        return resolver

    return mark


class Door(Protocol):
    """What a door of the graph is called and what lock it has."""

    place: str
    permission: str | None


class GraphDoor:
    """One door: `Query.zones`, `Resident.parkingSessions`, `Resident (by reference)`."""

    __slots__: ClassVar[tuple[str, ...]] = ("permission", "place")

    def __init__(self, place: str, lock: str | None) -> None:
        """A door at `place`; `lock` is a permission, `public: reason` or None."""
        self.place = place
        self.permission = lock


def graph_doors(schema: strawberry.Schema) -> Iterator[GraphDoor]:
    """Every door of a subgraph: root fields, resolvers on entities, entity resolvers."""
    for root in (schema.query, schema.mutation, schema.subscription):
        if root is not None:
            definition = cast("Any", root).__strawberry_definition__
            for field in definition.fields:
                if _name(field) not in _FEDERATION_FIELDS:
                    yield GraphDoor(f"{definition.name}.{_name(field)}", _lock(field))
    for held in schema.schema_converter.type_map.values():
        definition = cast("Any", held.definition)
        if _is_entity(definition):
            yield from _entity_doors(definition)


def unguarded(schema: strawberry.Schema) -> list[str]:
    """Places without a lock, and places whose permission no service declares. Empty is right."""
    faults: list[str] = []
    for door in graph_doors(schema):
        if door.permission is None:
            faults.append(f"{door.place} names no permission")
        elif not door.permission.startswith("public: ") and door.permission not in policy.book:
            faults.append(f"{door.place} names {door.permission}, which no policy.py declares")
    return faults


def _entity_doors(definition: Any) -> Iterator[GraphDoor]:
    for hook in ("resolve_references", "resolve_reference"):
        resolver = getattr(definition.origin, hook, None)
        if resolver is not None:
            yield GraphDoor(f"{definition.name} (by reference)", getattr(resolver, _MARK, None))
    for field in definition.fields:
        # A plain resolver shows what the entity already holds; one that awaits goes and fetches.
        if field.base_resolver is not None and field.is_async:
            yield GraphDoor(f"{definition.name}.{_name(field)}", _lock(field))


def _is_entity(definition: Any) -> bool:
    directives = getattr(definition, "directives", None) or ()
    return any(type(directive).__name__ == "Key" for directive in directives)


def _name(field: Any) -> str:
    return str(field.graphql_name or to_camel_case(field.python_name))


def _lock(field: Any) -> str | None:
    for extension in field.extensions:
        if isinstance(extension, Guarded):
            return extension.permission
        if isinstance(extension, Public):
            return f"public: {extension.reason}"
    return None
