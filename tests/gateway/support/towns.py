# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Small hand-made federations: composed from subgraph SDL, executed by graphql-core."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    SchemaExtensionNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
    build_ast_schema,
    execute_sync,
    parse,
    validate,
)

from gateway.executor import Response, execute
from gateway.planner import Prepared, prepare
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.model import Supergraph
from gateway.supergraph.reading import read_supergraph
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult

CONTEXT = FetchContext(deadline=Deadline(at=1e12))
HEAD = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ['
    '"@key" "@external" "@requires" "@provides" "@shareable" "@override" "@inaccessible" '
    '"@interfaceObject" "@authenticated" "@requiresScopes" "@policy" "@context" "@fromContext" '
    '"@cost" "@listSize" "@tag"])\n'
)

Resolvers = Mapping[str, Callable[..., Any]]


def executable(sdl: str) -> GraphQLSchema:
    """A subgraph's schema with its entity machinery; directives of federation are ignored."""
    document = parse(sdl)
    kept: list[Any] = []
    keyed: list[str] = []
    for node in document.definitions:
        if isinstance(node, SchemaExtensionNode):
            continue
        made: Any = node
        if isinstance(node, ObjectTypeExtensionNode):
            made = ObjectTypeDefinitionNode(
                name=node.name,
                interfaces=node.interfaces,
                directives=node.directives,
                fields=node.fields,
            )
        if isinstance(node, UnionTypeExtensionNode):
            made = UnionTypeDefinitionNode(name=node.name, directives=(), types=node.types)
        kept.append(made)
        marks = {one.name.value for one in made.directives or ()}
        if isinstance(made, ObjectTypeDefinitionNode) and "key" in marks:
            keyed.append(made.name.value)
    names = {node.name.value for node in kept if hasattr(node, "name")}
    extra = "scalar _Any scalar federation__Scope scalar ContextFieldValue\n"
    entities = "_entities(representations: [_Any!]!): [_Entity]!"
    if "Query" in names:
        extra += f"extend type Query {{ {entities} }}"
    else:
        extra += f"type Query {{ {entities} }}"
    extra += f" union _Entity = {' | '.join(keyed) or 'Query'}"
    for node in parse(extra).definitions:
        if isinstance(node, ObjectTypeExtensionNode):
            index = next(i for i, one in enumerate(kept) if one.name.value == "Query")
            query = kept[index]
            kept[index] = ObjectTypeDefinitionNode(
                name=query.name,
                interfaces=query.interfaces,
                directives=query.directives,
                fields=(*(query.fields or ()), *(node.fields or ())),
            )
        else:
            kept.append(node)
    return build_ast_schema(
        DocumentNode(definitions=tuple(kept)), assume_valid=True, assume_valid_sdl=True
    )


def compose_elsewhere(sources: Sequence[SubgraphSource]) -> str:
    """The supergraph as the composer from npm prints it; only `make oracle` has one."""
    script = Path(__file__).parents[1] / "supergraph" / "oracle" / "compose.mjs"
    given = [{"name": one.name, "url": one.url, "sdl": one.sdl} for one in sources]
    done = subprocess.run(
        ["node", str(script)], input=json.dumps(given) + "\n",
        capture_output=True, text=True, check=True, timeout=60, env=dict(os.environ),
    )  # fmt: skip
    answer = json.loads(done.stdout)
    if answer["sdl"] is None:
        raise AssertionError(answer["messages"])
    return answer["sdl"]


class TownSubgraph:
    """One subgraph. Refuses operations that do not validate; keeps what it was asked."""

    def __init__(self, name: str, sdl: str, resolvers: Resolvers) -> None:
        self.name = name
        self.schema = executable(sdl)
        self.resolvers = resolvers
        self.calls: list[FetchRequest] = []

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del context
        self.calls.append(request)
        document = parse(request.query)
        faults = validate(self.schema, document)
        if faults:
            raise AssertionError(f"{self.name}: {faults}\n{request.query}")
        result = execute_sync(
            self.schema,
            document,
            variable_values=dict(request.variables),
            field_resolver=self.resolve,
            type_resolver=self.type_of,
        )
        errors = [{**error.formatted} for error in result.errors or ()]
        return FetchResult(data=result.data, errors=errors)

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncIterator[FetchResult]:
        for event in self.resolvers["subscribe"](request):
            yield event
        del context

    def resolve(self, source: Any, info: GraphQLResolveInfo, **args: Any) -> Any:
        if info.field_name == "_entities":
            return [self.entity(one) for one in args["representations"]]
        made = self.resolvers.get(f"{info.parent_type.name}.{info.field_name}")
        if made is not None:
            return made(source, **args)
        return None if source is None else source.get(info.field_name)

    def entity(self, given: dict[str, Any]) -> Any:
        made = self.resolvers.get(f"{given['__typename']}.__ref")
        found = given if made is None else made(given)
        if found is None:
            return None
        name = given["__typename"]
        if isinstance(self.schema.type_map[name], GraphQLObjectType):
            return {**found, "__typename": name}
        return {"__typename": name, **found}

    def type_of(self, value: Any, info: GraphQLResolveInfo, abstract: Any) -> str:
        del info, abstract
        return value["__typename"]


@dataclass
class Town:
    """Subgraphs by name: (SDL, resolvers); `first` are those of Federation 1."""

    parts: dict[str, tuple[str, Resolvers]]
    first: frozenset[str] = frozenset()
    subgraphs: dict[str, TownSubgraph] = field(init=False)

    def __post_init__(self) -> None:
        self.subgraphs = {
            name: TownSubgraph(name, sdl, self.parts[name][1]) for name, sdl in self.sdl.items()
        }

    @property
    def sdl(self) -> dict[str, str]:
        """What each subgraph says of itself."""
        return {
            name: sdl if name in self.first else HEAD + sdl for name, (sdl, _) in self.parts.items()
        }

    @cached_property
    def supergraph(self) -> Supergraph:
        sources = [SubgraphSource(name, f"http://{name}", sdl) for name, sdl in self.sdl.items()]
        if os.environ.get("TORGET_COMPOSER") == "foreign":
            return read_supergraph(compose_elsewhere(sources))
        composed = compose(sources)
        if composed.supergraph_sdl is None:
            raise AssertionError(composed.errors)
        return read_supergraph(composed.supergraph_sdl)

    def prepare(self, text: str, **options: Any) -> Prepared:
        return prepare(self.supergraph, text, **options)

    def plan(self, text: str, **options: Any) -> str:
        """The plan as text, indented for reading in a test."""
        return self.prepare(text, **options).plan.text

    def answer(
        self, text: str, variables: Mapping[str, Any] | None = None, **options: Any
    ) -> Response:
        for one in self.subgraphs.values():
            one.calls.clear()
        prepared = self.prepare(text, **options)
        return asyncio.run(execute(prepared, variables, CONTEXT, self.subgraphs))

    @property
    def fetches(self) -> int:
        """How many requests the last answer took."""
        return sum(len(one.calls) for one in self.subgraphs.values())
