# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The usual federation benchmark: accounts, products, reviews and inventory, in one process that
answers from memory whatever it has been asked before: `python -m tests.benchmarks.market PORT`."""

import asyncio
import json
import sys
from typing import Any

import uvloop
from graphql import ExecutionResult, build_schema, execute_sync, parse

from gateway.supergraph.compose import SubgraphSource, compose

NAMES = ("accounts", "inventory", "products", "reviews")
_LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", '
    'import: ["@key", "@external", "@requires", "@provides", "@shareable"])\n'
)
SDL = {
    "accounts": (
        "type Query { me: User user(id: ID!): User users: [User] } "
        'type User @key(fields: "id") { id: ID! name: String username: String @shareable '
        "birthday: Int }"
    ),
    "inventory": (
        'type Product @key(fields: "upc") { upc: String! weight: Int @external '
        "price: Int @external inStock: Boolean "
        'shippingEstimate: Int @requires(fields: "price weight") }'
    ),
    "products": (
        "type Query { topProducts(first: Int = 5): [Product] } "
        'type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }'
    ),
    "reviews": (
        'type Review @key(fields: "id") { id: ID! body: String '
        'author: User @provides(fields: "username") product: Product } '
        'type User @key(fields: "id") { id: ID! username: String @external '
        "numberOfReviews: Int reviews: [Review] } "
        'type Product @key(fields: "upc") { upc: String! reviews: [Review] }'
    ),
}
SMALL = "{ topProducts(first: 5) { upc name price } }"
TYPICAL = (
    "{ topProducts(first: 10) { upc name price weight inStock shippingEstimate "
    "reviews { id body author { id username name birthday } } } }"
)
LARGE = """
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }
{
  users { ...User reviews { ...Review product { ...Product reviews { ...Review
    author { ...User reviews { ...Review product { ...Product } } } } } } }
  topProducts(first: 8) { ...Product reviews { ...Review
    author { ...User reviews { ...Review product { ...Product } } } } }
}
"""
OPERATIONS = {"one fetch": SMALL, "typical": TYPICAL, "large": LARGE}

_USERS = {
    str(n): {"id": str(n), "name": f"Person {n}", "username": f"p{n}", "birthday": 1900 + n}
    for n in range(1, 7)
}
_PRODUCTS = {
    str(n): {"upc": str(n), "name": f"Thing {n}", "price": 90 * n, "weight": 10 * n}
    for n in range(1, 11)
}
_REVIEWS = [
    {"id": str(n), "body": f"What review number {n} says of the thing", "author": str(n % 6 + 1), "product": str(n % 10 + 1)}
    for n in range(1, 28)
]  # fmt: skip


def supergraph_sdl(port: int) -> str:
    """The supergraph, with the addresses of a market that listens at `port`."""
    sources = [
        SubgraphSource(name, f"http://127.0.0.1:{port}/{name}", _LINK + SDL[name]) for name in NAMES
    ]
    composition = compose(sources)
    if composition.supergraph_sdl is None:
        raise AssertionError(composition.errors)
    return composition.supergraph_sdl


def _resolve(source: Any, info: Any, **args: Any) -> Any:
    name = info.field_name
    if name == "_entities":
        return [
            {**one, "__typename": one["__typename"], **_known(one)}
            for one in args["representations"]
        ]
    if info.parent_type.name == "Query":
        users = list(_USERS.values())
        return {
            "users": users,
            "me": users[0],
            "topProducts": list(_PRODUCTS.values())[: args.get("first", 5)],
        }.get(name)
    if name == "reviews":
        key = "author" if "username" in source else "product"
        own = source["id"] if key == "author" else source["upc"]
        return [one for one in _REVIEWS if one[key] == own]
    if name == "author":
        return _USERS[source["author"]]
    if name == "product":
        return _PRODUCTS[source["product"]]
    if name == "inStock":
        return int(source["upc"]) % 2 == 0
    if name == "shippingEstimate":
        return source["price"] * source["weight"] // 10
    return source.get(name)


def _known(one: dict[str, Any]) -> dict[str, Any]:
    return _USERS[one["id"]] if one["__typename"] == "User" else _PRODUCTS[one["upc"]]


class Market:
    """The four subgraphs; equal requests are worked out once."""

    def __init__(self) -> None:
        self.known: dict[tuple[bytes, bytes], bytes] = {}
        self.schemas = {name: build_schema(_machinery(name)) for name in NAMES}

    def answer(self, path: bytes, body: bytes) -> bytes:
        found = self.known.get((path, body))
        if found is None:
            found = self.known[path, body] = self._execute(path, body)
        return found

    def _execute(self, path: bytes, body: bytes) -> bytes:
        request = json.loads(body)
        name = path.decode().strip("/").partition("?")[0]
        result: ExecutionResult = execute_sync(
            self.schemas[name],
            parse(request["query"]),
            variable_values=request.get("variables"),
            operation_name=request.get("operationName"),
            field_resolver=_resolve,
            type_resolver=lambda value, *_: value["__typename"],
        )
        text = json.dumps(result.formatted, separators=(",", ":")).encode()
        return (
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
            % (len(text), text)
        )


def _machinery(name: str) -> str:
    keyed = {"accounts": "User", "inventory": "Product", "products": "Product"}.get(
        name, "User | Product"
    )
    marks = (
        "directive @key(fields: String!) on OBJECT directive @external on FIELD_DEFINITION "
        "directive @requires(fields: String!) on FIELD_DEFINITION "
        "directive @provides(fields: String!) on FIELD_DEFINITION "
        "directive @shareable on FIELD_DEFINITION "
    )
    entities = "_entities(representations: [_Any!]!): [_Entity]!"
    head = "extend type Query" if "type Query" in SDL[name] else "type Query"
    return f"{marks}{SDL[name]} scalar _Any union _Entity = {keyed} {head} {{ {entities} }}"


class _Protocol(asyncio.Protocol):
    def __init__(self, market: Market) -> None:
        self.market = market
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            size = int(head.partition(b"content-length:")[2].partition(b"\r")[0] or 0)
            whole = end + 4 + size
            if len(self.buffer) < whole:
                return
            body, self.buffer = self.buffer[end + 4 : whole], self.buffer[whole:]
            self.transport.write(self.market.answer(head.split(b" ", 2)[1], body))


async def _serve(port: int) -> None:
    market = Market()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Protocol(market), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
