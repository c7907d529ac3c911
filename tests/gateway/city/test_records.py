# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions outlive restarts, replicas obey each other's revocations, proofs come once over all (B2, B7, P1)."""

import asyncio

import msgspec
import pytest

from gateway.auth.attempts import Attempt
from gateway.auth.claims import AccessClaims
from gateway.auth.replays import LocalReplays
from gateway.auth.revocation import Revocation, Revocations, RevokedKind
from gateway.auth.sessions import SessionDesk, hash_of
from gateway.city.records.opening import PACKAGE
from gateway.city.records.revocations import MANDATE_ENDED, RevocationDesk
from gateway.city.records.sessions import AttemptRows, SessionRows, session_row
from gateway.city.replays import RedisReplays
from services.kit.bus.local import LocalBus
from services.kit.bus.null import NullBus
from services.kit.data import define, migrate, select
from services.kit.redis_client import RedisClient
from services.kit.wire.caller import Caller, CallerKind, Delegation
from services.kit.wire.cloudevents import Event

KEY = bytes(range(32))
AMINA = Caller(kind=CallerKind.RESIDENT, sub="p-amina", loa=3)
ISS = "https://issuer.example"

pytestmark = pytest.mark.anyio


class Replica:
    """One process of the gateway: its own memory on the common store."""

    def __init__(self, database, clock, bus=None, key=KEY):
        self.clock = clock
        self.desk = SessionDesk(SessionRows(database, key), now=self.now)
        self.attempts = AttemptRows(database, key)
        self.memory = Revocations(now=self.now)
        self.revocations = RevocationDesk(database, self.memory, bus or NullBus())

    def now(self):
        return self.clock.now_ms() / 1000

    async def open(self, caller=AMINA, **more):
        given = {"issuer": "main", "sub": "amina", "sid": "s1", "id_token": "secret-id-token"}
        return await self.desk.open(caller, **{**given, **more})


@pytest.fixture
async def replicas(open_database, manual_clock):
    """Two processes on one store; on SQLite and on PostgreSQL."""
    made = []
    for _ in range(2):
        database = open_database("gateway")
        await database.start()
        await migrate(database, PACKAGE)
        made.append(Replica(database, manual_clock))
    return made


async def test_a_session_opened_by_one_replica_is_known_to_all_and_ended_by_any(replicas):
    one, other = replicas
    cookie = await one.open()
    found = await other.desk.find(cookie)
    assert found.caller.sub == "p-amina"
    assert found.id_token == "secret-id-token"
    assert [each.id_hash for each in await other.desk.living("p-amina")] == [hash_of(cookie)]
    await other.desk.end(cookie)
    assert await one.desk.find(cookie) is None


async def test_what_a_session_holds_cannot_be_read_from_the_table(replicas):
    one, _ = replicas
    cookie = await one.open(refresh_token="secret-refresh", refresh_at=one.now() + 60)
    database = one.desk.store._database
    bodies = await database.many(define(select(session_row.c.body), bytes))
    assert len(bodies) == 1
    assert all(b"secret" not in body and cookie.encode() not in body for body in bodies)
    stranger = Replica(database, one.clock, key=bytes(32))
    assert await stranger.desk.find(cookie) is None


async def test_sessions_end_by_sign_in_and_by_person(replicas):
    one, other = replicas
    first, second = await one.open(), await one.open(sid="s2")
    assert await other.desk.end_where("main", sid="s1", sub="amina") == 1
    assert await one.desk.find(first) is None
    assert await one.desk.find(second) is not None
    assert await other.desk.end_where("main", sid=None, sub="amina") == 1
    assert await one.desk.find(second) is None


async def test_only_one_replica_asks_the_issuer_anew(replicas):
    one, other = replicas
    cookie = await one.open(refresh_token="r", refresh_at=one.now() + 60)
    claims = [
        replica.desk.store.claim_refresh(hash_of(cookie), before=now, until=now + 30)
        for replica in (one, other)
        for now in (one.now() + 61,)
    ]
    assert sorted(await asyncio.gather(*claims)) == [False, True]


async def test_an_attempt_is_taken_once_over_all_replicas(replicas):
    one, other = replicas
    attempt = Attempt(
        issuer="main", nonce="n", verifier="v", return_to="/", browser="b",
        acr_values=(), max_age=None, before=None,
    )  # fmt: skip
    await one.attempts.put("state", attempt)
    taken = await asyncio.gather(one.attempts.take("state"), other.attempts.take("state"))
    assert sorted(taken, key=str) == [attempt, None]
    await one.attempts.put("late", attempt)
    one.clock.advance(601)
    assert await other.attempts.take("late") is None


def claims_at(iat, **more):
    return AccessClaims(
        iss=ISS, sub="amina", jti="j", client_id="app", exp=iat + 600, iat=iat, **more
    )


async def test_a_revocation_reaches_every_replica_and_outlives_a_restart(replicas):
    one, other = replicas
    now = one.now()
    ended = Revocation(
        iss=ISS, kind=RevokedKind.SUBJECT, value="amina", not_before=now, until=now + 3600
    )
    await one.revocations.revoke([ended])
    assert one.memory.revokes(claims_at(now - 5))
    assert not other.memory.revokes(claims_at(now - 5))
    await other.revocations.read()
    assert other.memory.revokes(claims_at(now - 5))
    assert not other.memory.revokes(claims_at(now + 5))
    again = Replica(one.desk.store._database, one.clock)
    await again.revocations.start()
    assert again.memory.revokes(claims_at(now - 5))
    await again.revocations.stop()


async def test_the_bus_wakes_the_other_replica_at_once(open_database, manual_clock):
    bus = LocalBus()
    made = []
    for _ in range(2):
        database = open_database("gateway")
        await database.start()
        await migrate(database, PACKAGE)
        made.append(Replica(database, manual_clock, bus))
    one, other = made
    await other.revocations.start()
    now = one.now()
    await one.revocations.revoke(
        [Revocation(iss=ISS, kind=RevokedKind.TOKEN, value="j", not_before=now, until=now + 60)]
    )
    async with asyncio.timeout(0.9):  # sooner than the poll of a second
        while not other.memory.revokes(claims_at(now)):
            await asyncio.sleep(0)
    await other.revocations.stop()


async def test_a_withdrawn_mandate_ends_for_sessions_and_tokens(open_database, manual_clock):  # G2
    bus = LocalBus()
    database = open_database("gateway")
    await database.start()
    await migrate(database, PACKAGE)
    replica = Replica(database, manual_clock, bus)
    acting = msgspec.structs.replace(
        AMINA, act_for="p-ingrid", delegation=Delegation(id="d1", scopes=("care.book",))
    )
    assert not replica.memory.ends_mandate(acting)
    await bus.publish(
        Event(
            id="e1",
            source="/services/residents",
            type=MANDATE_ENDED,
            subject="p-ingrid",
            time=manual_clock.now_ms(),
            data={"id": "d1"},
        )
    )
    assert replica.memory.ends_mandate(acting)
    assert not replica.memory.ends_mandate(AMINA)


async def test_a_proof_comes_once_over_all_replicas(redis_url, manual_clock):  # security P1
    def now():
        return manual_clock.now_ms() / 1000

    clients = [RedisClient(redis_url), RedisClient(redis_url)]
    one, other = (RedisReplays(client, now=now) for client in clients)
    name = f"jkt:{now()}:{id(clients)}"
    assert await one.add_new(name, 120)
    assert not await one.add_new(name, 120)
    assert not await other.add_new(name, 120)
    assert one.is_shared
    for client in clients:
        await client.stop()


async def test_without_redis_each_remembers_alone_and_says_so():
    gone = RedisClient("redis://127.0.0.1:9/0")
    replays = RedisReplays(gone, now=lambda: 0.0)
    assert await replays.add_new("a", 120)
    assert not replays.is_shared
    assert not await replays.add_new("a", 120)
    assert await LocalReplays(now=lambda: 0.0).add_new("a", 120)
    await gone.stop()
