# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Saved and registered operations (federation 4.5)."""

from hashlib import sha256
from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
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
