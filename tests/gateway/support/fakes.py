# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subgraphs that graphql-core executes over a random world, and the world as one service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.gateway.support.splitting import monolith_sdl, subgraph_sdl
from tests.gateway.support.worlds import FieldDecl, Obj, World


class Resolver:
    """Resolves fields of a world, whole (graph None) or as one subgraph sees it."""

    def __init__(self, world: World, graph: str | None) -> None:
        self.world = world
        self.graph = graph

    def __call__(self, source: Any, info: GraphQLResolveInfo, **args: Any) -> Any:
        if info.field_name == "_entities":
            return [self.entity(one) for one in args["representations"]]
        obj = source if isinstance(source, Obj) else Obj("Query", "root")
        world = self.world
        decl = world.types[obj.type].fields[info.field_name]
        value = world.value(obj, decl, args, self.inputs(obj, decl))
        if isinstance(value, Exception):
            raise value
        return self.seen(value, decl)

    def seen(self, value: Any, decl: FieldDecl) -> Any:
        """Objects as this graph knows them: behind an interface object the type is unknown."""
        if isinstance(value, list):
            return [self.seen(one, decl) for one in value]
        target = self.world.types.get(decl.named)
        if isinstance(value, Obj) and target and self.graph in target.interface_object:
            return Obj(decl.named, value.id)
        return value

    def inputs(self, obj: Obj, decl: FieldDecl) -> Any:
        """What a field with requires was given; the whole knows the true values."""
        world = self.world
        for text in decl.requires.values():
            names = text.split()
            if self.graph is None:
                fields = world.types[obj.type].fields
                return [
                    world.value(obj, fields[name], {}, self.inputs(obj, fields[name]))
                    for name in names
                ]
            given = obj.given or {}
            if any(name not in given for name in names):
                raise LookupError(f"{decl.name} needs {text}, given {sorted(given)}")
            return [given[name] for name in names]
        return None

    def entity(self, given: dict[str, Any]) -> Obj:
        name = given["__typename"]
        if self.graph not in self.world.types[name].graphs:
            raise LookupError(f"{self.graph} knows no {name}")
        for key, _ in self.world.types[name].graphs[self.graph or ""]:
            if key in given:
                made = given[key] if key == "id" else given[key].removeprefix("c:")
                return Obj(self.seen_as(name, made), made, given)
            if key == "ref { no }" and "ref" in given:
                made = given["ref"]["no"]
                return Obj(self.seen_as(name, made), made, given)
        raise LookupError(f"no key in {given}")

    def seen_as(self, name: str, made: str) -> str:
        """The concrete type of an entity asked for by its interface."""
        decl = self.world.types[name]
        if decl.kind == "INTERFACE" and self.graph not in decl.interface_object:
            return made.split("-", maxsplit=1)[0]
        return name


def resolve_type(value: Any, info: GraphQLResolveInfo, abstract: Any) -> str:
    del info, abstract
    return value.type


def run(schema: GraphQLSchema, text: str, variables: Any, resolver: Resolver) -> ExecutionResult:
    return execute_sync(
        schema,
        parse(text),
        variable_values=dict(variables or {}),
        field_resolver=resolver,
        type_resolver=resolve_type,
    )


class FakeSubgraph:
    """One subgraph of a world. Refuses operations that do not validate."""

    def __init__(self, world: World, graph: str) -> None:
        self.name = graph
        self.schema = build_schema(subgraph_sdl(world, graph))
        self.resolver = Resolver(world, graph)
        self.calls: list[FetchRequest] = []

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del context
        self.calls.append(request)
        faults = validate(self.schema, parse(request.query))
        if faults:
            raise AssertionError(f"{self.name}: {faults}\n{request.query}")
        result = run(self.schema, request.query, request.variables, self.resolver)
        for error in result.errors or ():
            if isinstance(error.original_error, LookupError):
                raise AssertionError(f"{self.name}: {error}\n{request}")  # noqa: TRY004  not a type
        return FetchResult(
            data=result.data, errors=[{**error.formatted} for error in result.errors or ()]
        )

    def subscribe(self, request: FetchRequest, context: FetchContext) -> AsyncIterator[FetchResult]:
        raise NotImplementedError


class Whole:
    """The same world as one service: the truth."""

    def __init__(self, world: World) -> None:
        self.schema = build_schema(monolith_sdl(world))
        self.resolver = Resolver(world, None)

    def answer(self, text: str, variables: dict[str, Any]) -> ExecutionResult:
        return run(self.schema, text, variables, self.resolver)


__all__ = ["FakeSubgraph", "Resolver", "Whole"]
