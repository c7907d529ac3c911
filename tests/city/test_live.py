# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Live updates through the whole city: what happens in a service reaches a phone by subscription."""

import json
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

import pytest

pytestmark = pytest.mark.xdist_group("city")

QUOTE = (
    "mutation($end: DateTime!) { quoteParking(input: {at: {latitude: 59.33735, longitude: 18.0801}, "
    "end: $end}) { quote { id } userErrors { code message } } }"
)
START = (
    'mutation($q: ID!) { startParking(input: {quoteId: $q, plate: "LIV 34E"}) '
    "{ session { id } userErrors { code message } } }"
)
STOP = "mutation($s: ID!) { stopParking(input: {sessionId: $s}) { session { status } userErrors { code } } }"
CHANGED = "subscription($s: ID!) { parkingSessionChanged(id: $s) { id status } }"


def begin(city, token) -> str:
    end = (datetime.now(UTC) + timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    quoted = city.ask(QUOTE, token=token, variables={"end": end})["data"]["quoteParking"]
    assert quoted["userErrors"] == []
    started = city.ask(START, token=token, variables={"q": quoted["quote"]["id"]})
    assert started["data"]["startParking"]["userErrors"] == []
    return started["data"]["startParking"]["session"]["id"]


class Events:
    """Server-sent events of one subscription."""

    def __init__(self, city, token, query, variables) -> None:
        self.connection = HTTPConnection("127.0.0.1", city.port, timeout=15)
        body = json.dumps({"query": query, "variables": variables})
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
            "Authorization": f"Bearer {token}",
        }
        self.connection.request("POST", "/graphql", body=body, headers=headers)
        self.response = self.connection.getresponse()

    def next(self):
        """The next result; None when the stream has ended."""
        kind = None
        while True:
            line = self.response.readline().decode().rstrip("\n")
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
            elif kind == "complete":
                return None
            elif line.startswith("data: "):
                return json.loads(line.removeprefix("data: "))

    def close(self) -> None:
        self.connection.close()


def test_a_session_is_told_as_it_changes_and_the_stream_ends_with_it(city):
    token = city.token("sara")
    session = begin(city, token)
    events = Events(city, token, CHANGED, {"s": session})
    assert events.response.status == 200
    first = events.next()
    assert first == {"data": {"parkingSessionChanged": {"id": session, "status": "ACTIVE"}}}
    city.ask(STOP, token=token, variables={"s": session})
    told = first
    while told["data"]["parkingSessionChanged"]["status"] == "ACTIVE":
        told = events.next()
    assert told["data"]["parkingSessionChanged"]["status"] in {"ENDED", "CANCELLED"}
    assert events.next() is None
    events.close()


def test_nobody_listens_to_another_s_session(city):
    token = city.token("sara")
    session = begin(city, token)
    events = Events(city, city.token("newcomer"), CHANGED, {"s": session})
    refused = events.next()
    assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert not (refused.get("data") or {}).get("parkingSessionChanged")
    events.close()
    city.ask(STOP, token=token, variables={"s": session})
