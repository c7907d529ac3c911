# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The issuer by its doors: sign-in with PKCE, rotation, family revocation, refusals."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from gateway.city.catalogue import chosen_services
from services.identity import service
from services.identity.demo import demo_key, person_named
from services.identity.domain import challenge_of
from services.identity.rest import machine_secret, routes
from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.errors import SettingsProblem
from services.kit.policy.routes import unguarded_routes
from services.kit.running import open_service
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from services.kit.wire.tokens.keys import read_key_set
from services.kit.wire.tokens.signed import verify_compact

ADDRESS = "https://torget.example"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
REDIRECT = f"{ADDRESS}/auth/callback/demo"
GOOD = {
    "response_type": "code",
    "client_id": "torget",
    "redirect_uri": REDIRECT,
    "scope": "openid profile",
    "state": "s1",
    "nonce": "n1",
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
    "login_hint": "amina",
}


class Issuer:
    """The service with its doors, and a browser."""

    def __init__(self, client: httpx.AsyncClient, clock: ManualClock, folder) -> None:
        self.client = client
        self.clock = clock
        self.key = demo_key(folder)

    async def authorize(self, **changed: str) -> httpx.Response:
        return await self.client.get("/identity/authorize", params={**GOOD, **changed})

    async def code(self, **changed: str) -> str:
        answer = await self.authorize(**changed)
        assert answer.status_code == 302, answer.text
        return sent_back(answer)["code"]

    async def token(self, **form: str) -> httpx.Response:
        return await self.client.post("/identity/token", data=form)

    async def exchange(self, code: str, **changed: str) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": "torget",
            "code": code,
            "redirect_uri": REDIRECT,
            "code_verifier": VERIFIER,
            **changed,
        }
        return await self.token(**form)

    async def refresh(self, token: str, client: str = "torget") -> httpx.Response:
        return await self.token(grant_type="refresh_token", client_id=client, refresh_token=token)

    def claims(self, token: str, typ: str) -> dict:
        keys = read_key_set({"keys": [self.key.public_jwk]})
        return verify_compact(token, keys, typs=(typ,))


def sent_back(answer: httpx.Response) -> dict[str, str]:
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


@pytest.fixture
async def issuer(tmp_path) -> AsyncIterator[Issuer]:
    clock = ManualClock()
    running = await open_service(
        service,
        database_url=f"sqlite:///{tmp_path}",
        bus=LocalBus(),
        clock=clock,
        address=ADDRESS,
        folder=tmp_path,
    )

    async def admit(_: RequestHead) -> Caller:
        return ANONYMOUS

    app = rest_doors([running], admit, clock)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield Issuer(client, clock, tmp_path)
    await running.stop()


def test_the_standard_pair_of_verifier_and_challenge():  # security W1
    assert challenge_of(VERIFIER) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_production_refuses_the_demonstration_issuer():
    assert "identity" not in chosen_services((), production=True)
    with pytest.raises(SettingsProblem, match="demonstration"):
        chosen_services(("identity",), production=True)


def test_every_door_is_locked_or_says_why_not():  # security Z9
    assert list(unguarded_routes(routes)) == []


@pytest.mark.anyio
async def test_a_sign_in_gives_tokens_that_say_who_and_how(issuer):
    answer = await issuer.authorize()
    back = sent_back(answer)
    assert (back["state"], back["iss"]) == ("s1", f"{ADDRESS}/identity")
    tokens = (await issuer.exchange(back["code"])).json()
    access = issuer.claims(tokens["access_token"], "at+jwt")
    assert (access["sub"], access["aud"], access["client_id"]) == ("demo-amina", "torget", "torget")
    assert access["acr"] == person_named("amina").acr[0]
    assert access["exp"] - access["iat"] == 600
    ident = issuer.claims(tokens["id_token"], "jwt")
    assert (ident["nonce"], ident["aud"], ident["name"]) == ("n1", "torget", "Amina Haddad")
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    user = await issuer.client.get("/identity/userinfo", headers=headers)
    assert user.json() == {"sub": "demo-amina", "name": "Amina Haddad", "locale": "ar"}


@pytest.mark.anyio
async def test_discovery_names_the_configured_address_and_keys(issuer):  # security W6
    found = await issuer.client.get(
        "/identity/.well-known/openid-configuration", headers={"host": "evil.example"}
    )
    assert found.json()["issuer"] == f"{ADDRESS}/identity"
    keys = (await issuer.client.get("/identity/jwks")).json()["keys"]
    assert [key["alg"] for key in keys] == ["ES256"]
    assert all("d" not in key for key in keys)


@pytest.mark.anyio
async def test_without_a_hint_a_page_asks_who_comes(issuer):
    page = await issuer.authorize(login_hint="", state='"><script>x</script>')
    assert page.status_code == 200
    assert "Amina Haddad" in page.text
    assert "<script>" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    chosen = await issuer.client.post(
        "/identity/authorize", data={**GOOD, "login_hint": "", "person": "editor"}
    )
    assert (await issuer.exchange(sent_back(chosen)["code"])).status_code == 200


@pytest.mark.anyio
@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": REDIRECT + "/"},
        {"redirect_uri": REDIRECT + "?x=1"},
        {"redirect_uri": ""},
        {"client_id": "nobody"},
        {"client_id": "torget-device"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
    ],
)
async def test_a_request_that_cannot_be_trusted_is_answered_here_not_there(issuer, change):
    answer = await issuer.authorize(**change)
    assert answer.status_code in (400, 401)
    assert "location" not in answer.headers


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"state": ""}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"login_hint": "", "prompt": "none"}, "login_required"),
        ({"login_hint": "nobody"}, "login_required"),
        (
            {"acr_values": "http://id.elegnamnden.se/loa/1.0/loa4"},
            "unmet_authentication_requirements",
        ),
    ],
)
async def test_a_request_that_cannot_be_met_goes_back_with_its_error(issuer, change, error):
    back = sent_back(await issuer.authorize(**change))
    assert back["error"] == error
    assert "code" not in back


@pytest.mark.anyio
async def test_the_wanted_level_is_given_when_the_person_has_it(issuer):  # security A2
    weak = "http://id.elegnamnden.se/loa/1.0/loa2"
    tokens = (await issuer.exchange(await issuer.code(acr_values=weak))).json()
    assert issuer.claims(tokens["access_token"], "at+jwt")["acr"] == weak


@pytest.mark.anyio
@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": ""},
        {"redirect_uri": f"{ADDRESS}/other"},
        {"client_id": "torget-app"},
        {"code": "unknown"},
    ],
)
async def test_a_code_helps_only_whoever_began(issuer, change):
    answer = await issuer.exchange(**{"code": await issuer.code(), **change})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


@pytest.mark.anyio
async def test_a_code_used_twice_ends_what_it_gave(issuer):
    code = await issuer.code()
    first = (await issuer.exchange(code)).json()
    assert (await issuer.exchange(code)).json()["error"] == "invalid_grant"
    assert (await issuer.refresh(first["refresh_token"])).json()["error"] == "invalid_grant"


@pytest.mark.anyio
async def test_a_code_dies_after_a_minute(issuer):
    code = await issuer.code()
    issuer.clock.advance(61)
    assert (await issuer.exchange(code)).json()["error"] == "invalid_grant"


@pytest.mark.anyio
async def test_refresh_rotates_and_a_spent_token_ends_the_family(issuer):
    first = (await issuer.exchange(await issuer.code())).json()["refresh_token"]
    second = (await issuer.refresh(first)).json()["refresh_token"]
    third = (await issuer.refresh(second)).json()["refresh_token"]
    assert len({first, second, third}) == 3
    assert (await issuer.refresh(first)).json()["error"] == "invalid_grant"
    assert (await issuer.refresh(third)).json()["error"] == "invalid_grant"


@pytest.mark.anyio
async def test_a_refresh_token_of_another_client_is_refused(issuer):
    token = (await issuer.exchange(await issuer.code())).json()["refresh_token"]
    assert (await issuer.refresh(token, "torget-app")).json()["error"] == "invalid_grant"


@pytest.mark.anyio
async def test_revocation_ends_the_family_and_says_nothing(issuer):
    token = (await issuer.exchange(await issuer.code())).json()["refresh_token"]
    for each in (token, "unknown"):
        assert (
            await issuer.client.post("/identity/revoke", data={"token": each})
        ).status_code == 200
    assert (await issuer.refresh(token)).json()["error"] == "invalid_grant"


@pytest.mark.anyio
async def test_logout_ends_the_sign_in_and_goes_home_only(issuer):  # security B5
    tokens = (await issuer.exchange(await issuer.code())).json()
    leave = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": f"{ADDRESS}/"}
    gone = await issuer.client.get("/identity/logout", params=leave)
    assert gone.headers["location"] == f"{ADDRESS}/"
    assert (await issuer.refresh(tokens["refresh_token"])).json()["error"] == "invalid_grant"
    leave["post_logout_redirect_uri"] = "https://evil.example/"
    assert "location" not in (await issuer.client.get("/identity/logout", params=leave)).headers


@pytest.mark.anyio
async def test_a_machine_gets_one_scope_for_its_secret(issuer):  # security T9
    form = {
        "grant_type": "client_credentials",
        "client_id": "torget-device",
        "client_secret": machine_secret(issuer.key, "torget-device"),
        "scope": "devices.write",
    }
    tokens = (await issuer.token(**form)).json()
    assert "refresh_token" not in tokens
    assert issuer.claims(tokens["access_token"], "at+jwt")["torget_kind"] == "device"
    assert (await issuer.token(**{**form, "client_secret": "wrong"})).status_code == 401
    assert (await issuer.token(**{**form, "scope": "a b"})).json()["error"] == "invalid_scope"
    assert (await issuer.token(**{**form, "client_id": "torget"})).json()["error"] == (
        "unsupported_grant_type"
    )
