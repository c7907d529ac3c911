# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The page for developers: signed-in demo callers, the plan on request; none of it in public."""

import json

import pytest

from tests.support.city import one_process

pytestmark = pytest.mark.xdist_group("city")


def test_a_browser_gets_the_page_and_nothing_from_elsewhere(city):
    status, body = city.request("GET", "/graphql", headers={"Accept": "text/html"})
    assert status == 200
    assert "amina" in body
    assert "http://" not in body.replace("http://www.w3.org", "")
    assert "https://" not in body


def test_the_page_signs_in_as_a_demo_person(city):
    status, body = city.request("GET", "/demo/token/amina")
    assert status == 200
    given = json.loads(body)
    assert given["language"] == "ar"
    me = city.ask("{ me { name } }", token=given["token"])
    assert me["data"]["me"]["name"] == "Amina Haddad"
    assert city.request("GET", "/demo/token/nobody")[0] == 404


def test_the_plan_is_shown_on_request(city):
    body = json.dumps(
        {
            "query": "{ me { parkingSessions { edges { node { id } } } } }",
            "extensions": {"plan": True},
        }
    )
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {city.token('amina')}"}
    answer = json.loads(city.request("POST", "/graphql", body=body, headers=headers)[1])
    plan = answer["extensions"]["plan"]
    assert "root residents" in plan
    assert "entity parking" in plan


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    with one_process(tmp_path_factory.mktemp("public"), profile="public") as running:
        yield running


def test_the_public_profile_has_no_page_no_plan_and_no_schema(public):
    assert public.request("GET", "/graphiql")[0] == 404
    body = json.dumps({"query": "{ __typename }", "extensions": {"plan": True}})
    headers = {"Content-Type": "application/json"}
    answer = json.loads(public.request("POST", "/graphql", body=body, headers=headers)[1])
    assert answer == {"data": {"__typename": "Query"}}
    refused = public.ask("{ __schema { types { name } } }")
    assert "data" not in refused
