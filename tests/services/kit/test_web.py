# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""REST glue: problems as RFC 9457 in the reader's language, and nothing of our insides."""

from typing import Any

import pytest
from litestar import Router, get
from litestar.params import FromPath
from litestar.testing import TestClient

from services.kit.errors import Conflict, NotFound, RateLimited
from services.kit.web import web_app


@get("/missing", sync_to_thread=False)
def missing() -> dict[str, Any]:
    """Raise."""
    raise NotFound


@get("/taken", sync_to_thread=False)
def taken() -> dict[str, Any]:
    """Raise."""
    raise Conflict


@get("/fast", sync_to_thread=False)
def fast() -> dict[str, Any]:
    """Raise."""
    raise RateLimited(7)


@get("/broken", sync_to_thread=False)
def broken() -> dict[str, Any]:
    """Raise."""
    raise RuntimeError("secret detail")


@get("/number/{number:int}", sync_to_thread=False)
def number(number: FromPath[int]) -> dict[str, Any]:
    """Answer."""
    return {"number": number}


@pytest.fixture(scope="module")
def client():
    routes = [Router("/x", route_handlers=[missing, taken, fast, broken, number])]
    with TestClient(web_app(routes, title="Test"), raise_server_exceptions=False) as opened:
        yield opened


def test_a_problem_is_a_document_with_code_and_sentence(client):
    answer = client.get("/x/missing", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.headers["content-language"] == "en"
    assert "Accept-Language" in answer.headers["vary"]
    body = answer.json()
    assert (body["status"], body["code"], body["retryable"]) == (404, "NOT_FOUND", False)
    assert body["type"] == "urn:torget:problem:not_found"
    assert body["title"]


def test_the_sentence_is_in_the_reader_s_language(client):
    texts = {
        tag: client.get("/x/missing", headers={"Accept-Language": tag}).json()["title"]
        for tag in ("sv", "en", "fi", "ar", "so")
    }
    assert len(set(texts.values())) == 5


def test_waiting_helps_and_the_answer_says_how_long(client):
    answer = client.get("/x/fast")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["retryable"] is True


def test_what_breaks_inside_stays_inside(client):
    answer = client.get("/x/broken")
    assert answer.status_code == 500
    assert answer.json()["code"] == "INTERNAL_ERROR"
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/x/nowhere", 404, "NOT_FOUND"),
        ("POST", "/x/missing", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/x/number/many", 404, "NOT_FOUND"),
    ],
)
def test_the_framework_s_own_errors_have_the_same_shape(client, method, path, status, code):
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["code"] == code
