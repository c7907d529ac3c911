# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever differs in any fact never listens together with another (stack L1, the leak test)."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.executor import Response
from gateway.pipeline.groups import GroupKey, Groups
from gateway.pipeline.settings import GatewaySettings, Profile
from services.kit.wire.caller import Assignment, Caller, CallerKind, Delegation
from services.kit.wire.front.head import RequestHead
from services.kit.wire.live.mailbox import End, Marked
from tests.support.asgi import SocketClient, until
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

BASE = Caller(
    kind=CallerKind.RESIDENT,
    sub="r1",
    act_for="r2",
    delegation=Delegation(id="d1", scopes=("care",), until=5),
    loa=3,
    flags=("resident_number",),
    auth_time=1,
    scopes=("openid",),
    roles=("guardian",),
    assignment=Assignment(id="a1", unit="u1", provider="p1", purpose="care", rights=("read",)),
    purpose="care",
    session="s1",
)
OTHER: dict[str, Any] = {
    "kind": CallerKind.STAFF,
    "sub": "r3",
    "act_for": None,
    "delegation": Delegation(id="d1", scopes=("care", "pay"), until=5),
    "loa": 4,
    "flags": (),
    "auth_time": 2,
    "scopes": ("openid", "profile"),
    "roles": (),
    "assignment": Assignment(id="a1", unit="u2", provider="p1", purpose="care", rights=("read",)),
    "purpose": "audit",
    "session": "s2",
}
TEXTS = st.text(max_size=2)
CALLERS = st.builds(
    Caller,
    kind=st.sampled_from(CallerKind),
    sub=TEXTS,
    act_for=st.none() | TEXTS,
    loa=st.integers(0, 4),
    flags=st.lists(TEXTS, max_size=2).map(tuple),
    scopes=st.lists(TEXTS, max_size=2).map(tuple),
    roles=st.lists(TEXTS, max_size=2).map(tuple),
    session=st.none() | TEXTS,
)
KEYS = st.builds(
    GroupKey,
    st.integers(1, 2),
    st.sampled_from([b"{}", b'{"n":1}']),
    CALLERS,
    st.sampled_from(["sv", "ar"]),
)


def key(caller: Caller = BASE, **changes: Any) -> GroupKey:
    return msgspec.structs.replace(GroupKey(1, b"{}", caller, "sv"), **changes)


async def _groups(*keys: GroupKey | None) -> int:
    """How many sources run for these subscribers, and that each hears one alone."""
    opened: list[int] = []

    async def source(number: int) -> AsyncGenerator[Response]:
        yield Response(data={"of": number})
        await asyncio.Event().wait()

    def opener() -> AsyncGenerator[Response]:
        opened.append(len(opened))
        return source(opened[-1])

    groups = Groups()
    mailboxes = [groups.join(one, None, opener) for one in keys]
    heard = [json.loads(await mailbox.take(5) or b"") for mailbox in mailboxes]
    for one, said in zip(keys, heard, strict=True):
        for other, told in zip(keys, heard, strict=True):
            if one is None or other is None:
                continue
            assert (said == told) is (one == other)
    for mailbox in mailboxes:
        mailbox.close()
    assert len(groups) == 0
    return len(opened)


async def test_equal_subscribers_share_one_source() -> None:
    assert await _groups(key(), key(), key()) == 1


def test_every_fact_of_a_caller_is_varied_here() -> None:
    assert set(OTHER) == {field.name for field in msgspec.structs.fields(Caller)}


@pytest.mark.parametrize("fact", OTHER)
async def test_a_caller_who_differs_in_one_fact_listens_alone(fact: str) -> None:
    other = msgspec.structs.replace(BASE, **{fact: OTHER[fact]})
    assert await _groups(key(), key(other)) == 2


@pytest.mark.parametrize("change", [{"operation": 2}, {"variables": b'{"a":1}'}, {"locale": "ar"}])
async def test_another_operation_variable_or_language_is_another_group(change: Any) -> None:
    assert await _groups(key(), key(**change)) == 2


async def test_without_a_key_nobody_shares() -> None:
    assert await _groups(None, None) == 2


@given(st.lists(KEYS, min_size=1, max_size=5))
def test_property_there_are_as_many_sources_as_different_keys(keys: list[GroupKey]) -> None:
    assert asyncio.run(_groups(*keys)) == len(set(keys))


async def test_a_result_carries_its_cursor_to_every_reader() -> None:
    async def source() -> AsyncGenerator[Response]:
        yield Response(data={}, cursor="e1")
        yield Response(data={}, cursor="e 2\n")

    mailbox = Groups().join(key(), None, source)
    first, second = await mailbox.take(5), await mailbox.take(5)
    assert isinstance(first, Marked)
    assert first.cursor == b"e1"
    assert second.__class__ is bytes, "what no header line can hold is no cursor"
    assert isinstance(await mailbox.take(5), End)


async def test_two_people_on_one_gateway_never_hear_each_other() -> None:
    town = Town()

    async def authenticate(head: RequestHead) -> Caller:
        who = (head.payload or {}).get("who", "")
        return Caller(kind=CallerKind.RESIDENT, sub=who)

    settings = GatewaySettings(profile=Profile.DEVELOPER, shares_subscriptions=True)
    gateway = town.gateway(settings, authenticate=authenticate)
    clients = []
    for who in ("r1", "r2", "r2"):
        client = SocketClient(gateway)
        await client.begin({"who": who})
        client.say(
            {"id": "1", "type": "subscribe", "payload": {"query": "subscription { forever }"}}
        )
        await client.read()
        clients.append(client)
    assert town.listeners == 2
    for client in clients:
        await client.leave()
    await until(lambda: town.listeners == 0)
