# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL over HTTP at the gateway's door (reliability 3.1)."""

import json
from urllib.parse import quote

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from tests.support.asgi import AsgiClient
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

DEVELOPER = GatewaySettings(profile=Profile.DEVELOPER)
RESPONSE_JSON = ("accept", "application/graphql-response+json")


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def client(town: Town) -> AsgiClient:
    return AsgiClient(town.gateway(DEVELOPER))


async def test_a_query_over_two_subgraphs_is_answered(client: AsgiClient) -> None:
    answer = await client.post({"query": "{ places(first: 2) { name reviews { text } } }"})
    assert answer.status == 200
    assert answer.json == {
        "data": {
            "places": [
                {"name": "Plats 1", "reviews": [{"text": "Bra 1"}]},
                {"name": "Plats 2", "reviews": [{"text": "Bra 2"}]},
            ]
        }
    }
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"1", b'"x"', b"[]", b"{}", b'{"query":1}', b'{"query":null}',
        b'{"query":"{__typename}","variables":[]}', b'{"query":"{__typename}","extensions":1}',
        b'{"query":"{__typename}","operationName":{}}', b'{"query":"{__typename}"', b"\xff",
        b'{"query":"{__typename}","query":"{__typename}"}', b'{"query":"{__typename}","variables":{"a":NaN}}',
        b'[{"query":"{__typename}"}]', b'{"query":"{__typename}","variables":"x"}',
        b"[" * 1000 + b"]" * 1000, b'{"query":"{__typename}"} x', b'{"query":"\\ud800"}',
        b'{"query":"{__typename}","variables":{"n":1' + b"0" * 40 + b"}}",
    ],
)  # fmt: skip
async def test_a_body_that_is_no_request_is_400_and_never_run(
    client: AsgiClient, town: Town, body: bytes
) -> None:  # reliability H1, H2
    answer = await client.post(body)
    assert answer.status == 400
    assert answer.json["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert "data" not in answer.json
    assert town.asked == []


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{ nope }", "VALIDATION_FAILED"),
        ("{ ", "PARSE_FAILED"),
        ("query A { __typename } query B { __typename }", "OPERATION_UNKNOWN"),
        ("query ($n: Int!) { places(first: $n) { id } }", "VARIABLES_INVALID"),
    ],
)
async def test_a_request_error_is_400_without_data_or_200_by_media_type(
    client: AsgiClient, document: str, code: str
) -> None:  # reliability H4
    strict = await client.post({"query": document}, RESPONSE_JSON)
    assert strict.status == 400
    assert "data" not in strict.json
    assert strict.json["errors"][0]["extensions"]["code"] == code
    assert strict.headers["content-type"].startswith("application/graphql-response+json")
    assert (await client.post({"query": document})).status == 200


async def test_a_field_error_is_200_with_partial_data(client: AsgiClient) -> None:
    answer = await client.post({"query": '{ fail echo(text: "x") }'}, RESPONSE_JSON)
    assert answer.status == 200
    assert answer.json["data"] == {"fail": None, "echo": "x"}
    error = answer.json["errors"][0]
    assert error["path"] == ["fail"]
    assert error["extensions"]["service"] == "places"
    assert "secret" not in json.dumps(answer.json)


@pytest.mark.parametrize(
    "given", ["text/plain", "application/json; charset=latin-1", "application/graphql", ""]
)
async def test_another_content_type_is_415(client: AsgiClient, given: str) -> None:  # H3
    answer = await client.post({"query": "{__typename}"}, ("content-type", given))
    assert answer.status == 415


async def test_compressed_bodies_are_415(client: AsgiClient) -> None:  # reliability H7
    answer = await client.post({"query": "{__typename}"}, ("content-encoding", "gzip"))
    assert answer.status == 415


async def test_an_unknown_form_of_answer_is_406(client: AsgiClient) -> None:
    assert (await client.post({"query": "{__typename}"}, ("accept", "image/png"))).status == 406


async def test_a_get_carries_a_query_but_no_mutation(client: AsgiClient, town: Town) -> None:
    query = quote('{ echo(text: "å") }')
    answer = await client.get(f"/graphql?query={query}")
    assert answer.json == {"data": {"echo": "å"}}
    refused = await client.get(f"/graphql?query={quote('mutation { add }')}")
    assert refused.status == 405
    assert refused.headers["allow"] == "POST"
    assert town.added == 0


@pytest.mark.parametrize("method", ["PATCH", "TRACE", "BREW"])
async def test_other_methods_are_405_with_all_that_is_allowed(
    client: AsgiClient, method: str
) -> None:  # reliability H5
    answer = await client.request(method, "/graphql")
    assert answer.status == 405
    assert "POST" in answer.headers["allow"]


async def test_a_long_address_is_414_and_many_headers_are_431(client: AsgiClient) -> None:
    assert (await client.get("/graphql?query=" + "a" * 9000)).status == 414
    headers = [(f"x-{number}", "1") for number in range(101)]
    assert (await client.post({"query": "{__typename}"}, *headers)).status == 431


async def test_a_large_body_is_413_by_its_length_and_by_count(client: AsgiClient) -> None:
    declared = await client.request(
        "POST",
        "/graphql",
        headers=[("content-type", "application/json"), ("content-length", "9000000")],
    )
    assert declared.status == 413
    counted = await client.request(
        "POST",
        "/graphql",
        chunks=[b" " * 100_000] * 5,
        headers=[("content-type", "application/json")],
    )
    assert counted.status == 413


async def test_a_subscription_over_plain_json_is_406_and_not_run(
    client: AsgiClient, town: Town
) -> None:  # reliability H6
    answer = await client.post({"query": "subscription { forever }"})
    assert answer.status == 406
    assert "text/event-stream" in answer.json["errors"][0]["extensions"]["accept"]
    assert town.listeners == 0


async def test_errors_speak_the_readers_language(client: AsgiClient) -> None:
    answer = await client.post(b"{", ("accept-language", "sv"))
    assert answer.headers["content-language"] == "sv"
    assert answer.json["errors"][0]["message"].startswith("Förfrågan går inte att läsa")


async def test_the_locale_directive_is_taken_off_and_obeyed(client: AsgiClient, town: Town) -> None:
    answer = await client.post({"query": 'query @locale(lang: "en") { whoami }'})
    assert answer.headers["content-language"] == "en"
    assert town.contexts[0].locale == "en"
    assert "@locale" not in town.asked[0].query
    wrong = await client.post({"query": 'query @locale(lang: "xx-none") { whoami }'})
    assert wrong.json["errors"][0]["extensions"]["code"] == "UNKNOWN_LOCALE"


async def test_the_schema_tells_tools_of_the_gateways_own_directives(client: AsgiClient) -> None:
    asked = "{ __schema { directives { name locations args { name } } } }"
    told = (await client.post({"query": asked})).json["data"]["__schema"]["directives"]
    found = {one["name"]: (one["locations"], [arg["name"] for arg in one["args"]]) for one in told}
    assert found["locale"] == (["QUERY", "MUTATION", "SUBSCRIPTION"], ["lang"])
    assert found["defer"] == (["FRAGMENT_SPREAD", "INLINE_FRAGMENT"], ["label", "if"])


async def test_a_public_door_hides_its_schema_and_takes_no_bare_get(town: Town) -> None:  # H8
    client = AsgiClient(town.gateway(GatewaySettings()))
    refused = await client.post({"query": "{ __schema { types { name } } }"})
    assert refused.json["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    shown = await client.post({"query": '{ __type(name: "Place") { name } }'})
    assert shown.json == {"data": {"__type": {"name": "Place"}}}
    assert (await client.get("/graphql?query={__typename}")).status == 405
    hinted = await client.post({"query": "{ plases { id } }"})
    assert "places" not in hinted.body.decode()


async def test_a_client_that_hangs_up_stops_the_work(client: AsgiClient, town: Town) -> None:  # Q9
    body = json.dumps({"query": "{ slow(seconds: 30) }"}).encode()
    answer = await client.request(
        "POST",
        "/graphql",
        body=body,
        headers=[("content-type", "application/json")],
        leave_after=0.1,
    )
    assert answer.status == 0
    assert town.cancelled == 1


@pytest.mark.parametrize(
    "headers",
    [
        [("origin", "https://evil.example")], [("origin", "null")], [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")], [("cookie", "s=1")],
    ],
)  # fmt: skip
async def test_foreign_pages_are_refused(
    client: AsgiClient, town: Town, headers: list[tuple[str, str]]
) -> None:  # security 4.5
    answer = await client.post({"query": "mutation { add }"}, *headers)
    assert answer.status == 403
    assert answer.json["errors"][0]["extensions"]["code"] == "CSRF_REFUSED"
    assert town.added == 0


async def test_a_listed_origin_is_echoed_and_may_send_cookies(town: Town) -> None:
    settings = GatewaySettings(profile=Profile.DEVELOPER, origins=("https://app.example",))
    client = AsgiClient(town.gateway(settings))
    headers = [("origin", "https://app.example"), ("cookie", "s=1"), ("torget-client", "web")]
    answer = await client.post({"query": "{ __typename }"}, *headers)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "https://app.example"
    preflight = await client.request("OPTIONS", "/graphql", headers=headers[:1])
    assert preflight.headers["access-control-allow-origin"] == "https://app.example"
    foreign = await client.request(
        "OPTIONS", "/graphql", headers=[("origin", "https://evil.example")]
    )
    assert "access-control-allow-origin" not in foreign.headers


async def test_health_is_told_without_asking_anybody(client: AsgiClient, town: Town) -> None:  # K7
    assert (await client.get("/livez")).status == 200
    assert (await client.get("/readyz")).json == {"status": "ready"}
    assert (await client.get("/metrics")).status == 200
    assert town.asked == []


async def test_figures_are_for_operators_where_the_door_is_public(town: Town) -> None:
    gateway = town.gateway(GatewaySettings(profile=Profile.PUBLIC))  # security row 7
    assert (await AsgiClient(gateway).get("/metrics")).status == 404
    inside = AsgiClient(gateway.inside)
    assert b"torget_gateway_" in (await inside.get("/metrics")).body
    assert (await inside.get("/readyz")).json == {"status": "ready"}
    assert (await inside.get("/livez")).status == 200
    assert (await inside.get("/graphql")).status == 404


async def test_the_page_for_developers_needs_no_other_address(client: AsgiClient) -> None:
    answer = await client.get("/graphql", ("accept", "text/html,*/*"))
    assert answer.status == 200
    assert b"http" not in answer.body.replace(b"http-equiv", b"")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert (await client.get("/graphiql")).body == answer.body


async def test_a_new_schema_serves_new_requests(town: Town) -> None:  # reliability V5
    gateway = town.gateway(DEVELOPER)
    client = AsgiClient(gateway)
    before = gateway.desk.version
    await gateway.swap(before.supergraph)
    assert gateway.desk.version is not before
    assert (await client.post({"query": "{ __typename }"})).json == {
        "data": {"__typename": "Query"}
    }
