# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A browser signs in at the city's demonstration issuer, is recognised, steps up, signs out."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import msgspec
import pytest

from gateway.auth.attempts import LocalAttempts
from gateway.auth.bearer import BearerDoor
from gateway.auth.choices import Choices, Mandate
from gateway.auth.doors import AuthDoors
from gateway.auth.dpop import ProofVerifier
from gateway.auth.issuers import Issuer, IssuerKind, Trusted
from gateway.auth.partners import Partners
from gateway.auth.providers import HttpReply, ProviderDirectory, ProviderUnusable
from gateway.auth.revocation import Revocation, RevokedKind
from gateway.auth.sessions import COOKIE, LOGIN_COOKIE, LocalSessions, SessionDesk, hash_of
from gateway.auth.sign_in import SignIn
from gateway.city.admission import SIGN_IN_BUDGET
from services.identity import service
from services.identity.demo import demo_key, issuer_of
from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.running import open_service
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller, Delegation
from services.kit.wire.front.head import RequestHead
from services.kit.wire.gcra import Buckets
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.signed import sign_compact

ADDRESS = "https://torget.example"
ISS = issuer_of(ADDRESS)
LOA2 = "http://id.elegnamnden.se/loa/1.0/loa2"
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"
LOA4 = "http://id.elegnamnden.se/loa/1.0/loa4"
EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}


MANDATES = {
    ("demo-relative", "m1"): Mandate(
        principal="demo-elder", delegation=Delegation(id="m1", scopes=("care.book",))
    )
}


class City:
    """The issuer, the doors below /auth, and a browser that keeps cookies."""

    def __init__(self, op: httpx.AsyncClient, clock: ManualClock, folder) -> None:
        self.clock = clock
        self.key = demo_key(folder)
        self.store = LocalSessions()
        self.cookies: dict[str, str] = {}
        issuer = Issuer(id="demo", iss=ISS, kind=IssuerKind.HOUSE, scope="openid profile")
        other = Issuer(id="other", iss="https://other.example", client_id="c")

        async def http(method, url, form, headers) -> HttpReply:
            answer = await op.request(method, url, data=form, headers=headers)
            return HttpReply(answer.status_code, answer.content)

        self.directories = {
            each.id: ProviderDirectory(each, http, now=clock.monotonic) for each in (issuer, other)
        }
        trusted = [Trusted(issuer, self.directories["demo"].keys)]
        self.bearer = BearerDoor(trusted, ProofVerifier(ADDRESS, now=self.now), now=self.now)
        self.sign_in = SignIn(
            (issuer, other),
            SessionDesk(self.store, now=self.now),
            self.bearer,
            Partners(http, lambda _: self.key, now=self.now),
            address=ADDRESS,
            now=self.now,
            directories=self.directories,
            attempts=LocalAttempts(now=self.now),
        )

        async def revoke(revocations):
            self.bearer.revocations.add(revocations)

        async def mandates(caller, mandate):
            return MANDATES.get((caller.sub, mandate))

        self.doors = AuthDoors(
            self.sign_in,
            revoke,
            address=ADDRESS,
            now=self.now,
            choices=Choices(self.sign_in.desk, mandates),
            ended=self.bearer.revocations.ends_mandate,
        )
        self.op = op
        self.web = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.doors.before(op._transport.app)),
            base_url=ADDRESS,
        )

    def now(self) -> float:
        return self.clock.now_ms() / 1000

    async def get(self, url: str) -> httpx.Response:
        answer = await self.web.get(url, headers=self._jar())
        self._keep(answer)
        return answer

    async def post(self, url: str, form=None, **headers: str) -> httpx.Response:
        answer = await self.web.post(url, data=form, headers={**self._jar(), **headers})
        self._keep(answer)
        return answer

    def _jar(self) -> dict[str, str]:
        self.web.cookies.clear()
        return {"cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}

    def _keep(self, answer: httpx.Response) -> None:
        for line in answer.headers.get_list("set-cookie"):
            pair, _, rest = line.partition(";")
            name, _, value = pair.partition("=")
            assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= {
                part.strip() for part in rest.split(";")
            }
            assert "Domain" not in rest
            self.cookies[name] = value
            if "Max-Age=0" in rest:
                del self.cookies[name]

    async def to_callback(self, who: str = "amina", **query: str) -> str:
        asked = {"issuer": "demo", "login_hint": who, "return_to": "/home", **query}
        begun = await self.get(f"/auth/login?{urlencode(asked)}")
        assert begun.status_code == 302, begun.text
        sent = await self.op.get(begun.headers["location"])
        assert sent.status_code == 302, sent.text
        return sent.headers["location"]

    async def enter(self, who: str = "amina", **query: str) -> httpx.Response:
        return await self.get(await self.to_callback(who, **query))

    async def me(self) -> dict:
        return (await self.get("/auth/me")).json()


@pytest.fixture
async def city(tmp_path) -> AsyncIterator[City]:
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

    transport = httpx.ASGITransport(app=rest_doors([running], admit, clock))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as op:
        made = City(op, clock, tmp_path)
        yield made
        await made.web.aclose()
    await running.stop()


@pytest.mark.anyio
async def test_a_browser_signs_in_and_is_recognised(city):  # security W1, B1
    assert (await city.me())["kind"] == "anonymous"
    done = await city.enter("officer")
    assert (done.status_code, done.headers["location"]) == (302, "/home")
    assert set(city.cookies) == {COOKIE}
    assert len(city.cookies[COOKIE]) >= 43
    me = await city.me()
    assert (me["kind"], me["id"], me["loa"]) == ("staff", "demo-officer", 3)
    assert (me["actingFor"], me["mandate"], me["roles"]) == (None, None, ["officer"])
    assert me["assignment"]["unit"] == "traffic-office"
    held = next(iter(city.store._held.values()))
    assert held.id_hash == hash_of(city.cookies[COOKIE])
    assert done.headers["cache-control"] == "no-store"


@pytest.mark.anyio
async def test_the_request_to_the_issuer_carries_every_protection(city):  # security W1
    begun = await city.get("/auth/login?issuer=demo&return_to=//evil.example")
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{ADDRESS}/auth/callback/demo"]
    assert len(asked["state"][0]) >= 43
    assert len(asked["nonce"][0]) >= 43


@pytest.mark.anyio
async def test_an_answer_is_good_once_and_only_in_the_browser_that_asked(city):  # security W2
    callback = await city.to_callback()
    login = city.cookies.pop(LOGIN_COOKIE)
    assert (await city.get(callback)).status_code == 401
    city.cookies[LOGIN_COOKIE] = login
    assert (await city.get(callback)).status_code == 401
    callback = await city.to_callback()
    kept = city.cookies[LOGIN_COOKIE]
    city.cookies[LOGIN_COOKIE] = "x" * 43
    assert (await city.get(callback)).status_code == 401
    city.cookies[LOGIN_COOKIE] = kept
    assert (await city.enter()).status_code == 302
    assert (await city.get(callback)).status_code == 401


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("iss=https%3A%2F%2Ftorget.example%2Fidentity", "iss=https%3A%2F%2Fevil.example"),
        ("&iss=https%3A%2F%2Ftorget.example%2Fidentity", ""),
        ("/callback/demo", "/callback/other"),
        ("state=", "state=x"),
        ("code=", "code=x"),
        ("code=", "error=access_denied&kode="),
    ],
)
async def test_an_answer_that_was_touched_or_mixed_up_is_refused(city, old, new):  # security W3
    callback = await city.to_callback()
    assert old in callback
    answer = await city.get(callback.replace(old, new))
    assert answer.status_code == 401
    assert COOKIE not in city.cookies
    assert "access_denied" not in answer.text


@pytest.mark.anyio
async def test_an_attempt_grows_old(city):
    callback = await city.to_callback()
    city.clock.advance(601)
    assert (await city.get(callback)).status_code == 401


@pytest.mark.anyio
async def test_a_step_up_gives_a_new_session_and_ends_the_old(city):  # security A4, B1
    await city.enter(acr_values=LOA2)
    old = city.cookies[COOKIE]
    assert (await city.me())["loa"] == 2
    await city.enter(acr_values=LOA3)
    assert (await city.me())["loa"] == 3
    assert city.cookies[COOKIE] != old
    city.cookies[COOKIE] = old
    assert (await city.get("/auth/me")).json() == {"code": "SESSION_ENDED"}


@pytest.mark.anyio
async def test_a_step_up_that_falls_short_or_changes_the_person_is_refused(city):  # security A4
    await city.enter()
    short = await city.enter(acr_values=LOA4)
    assert (short.status_code, short.json()) == (403, {"code": "STEP_UP_FAILED"})
    other = await city.enter("elder", acr_values=LOA3)
    assert (other.status_code, other.json()) == (403, {"code": "STEP_UP_FAILED"})
    assert (await city.get("/auth/me")).status_code == 401


@pytest.mark.anyio
async def test_a_plain_sign_in_of_somebody_else_takes_the_place_of_the_session_before(city):
    await city.enter()
    before = city.cookies[COOKIE]
    assert (await city.enter("elder")).status_code == 302
    assert (await city.me())["id"] == "demo-elder"
    city.cookies[COOKIE] = before
    assert (await city.get("/auth/me")).status_code == 401


@pytest.mark.anyio
async def test_a_session_grows_idle_and_old(city):  # security B1
    await city.enter()
    for _ in range(30):
        city.clock.advance(25 * 60)
        if (await city.get("/auth/me")).status_code == 401:
            break
    assert city.clock.monotonic() == pytest.approx(12 * 3600, abs=1500)
    await city.enter("staff")
    city.clock.advance(15 * 60)
    assert (await city.get("/auth/me")).status_code == 401


@pytest.mark.anyio
async def test_a_planted_cookie_is_never_taken_over(city):  # security B1
    city.cookies[COOKIE] = "planted-by-somebody"
    await city.enter()
    assert city.cookies[COOKIE] != "planted-by-somebody"


@pytest.mark.anyio
async def test_signing_out_needs_a_page_of_ours_and_ends_both_sides(city):  # security B3, B5
    await city.enter()
    refresh = next(iter(city.store._held.values())).refresh_token
    assert (await city.post("/auth/logout")).json() == {"code": "CSRF_REFUSED"}
    assert (await city.post("/auth/logout", origin="https://evil.example")).status_code == 403
    done = await city.post("/auth/logout", origin=ADDRESS)
    assert done.json()["location"].startswith(f"{ISS}/logout?id_token_hint=")
    assert (await city.me())["kind"] == "anonymous"
    form = {"grant_type": "refresh_token", "client_id": "torget", "refresh_token": refresh}
    assert (await city.op.post("/identity/token", data=form)).status_code == 400


def logout_token(city: City, *, typ: str = "logout+jwt", **changed) -> str:
    now = int(city.now())
    good = {"iss": ISS, "aud": "torget", "iat": now, "exp": now + 120, "jti": "l1",
            "events": EVENT, "sub": "demo-amina"}  # fmt: skip
    claims = {name: value for name, value in {**good, **changed}.items() if value is not None}
    return sign_compact(claims, city.key, typ=typ)


@pytest.mark.anyio
async def test_the_issuer_ends_a_session_from_behind(city):  # security B6
    await city.enter()
    sid = next(iter(city.store._held.values())).sid
    form = {"logout_token": logout_token(city, sid=sid)}
    assert (await city.post("/auth/backchannel/demo", form)).status_code == 200
    assert (await city.get("/auth/me")).json() == {"code": "SESSION_ENDED"}
    assert (await city.post("/auth/backchannel/demo", form)).status_code == 400


@pytest.mark.anyio
@pytest.mark.parametrize(
    "change",
    [
        {"typ": "JWT"},
        {"typ": "at+jwt"},
        {"nonce": "n"},
        {"events": None},
        {"events": {}},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": 1}},
        {"sub": None},
        {"jti": None},
        {"aud": "other"},
        {"iss": "https://evil.example"},
        {"exp": 1767225000},
        {"iat": 1767300000},
    ],
)
async def test_a_wrong_logout_token_ends_nothing(city, change):  # security B6
    await city.enter()
    form = {"logout_token": logout_token(city, **change)}
    assert (await city.post("/auth/backchannel/demo", form)).status_code == 400
    assert (await city.me())["id"] == "demo-amina"


@pytest.mark.anyio
async def test_a_description_of_another_issuer_is_refused(city):  # security W6
    good = (await city.op.get("/identity/.well-known/openid-configuration")).json()
    for change in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://torget.example/token"},
        {"code_challenge_methods_supported": ["plain"]},
        {"jwks_uri": 5},
    ):
        body = msgspec.json.encode({**good, **change})

        async def http(*_, body=body) -> HttpReply:
            return HttpReply(200, body)

        issuer = Issuer(id="x", iss=ISS)
        with pytest.raises(ProviderUnusable):
            await ProviderDirectory(issuer, http, now=city.now).describe()


@pytest.mark.anyio
async def test_unknown_issuers_doors_and_methods_are_named_so(city):
    assert (await city.get("/auth/login?issuer=nobody")).status_code == 404
    assert (await city.get("/auth/logout")).status_code == 405
    assert (await city.get("/auth/login?issuer=demo&issuer=other")).status_code == 400
    assert (await city.get("/auth/login?issuer=other")).status_code == 503


@pytest.mark.anyio
async def test_one_assignment_is_chosen_and_the_session_gets_a_new_id(city):  # security G5
    await city.enter("staff")
    first = city.cookies[COOKIE]
    me = await city.me()
    assert [each["unit"] for each in me["assignments"]] == [
        "hemtjanst-sodermalm", "hemtjanst-kungsholmen",
    ]  # fmt: skip
    wanted = {"id": me["assignments"][1]["id"]}
    assert (await city.post("/auth/assignment", wanted)).status_code == 403  # no page of ours
    done = await city.post("/auth/assignment", wanted, origin=ADDRESS)
    assert done.status_code == 204
    assert city.cookies[COOKIE] != first
    assert (await city.me())["assignment"]["unit"] == "hemtjanst-kungsholmen"
    foreign = await city.post("/auth/assignment", {"id": "somebody-elses"}, origin=ADDRESS)
    assert foreign.json() == {"code": "ASSIGNMENT_REQUIRED"}
    city.cookies[COOKIE] = first
    assert (await city.get("/auth/me")).status_code == 401


@pytest.mark.anyio
async def test_acting_for_another_person_and_back(city):  # security G1, G2
    await city.enter("sara")
    own = city.cookies[COOKIE]
    other = await city.post("/auth/acting-for", {"mandate": "m2"}, origin=ADDRESS)
    assert (other.status_code, other.json()) == (403, {"code": "DELEGATION_ENDED"})
    assert (await city.post("/auth/acting-for", {"mandate": "m1"}, origin=ADDRESS)).is_success
    assert city.cookies[COOKIE] != own
    me = await city.me()
    assert (me["id"], me["actingFor"], me["mandate"]) == ("demo-relative", "demo-elder", "m1")
    ended = Revocation(iss="", kind=RevokedKind.DELEGATION, value="m1", not_before=0, until=1e12)
    city.bearer.revocations.add([ended])
    with pytest.raises(Problem, match="DELEGATION_ENDED"):
        await city.doors.recognise(head_with(city))
    back = await city.post("/auth/acting-for", {}, origin=ADDRESS)
    assert back.status_code == 204
    assert (await city.me())["actingFor"] is None
    assert (await city.doors.recognise(head_with(city))).sub == "demo-relative"


def head_with(city: City) -> RequestHead:
    cookie = f"{COOKIE}={city.cookies[COOKIE]}".encode()
    return RequestHead(
        method="POST", path="/graphql", raw=[(b"cookie", cookie)], headers={b"cookie": cookie}
    )


@pytest.mark.anyio
async def test_a_person_lists_her_sessions_and_ends_them_all(city):  # security B5
    await city.enter()
    first = city.cookies.pop(COOKIE)
    await city.enter()
    listed = (await city.get("/auth/sessions")).json()
    assert [each["isThis"] for each in listed] == [False, True]
    one = await city.post("/auth/sessions", {"id": listed[0]["id"]}, origin=ADDRESS)
    assert one.json() == {"ended": 1}
    assert (await city.post("/auth/sessions", {}, origin=ADDRESS)).json() == {"ended": 1}
    assert (await city.get("/auth/me")).status_code == 401
    city.cookies[COOKIE] = first
    assert (await city.get("/auth/me")).status_code == 401
    assert (await city.get("/auth/sessions")).status_code == 401


@pytest.mark.anyio
async def test_the_issuer_is_asked_anew_when_its_tokens_grow_old(city):  # security B4
    await city.enter("amina", scope="openid offline_access")
    held = next(iter(city.store._held.values()))
    assert held.refresh_token
    city.clock.advance(601)
    assert (await city.me())["id"] == "demo-amina"
    renewed = next(iter(city.store._held.values()))
    assert renewed.refresh_token != held.refresh_token
    form = {"token": renewed.refresh_token, "client_id": "torget"}
    await city.op.post("/identity/revoke", data=form)
    city.clock.advance(601)
    assert (await city.get("/auth/me")).json() == {"code": "SESSION_ENDED"}


@pytest.mark.anyio
async def test_a_network_that_begins_too_many_sign_ins_waits(city):  # security X2
    buckets = Buckets(city.clock.monotonic)
    city.doors._spend = lambda client, cost: buckets.take(str(client), SIGN_IN_BUDGET, cost)
    begun = [await city.get("/auth/login?issuer=demo") for _ in range(6)]
    assert [each.status_code for each in begun] == [302] * 5 + [429]
    assert begun[-1].json() == {"code": "RATE_LIMITED"}
    assert begun[-1].headers["retry-after"] == "4"
    city.clock.advance(4)
    assert (await city.get("/auth/login?issuer=demo")).status_code == 302
