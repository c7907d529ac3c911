# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Saved and registered operations (federation 4.5)."""

from hashlib import sha256
from typing import Any

import pytest

from gateway.pipeline.persisted import MOST_SHELVED
from gateway.pipeline.settings import GatewaySettings, Profile
from services.kit.wire.caller import Caller, CallerKind
from tests.support.asgi import AsgiClient
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

QUERY = "{ whoami }"
HASH = sha256(QUERY.encode()).hexdigest()


def saved(digest: str = HASH, version: Any = 1) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": version, "sha256Hash": digest}}}


def client(town: Town, **settings: Any) -> AsgiClient:
    return AsgiClient(town.gateway(GatewaySettings(profile=Profile.DEVELOPER, **settings)))


def code(answer: Any) -> str:
    return answer.json["errors"][0]["extensions"]["code"]


async def test_a_query_is_saved_by_its_hash_and_found_again() -> None:
    door = client(Town())
    missing = await door.post(saved())
    assert missing.status == 200
    assert code(missing) == "PERSISTED_QUERY_NOT_FOUND"
    assert (await door.post({"query": QUERY, **saved()})).json["data"]
    assert (await door.post(saved())).json["data"] == {"whoami": "anonymous:"}


async def test_a_query_that_was_known_before_is_saved_too() -> None:
    door = client(Town())
    for _ in range(3):
        assert (await door.post({"query": QUERY})).json["data"]
    assert (await door.post({"query": QUERY, **saved()})).json["data"]
    assert (await door.post(saved())).json["data"] == {"whoami": "anonymous:"}


class Shelf:
    """What several processes share."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    async def get(self, digest: str) -> str | None:
        return self.texts.get(digest)

    async def put(self, digest: str, text: str) -> None:
        self.texts[digest] = text


async def test_what_one_process_saved_the_others_find() -> None:
    shelf = Shelf()
    settings = GatewaySettings(profile=Profile.DEVELOPER)
    one, other = (AsgiClient(Town().gateway(settings, shelf=shelf)) for _ in range(2))
    assert code(await other.post(saved())) == "PERSISTED_QUERY_NOT_FOUND"
    assert (await one.post({"query": QUERY, **saved()})).json["data"]
    assert shelf.texts == {HASH: QUERY}
    assert (await other.post(saved())).json["data"] == {"whoami": "anonymous:"}
    shelf.texts.clear()
    assert (await other.post(saved())).json["data"] == {"whoami": "anonymous:"}


async def test_a_text_that_is_not_the_hashs_own_is_not_used() -> None:
    shelf = Shelf()
    shelf.texts[HASH] = "mutation { add }"
    town = Town()
    door = AsgiClient(town.gateway(GatewaySettings(profile=Profile.DEVELOPER), shelf=shelf))
    assert code(await door.post(saved())) == "PERSISTED_QUERY_NOT_FOUND"
    assert town.added == 0


async def test_what_is_invalid_is_not_put_on_the_shelf() -> None:
    shelf = Shelf()
    door = AsgiClient(Town().gateway(GatewaySettings(profile=Profile.DEVELOPER), shelf=shelf))
    text = "{ nope }"
    await door.post({"query": text, **saved(sha256(text.encode()).hexdigest())})
    assert shelf.texts == {}


async def test_a_long_text_is_kept_here_alone_so_that_nobody_fills_the_shelf() -> None:
    shelf = Shelf()
    door = AsgiClient(Town().gateway(GatewaySettings(profile=Profile.DEVELOPER), shelf=shelf))
    for text in (QUERY + "," * MOST_SHELVED, QUERY + ","):
        digest = sha256(text.encode()).hexdigest()
        assert (await door.post({"query": text, **saved(digest)})).json["data"]
        assert (await door.post(saved(digest))).json["data"]
    assert list(shelf.texts.values()) == [QUERY + ","]


async def test_what_was_not_paid_for_is_not_saved() -> None:
    shelf = Shelf()

    async def admit(_head: Any) -> Caller:
        return Caller(kind=CallerKind.RESIDENT, sub="sara", loa=2)

    settings = GatewaySettings(profile=Profile.DEVELOPER)
    gateway = Town().gateway(settings, shelf=shelf, authenticate=admit, spend=lambda *_: 5)
    answer = await AsgiClient(gateway).post({"query": QUERY, **saved()})
    assert code(answer) == "RATE_LIMITED"
    assert shelf.texts == {}


async def test_a_wrong_hash_is_refused_and_not_saved() -> None:
    door = client(Town())
    other = "0" * 64
    assert (
        code(await door.post({"query": QUERY, **saved(other)})) == "PERSISTED_QUERY_HASH_MISMATCH"
    )
    assert code(await door.post(saved(other))) == "PERSISTED_QUERY_NOT_FOUND"


async def test_what_is_invalid_is_not_saved() -> None:
    door = client(Town())
    text = "{ nope }"
    digest = sha256(text.encode()).hexdigest()
    await door.post({"query": text, **saved(digest)})
    assert code(await door.post(saved(digest))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "extension", [1, [], {}, {"version": 2, "sha256Hash": HASH}, {"version": 1}]
)
async def test_a_strange_extension_is_400(extension: Any) -> None:
    answer = await client(Town()).post({"extensions": {"persistedQuery": extension}})
    assert answer.status == 400


@pytest.mark.parametrize("name", ["documentId", "doc_id"])
async def test_registered_operations_are_found_by_id(name: str) -> None:
    door = client(Town(), registered=((HASH, QUERY), ("who", QUERY)))
    for identifier in (HASH, f"sha256:{HASH}", "who"):
        assert (await door.post({name: identifier})).json["data"]
    assert code(await door.post({name: "else"})) == "OPERATION_NOT_REGISTERED"


async def test_a_registered_operation_has_an_address_of_its_own() -> None:
    echo = "query($text: String) { echo(text: $text) }"
    door = client(Town(), registered=((HASH, QUERY), ("echo", echo)))
    assert (await door.post({}, path=f"/graphql/{HASH}")).json["data"] == {"whoami": "anonymous:"}
    told = await door.post({"variables": {"text": "hej"}}, path="/graphql/echo")
    assert told.json["data"] == {"echo": "hej"}
    read = await door.get("/graphql/echo?variables=%7B%22text%22%3A%22hej%22%7D")
    assert read.json["data"] == {"echo": "hej"}
    assert (await door.get(f"/graphql/sha256:{HASH}")).json["data"]
    assert code(await door.get("/graphql/else")) == "OPERATION_NOT_REGISTERED"
    for body in ({"query": QUERY}, {"documentId": "echo"}):
        assert (await door.post(body, path="/graphql/echo")).status == 400
    page = await door.get("/graphql/echo", ("accept", "text/html, */*"))
    assert page.json["data"] == {"echo": None}


async def test_only_registered_ones_when_the_house_says_so() -> None:
    town = Town()
    door = client(town, registered=((HASH, QUERY),), registered_only=True)
    assert (await door.post({"query": QUERY})).json["data"]
    assert (await door.post(saved())).json["data"]
    asked = len(town.asked)
    for body in (
        {"query": "{ fail }"},
        {"query": "{"},
        saved("1" * 64),
        {"query": "{ fail }", **saved()},
    ):
        answer = await door.post(body)
        assert answer.status == 403
        assert code(answer) == "OPERATION_NOT_REGISTERED"
    assert len(town.asked) == asked
