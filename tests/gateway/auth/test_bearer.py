# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Good tokens are let in with the right facts; memory, revocation and many issuers behave."""

import asyncio
import hashlib

import msgspec
import pytest

from gateway.auth.bearer import BearerDoor
from gateway.auth.claims import internal_id
from gateway.auth.dpop import ProofVerifier
from gateway.auth.issuers import Issuer, IssuerKind, Trusted
from gateway.auth.revocation import Revocation, RevokedKind
from services.identity.demo import demo_key, demo_people, demo_token, issuer_of
from services.kit.clock import ManualClock
from services.kit.errors import SettingsProblem
from services.kit.wire.caller import ANONYMOUS, CallerKind
from services.kit.wire.front.head import RequestHead
from services.kit.wire.tokens.compact import encode
from services.kit.wire.tokens.keys import KeySet
from tests.gateway.auth.worlds import ADDRESS, ISS, World, request


@pytest.mark.anyio
@pytest.mark.parametrize("alg", ["ES256", "Ed25519", "RS256", "PS256"])
async def test_a_good_token_of_each_allowed_algorithm_is_let_in(alg):  # security T2
    world = World()
    caller = await world.door.authenticate(request(f"Bearer {world.token(alg)}"))
    assert caller.kind is CallerKind.RESIDENT
    assert caller.sub == internal_id(ISS, "amina")
    assert caller.loa == 3
    assert caller.flags == ("certified", "resident_number")
    assert caller.scopes == ("openid", "parking")
    assert caller.auth_time == 1767225600


@pytest.mark.anyio
async def test_no_token_is_nobody():
    assert await World().door.authenticate(request()) == ANONYMOUS


@pytest.mark.anyio
async def test_an_acr_that_the_table_does_not_know_is_worth_nothing():  # security A1
    world = World()
    for acr in ("loa4", "http://id.elegnamnden.se/loa/1.0/loa5", "", None):
        caller = await world.door.authenticate(request(f"Bearer {world.token(acr=acr)}"))
        assert caller.loa == 0


@pytest.mark.anyio
async def test_a_socket_shows_its_token_when_it_begins():  # security P4
    world = World()
    token = world.bound()
    proof = world.proof(token, htm="GET")
    head = RequestHead(
        method="GET",
        path="/graphql",
        payload={"authorization": f"DPoP {token}", "dpop": proof},
    )
    assert (await world.door.authenticate(head)).is_known


@pytest.mark.anyio
async def test_a_bound_token_with_its_proof_is_let_in_once():  # security P1
    world = World()
    token = world.bound()
    proof = world.proof(token)
    assert (await world.door.authenticate(request(f"DPoP {token}", dpop=proof))).is_known
    assert await world.reason(request(f"DPoP {token}", dpop=proof)) == "replayed"
    assert await world.reason(request(f"DPoP {token}", dpop=world.proof(token, jti="p2"))) == (
        "let in"
    )


@pytest.mark.anyio
async def test_a_demanded_nonce_is_given_and_then_accepted():  # security P2
    world = World(nonces=True)
    token = world.bound()
    assert await world.reason(request(f"DPoP {token}", dpop=world.proof(token))) == "nonce"
    good = world.proof(token, nonce=world.nonces.new())
    assert await world.reason(request(f"DPoP {token}", dpop=good)) == "let in"
    world.clock.advance(301)
    old = world.proof(token, nonce=good and f"1767225600.{'A' * 24}", jti="p3")
    assert await world.reason(request(f"DPoP {token}", dpop=old)) == "nonce"


@pytest.mark.anyio
async def test_a_certificate_counts_only_from_a_listed_proxy():  # security P3
    der = ":Y2VydA==:"
    trusting = World(proxies=("203.0.113.9",))
    token = trusting.token(cnf={"x5t#S256": encode(hashlib.sha256(b"cert").digest())})
    assert await trusting.reason(request(f"Bearer {token}", client_cert=der)) == "let in"
    assert await trusting.reason(request(f"Bearer {token}")) == "proof"
    assert await trusting.reason(request(f"Bearer {token}", client_cert=":eA==:")) == "proof"
    assert await World().reason(request(f"Bearer {token}", client_cert=der)) == "proof"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (RevokedKind.SUBJECT, "amina"),
        (RevokedKind.TOKEN, "j1"),
        (RevokedKind.CLIENT, "app"),
        (RevokedKind.SESSION, "s1"),
    ],
)
async def test_a_revoked_token_is_refused_although_it_is_remembered(kind, value):  # security B7
    world = World()
    token = world.token(sid="s1")
    assert await world.reason(request(f"Bearer {token}")) == "let in"
    now = world.now()
    world.door.revocations.add(
        [Revocation(iss=ISS, kind=kind, value=value, not_before=now, until=now + 3600)]
    )
    assert await world.reason(request(f"Bearer {token}")) == "revoked"
    world.clock.advance(5)
    assert await world.reason(request(f"Bearer {world.token(sid='s1')}")) == "let in"


@pytest.mark.anyio
async def test_a_remembered_token_dies_with_its_expiry():  # security T6
    world = World()
    token = world.token(exp=int(world.now()) + 40)
    assert await world.reason(request(f"Bearer {token}")) == "let in"
    world.clock.advance(71)
    assert await world.reason(request(f"Bearer {token}")) == "expired"


@pytest.mark.anyio
async def test_tokens_of_two_issuers_never_pass_for_one_another():  # security T3
    world = World()
    other = Issuer(id="staff", iss="https://staff.example", kind=IssuerKind.STAFF)

    async def no_keys(_: str | None) -> KeySet:
        return KeySet(())

    door = BearerDoor(
        [Trusted(world.issuer, world.find), Trusted(other, no_keys)],
        ProofVerifier(ADDRESS, now=world.now),
        now=world.now,
        count=world.refused.append,
    )
    world.door = door
    assert await world.reason(request(f"Bearer {world.token(iss='https://staff.example')}")) == (
        "key"
    )
    assert await world.reason(request(f"Bearer {world.token()}")) == "let in"


@pytest.mark.anyio
async def test_each_demo_person_is_let_in_as_who_she_is(tmp_path):
    clock = ManualClock()

    def now() -> float:
        return clock.now_ms() / 1000

    key = demo_key(tmp_path)
    house = Issuer(id="demo", iss=issuer_of(ADDRESS), kind=IssuerKind.HOUSE)

    async def keys(_: str | None) -> KeySet:
        return KeySet([key.verifier])

    door = BearerDoor([Trusted(house, keys)], ProofVerifier(ADDRESS, now=now), now=now)
    for person in demo_people():
        token = demo_token(person.name, folder=tmp_path, address=ADDRESS, clock=clock)
        caller = await door.authenticate(request(f"Bearer {token}"))
        assert (caller.sub, caller.kind, caller.roles) == (person.id, person.kind, person.roles)
        assert caller.assignment == person.assignment
        assert (caller.act_for, caller.delegation) == (person.act_for, person.delegation)
        assert caller.loa == (0 if person.kind is CallerKind.VISITOR else 3)
    assert (tmp_path / "keys" / "demo-issuer.json").stat().st_mode & 0o777 == 0o600


def test_an_unknown_demo_person_gets_the_list(tmp_path):
    with pytest.raises(SettingsProblem, match="There are: amina, elder"):
        demo_token("nobody", folder=tmp_path, address=ADDRESS)


@pytest.mark.anyio
async def test_a_thousand_tokens_at_once_are_judged_without_mixing_them_up():
    world = World()
    tokens = {f"s{n}": world.token("Ed25519", sub=f"s{n}", jti=f"j{n}") for n in range(200)}
    callers = await asyncio.gather(
        *(world.door.authenticate(request(f"Bearer {token}")) for token in tokens.values())
    )
    assert [c.sub for c in callers] == [internal_id(ISS, name) for name in tokens]
    assert len({msgspec.json.encode(c) for c in callers}) == 200
