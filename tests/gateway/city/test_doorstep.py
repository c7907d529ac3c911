# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Security headers of every route as a snapshot; security.txt; request ids in and out."""

from datetime import UTC, datetime

import httpx
import pytest
from inline_snapshot import snapshot

from gateway.city.doorstep import doorstep

NOW = 1_767_225_600.0
pytestmark = pytest.mark.anyio


async def inner(scope, receive, send):
    headers = [(b"server", b"tester"), (b"content-type", b"application/json")]
    if scope["path"] == "/open":
        headers.append((b"access-control-allow-origin", b"*"))
    if scope["path"] == "/page":
        headers.append((b"content-security-policy", b"default-src 'nonce-x'"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{}"})


@pytest.fixture
async def web():
    app = doorstep(
        inner, address="https://torget.example", contact="mailto:a@b.example", now=lambda: NOW
    )
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="https://torget.example") as client:
        yield client


async def test_the_headers_of_an_answer(web):  # security rows 8-14, 17
    answer = await web.get("/anything", headers={"x-request-id": "abcdef-123456"})
    assert dict(sorted(answer.headers.items())) == snapshot(
        {
            "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
            "content-type": "application/json",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "referrer-policy": "no-referrer",
            "strict-transport-security": "max-age=63072000; includeSubDomains",
            "x-content-type-options": "nosniff",
            "x-request-id": "abcdef-123456",
        }
    )


async def test_what_a_route_says_itself_stays(web):
    assert (await web.get("/page")).headers["content-security-policy"] == "default-src 'nonce-x'"
    opened = await web.get("/open")
    assert opened.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_a_request_id_that_is_none_is_replaced(web):
    for given in ("short", "x" * 65, "with space and more"):
        answer = await web.get("/", headers={"x-request-id": given})
        assert answer.headers["x-request-id"] != given
        assert len(answer.headers["x-request-id"]) == 36


async def test_security_txt_says_whom_to_tell_and_until_when(web):  # RFC 9116, row 77
    answer = await web.get("/.well-known/security.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    fields = dict(line.split(": ", 1) for line in answer.text.strip().splitlines())
    assert fields["Contact"] == "mailto:a@b.example"
    assert fields["Canonical"] == "https://torget.example/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert (expires - datetime.fromtimestamp(NOW, UTC)).days > 30
