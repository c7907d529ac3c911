# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever a subgraph does, the healthy part of the answer stays whole (reliability 3.6)."""

import gzip
import json
from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.carrier import PlainCarrier
from gateway.subgraphs.remote import RemoteSettings, RemoteSubgraph
from services.kit.wire.pool import PoolLimits
from tests.support.asgi import AsgiClient
from tests.support.misbehaving import (
    Behaviour,
    Writer,
    answer,
    entities,
    hangs_up,
    misbehaving,
    never,
    reviews_of,
    says,
)
from tests.support.shop import Town, make_supergraph

pytestmark = pytest.mark.anyio

QUERY = "{ places(first: 3) { name reviews { text } } }"
NAMES = ["Plats 1", "Plats 2", "Plats 3"]
SECRET = "db-7.internal postgres://x"
FINE = {"data": {"_entities": []}}
LONG = "x" * 70_000


def changed(change: Any) -> Behaviour:
    """A right answer, changed."""

    async def behave(body: bytes, writer: Writer) -> None:
        right = reviews_of(body)
        key = next(iter(right["data"]))
        right["data"][key] = change(right["data"][key])
        writer.write(answer(right))

    return behave


def remote(url: str, *, seconds: float = 0.3, **settings: Any) -> RemoteSubgraph:
    limits = PoolLimits(body_bytes=100_000, connect_seconds=0.2)
    return RemoteSubgraph(
        "reviews",
        url,
        carrier=PlainCarrier(url, limits=limits),
        settings=RemoteSettings(fetch_seconds=seconds, **settings),
    )


async def ask(behave: Behaviour, query: str = QUERY) -> dict[str, Any]:
    async with misbehaving(behave) as server:
        town = Town()
        reviews = remote(server.url)
        gateway = town.gateway(GatewaySettings(profile=Profile.DEVELOPER))
        await gateway.swap(make_supergraph(), {**town.subgraphs(), "reviews": reviews})
        reply = await AsgiClient(gateway).post({"query": query})
        assert reply.status == 200
        assert SECRET not in reply.body.decode()
        assert len(reply.body) < 40_000
        await reviews.close()
        return reply.json


CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
KINDS = {
    "silent": (never(), "timeout"),
    "half a head": (never(b"HTTP/1.1 200"), "timeout"),
    "half a body": (never(answer(FINE)[:-5]), "timeout"),
    "closed at once": (hangs_up(), "unreachable"),
    "reset at once": (hangs_up(reset=True), "unreachable"),
    "closed in the head": (hangs_up(b"HTTP/1.1 20"), "bad_answer"),
    "closed in the body": (hangs_up(answer(FINE)[:-5]), "bad_answer"),
    "500 html": (says(answer(SECRET.encode(), status="500 Oops", media="text/html")), "bad_answer"),
    "500 empty": (says(answer(b"", status="500 Oops")), "bad_answer"),
    "403 text": (says(answer(SECRET.encode(), status="403 No", media="text/plain")), "refused"),
    "404 json": (says(answer({"error": SECRET}, status="404 No")), "bad_answer"),
    "redirect": (says(answer(b"", status="302 Found", extra="location: http://127.0.0.1:1/\r\n")), "bad_answer"),
    "html": (says(answer(b"<html>" + SECRET.encode(), media="text/html")), "bad_answer"),
    "empty": (says(answer(b"")), "bad_answer"),
    "no content": (says(b"HTTP/1.1 204 No Content\r\n\r\n"), "bad_answer"),
    "no type": (says(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"), "bad_answer"),
    "not json": (says(answer(b"{'a':1}")), "bad_answer"),
    "nan": (says(answer(b'{"data":{"_entities":[NaN]}}')), "bad_answer"),
    "bad utf-8": (says(answer(b'{"data":{"a":"\xff"}}')), "bad_answer"),
    "list": (says(answer([])), "bad_answer"),
    "string": (says(answer("x")), "bad_answer"),
    "null": (says(answer(b"null")), "bad_answer"),
    "data null": (says(answer({"data": None})), "bad_answer"),
    "no data": (says(answer({})), "bad_answer"),
    "data list": (says(answer({"data": []})), "bad_answer"),
    "errors string": (says(answer({"data": None, "errors": SECRET})), "bad_answer"),
    "errors of numbers": (says(answer({"errors": [1, 2]})), "bad_answer"),
    "deep": (says(answer(b'{"data":' + b"[" * 5000 + b"]" * 5000 + b"}")), "bad_answer"),
    "deep but readable": (says(answer(b'{"data":{"a":' + b"[" * 80 + b"]" * 80 + b"}}")), "bad_answer"),
    "huge": (says(answer({"data": {"_entities": ["y" * 200_000]}})), "too_large"),
    "huge by chunks": (says(CHUNKED + b"10000\r\n" + b" " * 65536 + b"\r\n" + b"10000\r\n" + b" " * 65536 + b"\r\n"), "too_large"),
    "huge head": (says(b"HTTP/1.1 200 OK\r\nx: " + LONG.encode()), "too_large"),
    "bomb": (says(answer(gzip.compress(b" " * 20_000_000), extra="content-encoding: gzip\r\n")), "too_large"),
    "gzip broken": (says(answer(b"\x1f\x8bxx", extra="content-encoding: gzip\r\n")), "bad_answer"),
    "br": (says(answer(b"xx", extra="content-encoding: br\r\n")), "bad_answer"),
    "two lengths": (says(answer(FINE, extra="content-length: 1\r\n")), "bad_answer"),
    "length and chunks": (says(answer(FINE, extra="transfer-encoding: chunked\r\n")), "bad_answer"),
    "bad chunk": (says(CHUNKED + b"zz\r\n"), "bad_answer"),
    "http/0.9": (says(b"hello there\r\n\r\n"), "bad_answer"),
    "bare line feeds": (says(b"HTTP/1.1 200 OK\ncontent-length: 2\n\n{}\r\n\r\n"), "bad_answer"),
    "too much": (says(answer(FINE) + b"more"), "bad_answer"),
    "switching": (says(b"HTTP/1.1 101 Switching\r\n\r\n"), "bad_answer"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
async def test_a_fault_is_null_and_an_error_with_path_service_and_reason(
    kind: str,
) -> None:  # U1-U8
    behave, reason = KINDS[kind]
    found = await ask(behave)
    places = found["data"]["places"]
    assert [place["name"] for place in places] == NAMES
    assert all(place["reviews"] is None for place in places)
    paths = [error["path"] for error in found["errors"]]
    assert paths == [["places", number, "reviews"] for number in range(3)]
    for error in found["errors"]:
        assert error["extensions"]["code"] == "DOWNSTREAM_SERVICE_ERROR"
        assert error["extensions"]["service"] == "reviews"
        assert error["extensions"]["reason"] == reason


ENTITY_KINDS = {
    "too few": lambda found: found[:-1],
    "too many": lambda found: [*found, found[0]],
    "reversed": lambda found: found[::-1],
    "rotated": lambda found: found[1:] + found[:1],
    "one for all": lambda found: [found[0]] * len(found),
    "another type": lambda found: [{**one, "__typename": "Person"} for one in found],
    "no key": lambda found: [{"__typename": "Place", "reviews": one["reviews"]} for one in found],
    "an object": lambda found: found[0],
    "a string": lambda _: "x",
    "null": lambda _: None,
    "numbers": lambda found: list(range(len(found))),
}


@pytest.mark.parametrize("kind", ENTITY_KINDS)
async def test_wrong_entities_are_null_and_never_somebody_elses(kind: str) -> None:  # U2
    found = await ask(changed(ENTITY_KINDS[kind]))
    places = found["data"]["places"]
    assert [place["name"] for place in places] == NAMES
    for number, place in enumerate(places, 1):
        assert place["reviews"] in (None, [{"text": f"Bra {number}"}])
    assert found["errors"]


async def test_a_graphql_body_on_another_status_is_used() -> None:  # reliability U4
    async def behave(body: bytes, writer: Writer) -> None:
        writer.write(answer(reviews_of(body), status="404 Whatever"))

    found = await ask(behave)
    assert "errors" not in found
    assert found["data"]["places"][2]["reviews"] == [{"text": "Bra 3"}]


async def test_a_chunked_and_an_unbounded_answer_are_read() -> None:
    async def chunked(body: bytes, writer: Writer) -> None:
        text = json.dumps(reviews_of(body)).encode()
        writer.write(CHUNKED + b"%x;a=b\r\n%b\r\n0\r\nx: y\r\n\r\n" % (len(text), text))

    async def closing(body: bytes, writer: Writer) -> None:
        writer.write(b"HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n")
        writer.write(json.dumps(reviews_of(body)).encode())
        writer.close()

    for behave in (chunked, closing):
        assert "errors" not in await ask(behave)


async def test_thousands_of_upstream_errors_become_a_few_masked_ones() -> None:  # U1, U7
    errors = [{"message": SECRET, "path": ["_entities", 0]} for _ in range(1000)]
    found = await ask(says(answer({"data": None, "errors": errors})))
    assert 1 <= len(found["errors"]) <= 51


async def test_a_query_is_asked_again_once_after_a_502() -> None:  # reliability U5
    calls = 0

    async def behave(body: bytes, writer: Writer) -> None:
        nonlocal calls
        calls += 1
        good = answer(reviews_of(body))
        writer.write(answer(b"", status="502 Bad Gateway") if calls == 1 else good)

    assert "errors" not in await ask(behave)
    assert calls == 2


async def test_a_mutation_is_written_once_and_its_outcome_said_to_be_unknown() -> None:  # U6
    for behave in (hangs_up(), hangs_up(reset=True), never(), says(answer(b"", status="502 Bad"))):
        async with misbehaving(behave) as server:
            town = Town()
            places = RemoteSubgraph(
                "places", server.url, settings=RemoteSettings(fetch_seconds=0.2)
            )
            gateway = town.gateway(GatewaySettings(profile=Profile.DEVELOPER))
            await gateway.swap(make_supergraph(), {**town.subgraphs(), "places": places})
            reply = await AsgiClient(gateway).post({"query": "mutation { add }"})
            assert len(server.requests) == 1
            assert reply.json["errors"][0]["extensions"]["reason"] == "outcome_unknown"
            await places.close()


async def test_a_mutation_nobody_heard_may_be_tried_again() -> None:  # reliability U6
    async with misbehaving(says(b"")) as server:
        gone = server.url
    places = RemoteSubgraph("places", gone)
    town = Town()
    gateway = town.gateway(GatewaySettings(profile=Profile.DEVELOPER))
    await gateway.swap(make_supergraph(), {**town.subgraphs(), "places": places})
    reply = await AsgiClient(gateway).post({"query": "mutation { add }"})
    assert reply.json["errors"][0]["extensions"]["reason"] == "unreachable"
    await places.close()


async def test_representations_reach_the_subgraph_once_each() -> None:
    seen: list[Any] = []

    async def behave(body: bytes, writer: Writer) -> None:
        seen.append(entities(body))
        writer.write(answer(reviews_of(body)))

    await ask(
        behave, "{ a: place(id: 1) { reviews { text } } b: place(id: 1) { reviews { text } } }"
    )
    assert sum(map(len, seen)) <= 2
