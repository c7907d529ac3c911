# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The floor for federation: two plans joined by hand, nothing checked: `python -m tests.benchmarks.joined MARKET PORT`."""

import asyncio
import sys
from typing import Any

import msgspec
import uvloop

from gateway.subgraphs.carrier import PlainCarrier

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Joined:
    """Knows two operations by heart."""

    def __init__(self, market: int) -> None:
        self.carriers = {
            name: PlainCarrier(f"http://127.0.0.1:{market}/{name}")
            for name in ("accounts", "inventory", "products", "reviews")
        }

    async def fetch(self, graph: str, query: str, representations: Any = None) -> Any:
        body = _encode({"query": query, "variables": {"representations": representations}})
        answer = await self.carriers[graph].post(body, (), seconds=3, repeatable=True)
        return _decode(answer.body)["data"]

    async def small(self) -> Any:
        return await self.fetch("products", "{ topProducts(first: 5) { upc name price } }")

    async def typical(self) -> Any:
        data = await self.fetch("products", "{ topProducts(first: 10) { upc name price weight } }")
        products = data["topProducts"]
        plain = [{"__typename": "Product", "upc": one["upc"]} for one in products]
        full = [
            {"__typename": "Product", "upc": o["upc"], "price": o["price"], "weight": o["weight"]}
            for o in products
        ]
        head = "query($representations:[_Any!]!){_entities(representations:$representations){"
        stock, reviewed = await asyncio.gather(
            self.fetch("inventory", head + "... on Product{inStock shippingEstimate}}}", full),
            self.fetch(
                "reviews",
                head + "... on Product{reviews{id body author{id username}}}}}",
                plain,
            ),
        )
        authors: dict[str, list[Any]] = {}
        for product, one, other in zip(
            products, stock["_entities"], reviewed["_entities"], strict=True
        ):
            product.update(one)
            product.update(other)
            for review in other["reviews"]:
                authors.setdefault(review["author"]["id"], []).append(review["author"])
        people = await self.fetch(
            "accounts",
            head + "... on User{name birthday}}}",
            [{"__typename": "User", "id": one} for one in authors],
        )
        for targets, person in zip(authors.values(), people["_entities"], strict=True):
            for one in targets:
                one.update(person)
        return data


class _Protocol(asyncio.Protocol):
    def __init__(self, joined: Joined) -> None:
        self.joined = joined

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        plan = self.joined.typical if b"reviews" in data else self.joined.small
        self.task = asyncio.get_running_loop().create_task(self.answer(plan))

    async def answer(self, plan: Any) -> None:
        text = _encode({"data": await plan()})
        self.transport.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
            % (len(text), text)
        )


async def _serve(market: int, port: int) -> None:
    joined = Joined(market)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Protocol(joined), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
