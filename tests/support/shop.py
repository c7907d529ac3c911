# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A tiny town of two subgraphs, places and reviews, that answer by graphql-core."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    OperationDefinitionNode,
    build_schema,
    execute,
    parse,
    subscribe,
)

from gateway.subgraphs.local import LocalSubgraph
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.model import Supergraph
from gateway.supergraph.reading import read_supergraph
from gateway.transports import Gateway
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult

_LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", '
    'import: ["@key", "@shareable"])\n'
)
PLACES = """
type Query {
  places(first: Int = 10): [Place!]
  place(id: ID!): Place
  echo(text: String, list: [Int!], deep: JSON): String
  fail: String
  strict: String!
  slow(seconds: Float!): String
  whoami: String
}
type Mutation { rename(id: ID!, name: String!): Place  add: Int }
type Subscription { ticks(to: Int!): Int  forever: Int  broken: Int  named(id: ID!): Place  mine: String  silent: Int }
type Place @key(fields: "id") { id: ID!  name: String }
scalar JSON
"""
REVIEWS = """
type Query { latest: Review }
type Place @key(fields: "id") { id: ID!  reviews: [Review!] }
type Review { text: String!  stars: Int!  place: Place }
"""
SDL = {"places": _LINK + PLACES, "reviews": _LINK + REVIEWS}
_NAMES = {str(number): f"Plats {number}" for number in range(1, 101)}


def make_supergraph(sdl: Mapping[str, str] = SDL) -> Supergraph:
    """The composed supergraph."""
    sources = [
        SubgraphSource(name, f"http://{name}.test/graphql", text) for name, text in sdl.items()
    ]
    composition = compose(sources)
    assert composition.supergraph_sdl is not None, composition.errors
    return read_supergraph(composition.supergraph_sdl)


class Town:
    """The resolvers, and a record of what was asked and of who is still listening."""

    def __init__(self) -> None:
        self.asked: list[FetchRequest] = []
        self.contexts: list[FetchContext] = []
        self.listeners = 0
        self.added = 0
        self.cancelled = 0

    def runner(self, name: str) -> Callable[[FetchRequest, FetchContext], Awaitable[FetchResult]]:
        """`run` of one subgraph."""
        schema = build_schema(_MACHINERY + SDL_PLAIN[name], assume_valid_sdl=True)

        async def run(request: FetchRequest, context: FetchContext) -> FetchResult:
            self.asked.append(request)
            self.contexts.append(context)
            outcome = execute(
                schema,
                parse(request.query),
                root_value=context,
                variable_values=dict(request.variables),
                field_resolver=self.resolve,
                type_resolver=lambda value, *_: value["__typename"],
            )
            if asyncio.iscoroutine(outcome):
                outcome = await outcome
            errors = [dict(error.formatted) for error in outcome.errors or ()]
            return FetchResult(data=outcome.data, errors=errors)

        return run

    def resolve(self, source: Any, info: Any, **args: Any) -> Any:
        """Any field of either subgraph."""
        found = getattr(self, f"do_{info.field_name}", None)
        if found is not None and info.parent_type.name in ("Query", "Mutation"):
            return found(info, **args)
        if info.field_name == "reviews":
            return [{"text": f"Bra {source['id']}", "stars": 5, "place": source}]
        return source.get(info.field_name) if isinstance(source, dict) else None

    def do_places(self, info: Any, first: int) -> Any:
        return [_place(str(number)) for number in range(1, first + 1)]

    def do_place(self, info: Any, id: str) -> Any:  # noqa: A002
        return _place(id) if id in _NAMES else None

    def do_echo(self, info: Any, text: str | None = None, **_: Any) -> Any:
        return text

    def do_fail(self, info: Any) -> Any:
        raise ValueError("secret of the database")

    def do_strict(self, info: Any) -> Any:
        raise ValueError("secret of the database")

    async def do_slow(self, info: Any, seconds: float) -> Any:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return "done"

    def do_whoami(self, info: Any) -> Any:
        return f"{info.root_value.caller.kind}:{info.root_value.caller.sub}"

    def do_rename(self, info: Any, id: str, name: str) -> Any:  # noqa: A002
        return {"__typename": "Place", "id": id, "name": name}

    def do_add(self, info: Any) -> Any:
        self.added += 1
        return self.added

    def do_latest(self, info: Any) -> Any:
        return {"text": "Bra 1", "stars": 5, "place": _place("1")}

    def do__entities(self, info: Any, representations: list[Any]) -> Any:
        return [_place(one["id"]) for one in representations]

    async def listen(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncIterator[FetchResult]:
        """Subscriptions of places."""
        self.asked.append(request)
        schema = build_schema(_MACHINERY + SDL_PLAIN["places"], assume_valid_sdl=True)
        self.listeners += 1
        try:
            source = subscribe(
                schema,
                parse(request.query),
                root_value=context,
                variable_values=dict(request.variables),
                subscribe_field_resolver=self.events,
                field_resolver=_event_value,
            )
            results = await source if asyncio.iscoroutine(source) else source
            async for result in results:
                yield FetchResult(data=result.data)
        finally:
            self.listeners -= 1

    async def events(self, source: Any, info: Any, **args: Any) -> AsyncIterator[Any]:
        match info.field_name:
            case "ticks":
                for number in range(1, args["to"] + 1):
                    yield {"ticks": number}
            case "broken":
                yield {"broken": 1}
                raise ValueError("secret of the source")
            case "named":
                yield {"named": _place(args["id"])}
            case "silent":
                await asyncio.Event().wait()
            case "mine":
                while True:
                    yield {"mine": source.caller.sub}
                    await asyncio.sleep(0.01)
            case _:
                number = 0
                while True:
                    number += 1
                    yield {"forever": number}
                    await asyncio.sleep(0.01)

    def subgraphs(self) -> dict[str, LocalSubgraph]:
        """Both subgraphs in this process."""
        return {
            "places": LocalSubgraph("places", self.runner("places"), listen=self.listen),
            "reviews": LocalSubgraph("reviews", self.runner("reviews")),
        }

    def gateway(self, *args: Any, **kwargs: Any) -> Gateway:
        """A gateway in front of the town."""
        return Gateway(make_supergraph(), self.subgraphs(), *args, **kwargs)


def response_key(query: str, field: str) -> str:
    """The key under which a fetch wants a root field."""
    operation = parse(query).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    for node in operation.selection_set.selections:
        if isinstance(node, FieldNode) and node.name.value == field:
            return node.alias.value if node.alias else field
    raise LookupError(field)


def _place(number: str) -> dict[str, Any]:
    return {"__typename": "Place", "id": number, "name": _NAMES.get(number)}


def _event_value(source: Any, info: Any, **_: Any) -> Any:
    return source.get(info.field_name) if isinstance(source, dict) else None


_MACHINERY = """
scalar _Any
directive @key(fields: String!) repeatable on OBJECT
extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
union _Entity = Place
"""
SDL_PLAIN = {"places": PLACES, "reviews": REVIEWS}
