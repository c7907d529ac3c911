# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers in pieces (`@defer`) at the gateway's door, in both published forms (federation 4.4)."""

import json
from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from tests.support.asgi import Answered, AsgiClient, until
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

BY_PATH = ("accept", "multipart/mixed;deferSpec=20220824,application/json")
BY_ID = ("accept", "multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json")
QUERY = """
query Q($later: Boolean! = true) {
  place(id: "3") { id ... on Place @defer(label: "r", if: $later) { reviews { stars } } }
}
"""


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def client(town: Town) -> AsgiClient:
    return AsgiClient(town.gateway(GatewaySettings(profile=Profile.DEVELOPER)))


def parts_of(answer: Answered) -> list[Any]:
    """The JSON of every part; fails unless the body is framed as the client expects it."""
    assert answer.body.startswith(b"\r\n---")
    assert answer.body.endswith(b"\r\n-----\r\n")
    pieces = answer.body.removesuffix(b"--\r\n").split(b"\r\n---")[1:-1]
    head = b"\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
    assert all(piece.startswith(head) for piece in pieces)
    return [json.loads(piece.removeprefix(head)) for piece in pieces]


async def test_what_was_put_off_follows_by_path(client: AsgiClient) -> None:
    answer = await client.post({"query": QUERY}, BY_PATH)
    assert answer.headers["content-type"] == 'multipart/mixed;boundary="-";deferSpec=20220824'
    assert parts_of(answer) == [
        {"data": {"place": {"id": "3"}}, "hasNext": True},
        {
            "incremental": [{"path": ["place"], "label": "r", "data": {"reviews": [{"stars": 5}]}}],
            "hasNext": False,
        },
    ]


async def test_what_was_put_off_follows_by_id(client: AsgiClient) -> None:
    answer = await client.post({"query": QUERY}, BY_ID)
    assert answer.headers["content-type"] == 'multipart/mixed;boundary="-";incrementalSpec=v0.2'
    assert parts_of(answer) == [
        {
            "data": {"place": {"id": "3"}},
            "pending": [{"id": "0", "path": ["place"], "label": "r"}],
            "hasNext": True,
        },
        {
            "incremental": [{"id": "0", "data": {"reviews": [{"stars": 5}]}}],
            "completed": [{"id": "0"}],
            "hasNext": False,
        },
    ]


async def test_a_client_that_takes_no_pieces_gets_one(client: AsgiClient) -> None:
    answer = await client.post({"query": QUERY})
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json == {"data": {"place": {"id": "3", "reviews": [{"stars": 5}]}}}


@pytest.mark.parametrize("form", [BY_PATH, BY_ID])
async def test_a_fragment_switched_off_is_answered_at_once(
    client: AsgiClient, form: tuple[str, str]
) -> None:
    answer = await client.post({"query": QUERY, "variables": {"later": False}}, form)
    assert parts_of(answer) == [
        {"data": {"place": {"id": "3", "reviews": [{"stars": 5}]}}, "hasNext": False}
    ]


async def test_a_place_that_is_null_gets_no_pieces(client: AsgiClient) -> None:
    answer = await client.post({"query": QUERY.replace('"3"', '"none"')}, BY_ID)
    first, *rest = parts_of(answer)
    assert first["data"] == {"place": None}
    assert "pending" not in first
    assert all("incremental" not in one for one in rest)


async def test_an_operation_without_defer_is_plain_json(client: AsgiClient) -> None:
    answer = await client.post({"query": "{ __typename }"}, BY_PATH)
    assert answer.headers["content-type"].startswith("application/json")


async def test_wrong_variables_are_refused_before_anything_is_sent(client: AsgiClient) -> None:
    answer = await client.post({"query": QUERY, "variables": {"later": "x"}}, BY_ID)
    assert answer.status == 400
    assert answer.json["errors"][0]["extensions"]["code"] == "VARIABLES_INVALID"


async def test_a_reader_that_leaves_cancels_what_still_runs(client: AsgiClient, town: Town) -> None:
    body = {"query": "{ __typename ... @defer { slow(seconds: 30) } }"}
    text = json.dumps(body).encode()
    headers = [("content-type", "application/json"), BY_PATH]
    answer = await client.request("POST", "/graphql", body=text, headers=headers, leave_after=0.05)
    assert b'"hasNext":true' in answer.body
    await until(lambda: town.cancelled == 1)
