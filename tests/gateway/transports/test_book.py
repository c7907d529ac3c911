# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every situation of the books over HTTP: clients in front, all subgraphs behind their own address."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator

import pytest

from tests.gateway.situations.book import Situation, agrees, all_situations
from tests.gateway.situations.serving import book_served


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with book_served() as number:
        yield number


@pytest.mark.parametrize("one", all_situations(), ids=lambda one: one.name)
def test_the_answers_are_the_same_over_http(port: int, one: Situation) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for case in one.cases:
        headers = {"content-type": "application/json", "accept": "application/json"}
        if case.grants is not None and case.grants.authenticated:
            headers["x-scopes"] = case.scopes or ""
        body = json.dumps({"query": case.text})
        connection.request("POST", f"/{one.name}/graphql", body, headers)
        answer = json.loads(connection.getresponse().read())
        assert agrees(case, answer), (case.number, answer)
    connection.close()
