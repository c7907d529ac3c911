# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Calls inside the service: who gets servers, who hears signals, and for how long (video V1-V10)."""

import asyncio
from contextlib import aclosing

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from services.care.actions import bookings, calls, waiting_room
from services.care.actions.rooms import MOST_ROOMS, Room, Rooms
from services.care.domain.consultations import Role, Step
from services.care.domain.signalling import GAP_MS, KEPT, SignalKind, Taken
from services.care.domain.turn import livekit_token
from services.care.settings import Settings
from services.kit.clock import ManualClock
from services.kit.errors import InputInvalid, NotFound, Problem, RateLimited
from tests.services.care.consulting import DAUGHTER, MOTHER, NURSE, admitted, scheduled
from tests.services.care.people import STRANGER

pytestmark = pytest.mark.anyio
HOUR = 3_600_000
SETTINGS = Settings(ice_urls=("stun:h:3478", "turn:h:3478?transport=udp"), turn_secret="s")


@pytest.fixture
async def call(care_store, manual_clock):
    """A call that may begin, and its session."""
    one = await admitted(care_store, start=manual_clock.now_ms() + HOUR)
    return await calls.open_call(care_store, MOTHER, one.facts.id, SETTINGS)


def signal(session, number, *, epoch, kind=SignalKind.CANDIDATE, payload=None):
    return calls.SendSignal(
        session=session, epoch=epoch, client_seq=number, kind=kind,
        payload={"n": number} if payload is None else payload,
    )  # fmt: skip


async def heard(readings, count):
    async with asyncio.timeout(10):
        return [await anext(readings) for _ in range(count)]


async def test_only_who_was_let_in_gets_servers(care_store, manual_clock):
    # video 2, V8
    one = await scheduled(care_store, start=manual_clock.now_ms() + HOUR)
    with pytest.raises(Problem) as refused:
        await calls.open_call(care_store, MOTHER, one.facts.id, SETTINGS)
    assert refused.value.code == "CARE_NOT_ADMITTED"
    with pytest.raises(Problem) as hidden:
        await calls.open_call(care_store, STRANGER, one.facts.id, SETTINGS)
    assert hidden.value.code == "NOT_FOUND"


async def test_each_side_has_a_name_of_her_own_at_the_relay(care_store, call, manual_clock):
    other = await calls.open_call(care_store, NURSE, call.id.rpartition(".")[0], SETTINGS)
    names = [one.ice_servers[1].username for one in (call, other)]
    expires = manual_clock.now_ms() // 1000 + 600
    assert names == [f"{expires}:{call.id}-{call.me}", f"{expires}:{other.id}-{other.me}"]
    assert (call.polite, other.polite) == (True, False)


async def test_signals_reach_the_other_side_in_order_and_never_their_sender(care_store, call):
    # video V1, V5
    async with (
        aclosing(calls.read_signals(care_store, NURSE, call.id, epoch=None, after=0)) as nurse,
        aclosing(calls.read_signals(care_store, MOTHER, call.id, epoch=None, after=0)) as mother,
    ):
        (welcome,) = await heard(nurse, 1)
        epoch = welcome.payload["epoch"]
        await heard(mother, 1)
        for number in (2, 3, 1, 3, 2, 4):
            given = signal(call.id, number, epoch=epoch)
            assert await calls.send_signal(care_store, MOTHER, given, SETTINGS) is Taken.OK
        got = await heard(nurse, 4)
        assert [(s.seq, s.sender, s.payload["n"]) for s in got] == [
            (n, call.me, n) for n in (1, 2, 3, 4)
        ]
        await calls.send_signal(care_store, NURSE, signal(call.id, 1, epoch=epoch), SETTINGS)
        (only,) = await heard(mother, 1)
        assert only.sender != call.me


async def test_the_end_of_the_consultation_ends_the_signals(care_store, call):
    # video V5
    readings = calls.read_signals(care_store, MOTHER, call.id, epoch=None, after=0)
    await heard(readings, 1)
    key = call.id.rpartition(".")[0]
    await care_store.transact(lambda tx: waiting_room.end_by_staff(tx, NURSE, key, Step.END))
    async with asyncio.timeout(10):
        assert [one async for one in readings] == []
    with pytest.raises(Problem):
        await calls.send_signal(care_store, MOTHER, signal(call.id, 1, epoch="e"), SETTINGS)


async def test_signals_of_an_earlier_call_reach_no_later_one(care_store, call):
    # care C3
    key = call.id.rpartition(".")[0]
    await care_store.transact(lambda tx: waiting_room.end_by_staff(tx, NURSE, key, Step.END))
    await care_store.transact(lambda tx: waiting_room.call_again(tx, NURSE, key))
    again = await calls.open_call(care_store, MOTHER, key, SETTINGS)
    assert again.id != call.id
    with pytest.raises(NotFound):
        await calls.send_signal(care_store, MOTHER, signal(call.id, 1, epoch="e"), SETTINGS)


async def test_a_welcome_cannot_be_forged_and_a_payload_is_an_object(care_store, call):
    for given in (
        signal(call.id, 1, epoch="e", kind=SignalKind.WELCOME),
        signal(call.id, 1, epoch="e", payload=["no", "object"]),
    ):
        with pytest.raises(InputInvalid):
            await calls.send_signal(care_store, MOTHER, given, SETTINGS)


async def test_where_addresses_are_kept_back_only_relayed_ones_pass(care_store, call):
    # video V10
    hidden = msgspec.structs.replace(SETTINGS, relay_only=True)
    readings = calls.read_signals(care_store, NURSE, call.id, epoch=None, after=0)
    epoch = (await heard(readings, 1))[0].payload["epoch"]
    texts = (
        "candidate:1 1 udp 1 192.0.2.1 5 typ host",
        "candidate:2 1 udp 1 192.0.2.9 5 typ relay",
    )
    for number, text in enumerate(texts, 1):
        given = signal(call.id, number, epoch=epoch, payload={"candidate": text})
        assert await calls.send_signal(care_store, MOTHER, given, hidden) is Taken.OK
    (passed,) = await heard(readings, 1)
    assert passed.payload["candidate"] == texts[1]
    await readings.aclose()


async def test_too_many_signals_in_a_second_are_refused_and_come_through_later():
    # video V5
    clock = ManualClock()
    room = Room(clock)

    def put(number):
        return room.put(
            "a", epoch=room.epoch, client_seq=number, kind=SignalKind.CANDIDATE, payload={}
        )

    assert [put(n) for n in range(1, 51)] == [Taken.OK] * 50
    assert put(51) is Taken.TOO_MANY
    clock.advance(0.1)
    assert put(51) is Taken.OK


async def test_refused_signals_tell_when_to_try_again(care_store, call):
    with pytest.raises(RateLimited):
        for number in range(1, 100):
            given = signal(call.id, number, epoch="another")
            await calls.send_signal(care_store, MOTHER, given, SETTINGS)


async def always():
    return True


async def test_a_gap_that_stays_open_brings_everybody_into_a_new_epoch():
    # video V3
    clock = ManualClock()
    room = Room(clock)
    readings = room.read("b", epoch=None, after=0, judge=always)
    before = (await heard(readings, 1))[0].payload["epoch"]
    room.put("a", epoch=before, client_seq=2, kind=SignalKind.SDP, payload={})
    clock.advance((GAP_MS + 1) / 1000)
    (welcome,) = await heard(readings, 1)
    assert welcome.kind is SignalKind.WELCOME
    assert welcome.payload["epoch"] != before
    await readings.aclose()


async def test_who_comes_back_gets_the_rest_or_is_told_to_begin_anew():
    room = Room(ManualClock())

    async def come_back(after):
        readings = room.read("b", epoch=epoch, after=after, judge=always)
        async with aclosing(readings):
            return await heard(readings, 2)

    epoch = room.epoch
    for number in range(1, 4):
        room.put("a", epoch=epoch, client_seq=number, kind=SignalKind.SDP, payload={})
    welcome, rest = await come_back(2)
    assert (welcome.payload["epoch"], rest.seq) == (epoch, 3)
    clock = ManualClock()
    room = Room(clock)
    epoch = room.epoch
    for number in range(1, KEPT + 10):
        clock.advance(0.1)
        room.put("a", epoch=epoch, client_seq=number, kind=SignalKind.SDP, payload={})
    readings = room.read("b", epoch=epoch, after=1, judge=always)
    assert (await heard(readings, 1))[0].payload["epoch"] != epoch
    await readings.aclose()


def test_rooms_are_bounded():
    rooms = Rooms(ManualClock())
    first = rooms.room("0")
    for number in range(1, MOST_ROOMS + 1):
        rooms.room(str(number))
    assert rooms.room("0") is not first


async def test_more_than_four_people_meet_at_a_server(care_store, manual_clock):
    # video 1, 4.4
    one = await scheduled(care_store, start=manual_clock.now_ms() + HOUR)
    key = one.facts.id
    for person in (DAUGHTER.sub, "tolk-1", "son-1"):
        await care_store.transact(
            lambda tx, person=person: bookings.invite(
                tx, NURSE, key, person, role=Role.RELATIVE, language="sv"
            )
        )
    await care_store.transact(
        lambda tx: waiting_room.enter_waiting_room(tx, MOTHER, key, consents=True)
    )
    await care_store.transact(lambda tx: waiting_room.admit(tx, NURSE, key, []))
    with_sfu = msgspec.structs.replace(
        SETTINGS, livekit_url="wss://sfu.example", livekit_key="k", livekit_secret="s" * 32
    )
    session = await calls.open_call(care_store, MOTHER, key, with_sfu)
    assert session.sfu.url == "wss://sfu.example"
    assert (await calls.open_call(care_store, MOTHER, key, SETTINGS)).sfu is None


def test_the_grant_of_a_livekit_room_is_a_jwt_it_accepts():
    # video 4.4
    token = livekit_token("key", "s" * 32, room="c.1", identity="p1", now_s=1_790_000_000)
    read = jwt.decode(token, OctKey.import_key("s" * 32), algorithms=["HS256"])
    assert read.header == {"alg": "HS256", "typ": "JWT"}
    assert read.claims == {
        "iss": "key", "sub": "p1", "nbf": 1_790_000_000, "exp": 1_790_000_600, "name": "p1",
        "video": {
            "room": "c.1", "roomJoin": True, "canPublish": True, "canSubscribe": True,
            "canPublishData": False,
        },
    }  # fmt: skip
