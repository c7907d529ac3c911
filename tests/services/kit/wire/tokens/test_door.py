# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A service admits the gateway's callers, whole and fresh, and nobody else."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.clock import ManualClock
from services.kit.wire.caller import Assignment, Caller, CallerKind, Delegation
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.binding import BindingVerifier, service_key
from services.kit.wire.tokens.caller_token import (
    CallerClaims,
    CallerMint,
    CallerVerifier,
    claims_of,
)
from services.kit.wire.tokens.door import CallerDoor, CallerSigner
from services.kit.wire.tokens.keys import KeySet, ed25519_signing_key, new_signing_key
from services.kit.wire.tokens.rotation import CallerKeys, KeyRing
from services.kit.wire.tokens.signed import sign_compact

SECRET = b"s" * 32
BODY = b'{"query":"{me{id}}"}'
NURSE = Caller(
    kind=CallerKind.STAFF,
    sub="s1",
    act_for="r1",
    delegation=Delegation(id="d1", scopes=("a", "b"), until=9),
    loa=3,
    flags=("care_staff",),
    auth_time=1767225000,
    scopes=("care:read", "care:write"),
    roles=("care_staff",),
    assignment=Assignment(id="a1", unit="u1", provider="p1", purpose="care", rights=("read",)),
    purpose="care",
    session="se1",
)


class House:
    """One gateway and one service, on one clock."""

    def __init__(self, service: str = "care") -> None:
        self.clock = ManualClock()
        self.ring = KeyRing(new_signing_key(), now=self.now)
        self.reads = 0
        self.refused: list[str] = []
        self.signer = CallerSigner(CallerMint(self.ring.active, now=self.now), SECRET, now=self.now)
        self.door = CallerDoor(
            CallerVerifier(service, CallerKeys(self.fetch, now=self.now), now=self.now),
            BindingVerifier(service_key(SECRET, service), now=self.now),
            count=self.refused.append,
        )

    def now(self) -> float:
        return self.clock.now_ms() / 1000

    async def fetch(self) -> dict:
        self.reads += 1
        return self.ring.document()

    def headers(self, caller: Caller = NURSE, service: str = "care", body: bytes = BODY) -> dict:
        made = self.signer.headers(caller, service, body)
        return {name.lower(): value for name, value in made.items()}

    async def reason(self, headers: dict, body: bytes = BODY, **given: object) -> str:
        with pytest.raises(Problem) as raised:
            await self.door.admit(headers, body, **given)
        assert raised.value.code == "TOKEN_INVALID"
        return self.refused[-1]


@pytest.mark.anyio
async def test_every_fact_about_a_caller_arrives():  # security C5
    house = House()
    assert await house.door.admit(house.headers(), BODY) == NURSE


@pytest.mark.anyio
async def test_nobody_gets_in_without_both_headers():  # security C1
    house = House()
    good = house.headers()
    assert await house.reason({}) == "unbound"
    assert await house.reason({"authorization": "Bearer x"}) == "unbound"
    assert await house.reason({"torget-caller": good["torget-caller"]}) == "unbound"
    assert await house.reason({"torget-binding": good["torget-binding"]}) == "unbound"


@pytest.mark.anyio
async def test_a_token_for_another_service_is_refused():  # security C2
    house = House()
    assert await house.reason(house.headers(service="parking")) == "unbound"
    forwarded = House("parking")
    forwarded.ring = house.ring
    token = house.headers()["torget-caller"]
    from_care = CallerSigner(forwarded.signer._mint, SECRET, now=house.now)
    headers = {k.lower(): v for k, v in from_care.headers(NURSE, "parking", BODY).items()}
    assert token != headers["torget-caller"]


@pytest.mark.anyio
async def test_a_right_binding_does_not_help_a_token_of_another_service():  # security C2
    house = House()
    mint = house.signer._mint
    mint.mint = lambda caller, _, **how: CallerMint.mint(mint, caller, "parking", **how)  # type: ignore[method-assign]
    assert await house.reason(house.headers()) == "audience"


@pytest.mark.anyio
async def test_another_operation_or_a_later_moment_is_refused():  # security C3
    house = House()
    headers = house.headers()
    assert await house.reason(headers, body=BODY + b" ") == "unbound"
    assert await house.reason(headers, path="/rest") == "unbound"
    assert await house.reason(headers, method="GET") == "unbound"
    house.clock.advance(31)
    assert await house.reason(headers) == "expired"


@pytest.mark.anyio
async def test_an_operation_with_effects_is_admitted_once():  # security C3
    house = House()
    headers = house.headers()
    await house.door.admit(headers, BODY, has_effects=True)
    assert await house.reason(headers, has_effects=True) == "replayed"


@pytest.mark.anyio
async def test_a_token_dies_after_a_minute_even_from_the_cache():  # security C2
    house = House()
    token = house.headers()["torget-caller"]
    await house.door.admit(house.headers(), BODY)
    house.clock.advance(61)
    assert house.headers()["torget-caller"] != token
    with pytest.raises(Exception, match="expired"):
        await house.door._tokens.verify(token)


@pytest.mark.anyio
async def test_the_same_facts_share_a_token_and_other_facts_do_not():  # security C2
    house = House()
    assert house.headers()["torget-caller"] == house.headers()["torget-caller"]
    other = msgspec.structs.replace(NURSE, loa=2)
    assert house.headers()["torget-caller"] != house.headers(other)["torget-caller"]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"iss": "elsewhere"}, "issuer"),
        ({"aud": "car"}, "audience"),
        ({"exp": 1767225600}, "expired"),
        ({"exp": 1767229200}, "too_long"),
        ({"iat": 1767225606, "exp": 1767225666}, "not_yet"),
        ({"kind": "king"}, "claims"),
        ({"loa": "3"}, "claims"),
    ],
)
async def test_a_wrong_claim_is_refused(change, reason):  # security C2
    house = House()
    claims = claims_of(NURSE, audience="care", seconds=int(house.now()), jti="j")
    token = sign_compact(
        {**msgspec.to_builtins(claims), **change}, house.ring.active(), typ="torget-caller+jwt"
    )
    with pytest.raises(Exception, match=reason):
        await house.door._tokens.verify(token)


@pytest.mark.anyio
async def test_a_token_of_another_kind_or_key_is_refused():  # security C2
    house = House()
    claims = msgspec.json.encode(claims_of(NURSE, audience="care", seconds=1767225600, jti="j"))
    for token in (
        sign_compact(claims, house.ring.active(), typ="at+jwt"),
        sign_compact(claims, ed25519_signing_key(bytes(32), kid="x"), typ="torget-caller+jwt"),
        sign_compact(
            claims,
            ed25519_signing_key(bytes(32), kid=house.ring.active().kid),
            typ="torget-caller+jwt",
        ),
        sign_compact(claims, new_signing_key("ES256"), typ="torget-caller+jwt"),
    ):
        with pytest.raises(Exception, match=r"type|key|signature|algorithm"):
            await house.door._tokens.verify(token)


@pytest.mark.anyio
async def test_keys_rotate_under_load_and_nobody_is_refused():  # security C4
    house = House()
    used = set()
    for second in range(2400):
        if second == 300:
            house.ring.announce(new_signing_key())
        headers = house.headers()
        assert await house.door.admit(headers, BODY) == NURSE
        used.add(house.ring.active().kid)
        house.clock.advance(1)
    assert len(used) == 2
    assert len(house.ring.document()["keys"]) == 1


@pytest.mark.anyio
async def test_unknown_key_ids_do_not_make_a_service_ask_again_and_again():  # security C4
    house = House()
    await house.door.admit(house.headers(), BODY)
    claims = msgspec.json.encode(claims_of(NURSE, audience="care", seconds=1767225600, jti="j"))
    for number in range(50):
        stranger = sign_compact(
            claims, ed25519_signing_key(bytes(32), kid=f"x{number}"), typ="torget-caller+jwt"
        )
        with pytest.raises(Exception, match="key"):
            await house.door._tokens.verify(stranger)
    assert house.reads == 1
    house.clock.advance(6)
    with pytest.raises(Exception, match="key"):
        await house.door._tokens.verify(stranger)
    assert house.reads == 2


@given(data=st.data())
def test_any_changed_byte_is_refused(data):  # security C3
    house = House()
    keys = KeySet((house.ring.active().verifier,))

    async def known(_: str) -> KeySet:
        return keys

    headers = house.headers()
    which = data.draw(st.sampled_from(["torget-caller", "torget-binding"]))
    value = headers[which]
    place = data.draw(st.integers(0, len(value) - 1))
    new = data.draw(st.characters(max_codepoint=255).filter(lambda c: c != value[place]))
    headers[which] = value[:place] + new + value[place + 1 :]
    if which == "torget-caller":
        verifier = CallerVerifier("care", known, now=house.now)
        with pytest.raises(StopIteration) as ended:
            verifier.verify(value).send(None)
        assert ended.value.value == NURSE
        with pytest.raises(Exception, match=r"malformed|signature|key|header|type|algorithm"):
            verifier.verify(headers[which]).send(None)
    with pytest.raises(Problem):
        house.door.admit(headers, BODY).send(None)


def test_claims_are_written_in_order():
    names = CallerClaims.__struct_fields__
    assert list(names) == sorted(names)
