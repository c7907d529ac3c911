# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever differs in a fact that is read never listens together with another (stack L1, the leak test)."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.executor import Response
from gateway.pipeline.groups import Groups
from gateway.pipeline.seats import Audience, Subscriber
from gateway.pipeline.settings import GatewaySettings, Profile
from services.kit.wire.caller import Assignment, Caller, CallerKind, Delegation
from services.kit.wire.front.head import RequestHead
from services.kit.wire.live.mailbox import End, Mailbox, Marked
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import Progress, Sharing
from services.kit.wire.watched import watched
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
TEXTS = st.sampled_from(["", "a"])
CALLERS = st.builds(
    Caller,
    kind=st.sampled_from([CallerKind.RESIDENT, CallerKind.STAFF]),
    sub=TEXTS,
    act_for=st.none() | TEXTS,
    loa=st.integers(0, 1),
    flags=st.lists(TEXTS, max_size=1).map(tuple),
    scopes=st.lists(TEXTS, max_size=1).map(tuple),
    assignment=st.sampled_from([None, BASE.assignment]),
    session=st.none() | TEXTS,
)
READS = st.lists(st.frozensets(st.sampled_from(sorted(OTHER)), max_size=2), min_size=1, max_size=4)


class Source:
    """Tells at each step the facts of its caller that the step reads; a step is one event."""

    def __init__(self, *steps: frozenset[str]) -> None:
        self.steps = steps
        self.gates = [asyncio.Event() for _ in steps]
        self.opened = 0
        self.running = 0

    def go(self, step: int) -> None:
        self.gates[step].set()

    async def open(self, caller: Caller, progress: Progress) -> AsyncGenerator[Response]:
        self.opened += 1
        self.running += 1
        first = 0 if progress.after is None else int(progress.after) + 1
        progress.began = progress.after
        try:
            for step in range(first, len(self.steps)):
                await self.gates[step].wait()
                yield Response(data=told(self.steps, step, caller), cursor=str(step))
            await asyncio.Event().wait()
        finally:
            self.running -= 1

    def subscriber(self, caller: Caller, audience: Audience, **more: Any) -> Subscriber:
        return Subscriber(caller=caller, audience=audience, open=self.open, operation=1, **more)


def told(steps: tuple[frozenset[str], ...], step: int, caller: Caller) -> dict[str, Any]:
    facts = {name: repr(getattr(caller, name)) for name in sorted(steps[step])}
    return {"step": step, **facts}


async def settle() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


async def everything(mailbox: Mailbox) -> list[Any]:
    """What lies in a mailbox."""
    found: list[Any] = []
    while isinstance(item := await mailbox.take(0), bytes):
        found.append(json.loads(item)["data"])
    return found


async def listen_together(
    steps: list[frozenset[str]], callers: list[Caller]
) -> tuple[list[list[Any]], int]:
    """What each caller heard, and how many sources ran at the end."""
    source, groups, audience = Source(*steps), Groups(), Audience(Sharing.FROM_NOW)
    boxes = [groups.join(source.subscriber(who, audience), None) for who in callers]
    await settle()
    for step in range(len(steps)):
        source.go(step)
        await settle()
    heard, running = [await everything(box) for box in boxes], source.running
    for box in boxes:
        box.close()
    await settle()
    assert source.running == len(groups) == 0
    return heard, running


@given(READS, st.lists(CALLERS, min_size=1, max_size=5))
def test_property_everybody_hears_what_is_true_of_her_and_who_is_equal_shares(
    steps: list[frozenset[str]], callers: list[Caller]
) -> None:
    heard, running = asyncio.run(listen_together(steps, callers))
    for caller, results in zip(callers, heard, strict=True):
        assert results == [told(tuple(steps), step, caller) for step in range(len(steps))]
    read = sorted({fact for step in steps for fact in step})
    assert running == len({tuple(getattr(who, name) for name in read) for who in callers})


def test_every_fact_of_a_caller_is_varied_here() -> None:
    assert set(OTHER) == {field.name for field in msgspec.structs.fields(Caller)}


@pytest.mark.parametrize("fact", OTHER)
async def test_who_differs_in_a_fact_shares_unless_it_is_read(fact: str) -> None:
    other = msgspec.structs.replace(BASE, **{fact: OTHER[fact]})
    for read in OTHER:
        heard, running = await listen_together([frozenset({read})], [BASE, other])
        assert running == (2 if read == fact else 1)
        assert (heard[0] == heard[1]) is (read != fact)


@pytest.mark.parametrize(
    "change", [{"operation": 2}, {"variables": b'{"a":1}'}, {"locale": "ar"}, {"forwarded": ((),)}]
)
async def test_another_operation_variable_language_or_header_is_another_group(change: Any) -> None:
    source, groups, audience = Source(frozenset()), Groups(), Audience(Sharing.FROM_NOW)
    one = source.subscriber(BASE, audience)
    boxes = [groups.join(each, None) for each in (one, msgspec.structs.replace(one, **change))]
    await settle()
    assert source.running == 2
    for box in boxes:
        box.close()


@pytest.mark.parametrize(
    ("sharing", "after"), [(Sharing.APART, None), (Sharing.FROM_NOW, "0"), (Sharing.OPENING, "0")]
)
async def test_who_does_not_share_or_resumes_has_a_source_of_her_own(
    sharing: Sharing, after: str | None
) -> None:
    source, groups = Source(frozenset()), Groups()
    audience = Audience(sharing)
    boxes = [groups.join(source.subscriber(BASE, audience, after=after), None) for _ in range(2)]
    await settle()
    assert source.running == 2
    for box in boxes:
        box.close()


async def test_to_compare_a_caller_or_to_take_her_as_a_key_is_to_read_all_of_her() -> None:
    uses: list[Callable[[Caller], object]] = [
        hash,
        lambda who: who == BASE,
        [BASE].index,
        lambda who: {who: 1},
    ]
    for use in uses:
        reads: set[str] = set()
        use(watched(BASE, reads.add))
        assert reads == set(OTHER)
    reads = set()
    assert watched(BASE, reads.add).subject == "r2"
    assert reads == {"act_for"}
    with pytest.raises(AttributeError):
        watched(BASE, reads.add).name  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(TypeError):
        msgspec.structs.replace(watched(BASE, reads.add), sub="r9")
    with pytest.raises(TypeError):
        msgspec.json.encode(watched(BASE, reads.add))


async def test_the_leader_leaves_and_the_group_goes_on_with_what_is_true_of_each() -> None:
    source, groups, audience = (
        Source(frozenset(), frozenset({"sub"})),
        Groups(),
        Audience(Sharing.FROM_NOW),
    )
    other = msgspec.structs.replace(BASE, sub="r9")
    leader = groups.join(source.subscriber(BASE, audience), None)
    follower = groups.join(source.subscriber(other, audience), None)
    await settle()
    source.go(0)
    await settle()
    leader.close()
    source.go(1)
    await settle()
    assert await everything(follower) == [{"step": 0}, {"step": 1, "sub": "'r9'"}]
    assert source.running == 1
    follower.close()


async def test_an_end_that_depends_on_a_fact_ends_the_leader_alone() -> None:
    asked: list[str] = []

    async def open_source(caller: Caller, progress: Progress) -> AsyncGenerator[Response]:
        asked.append(caller.sub)
        if caller.sub == "r1":
            raise Problem("FORBIDDEN")
        yield Response(data={"of": caller.sub})
        await asyncio.Event().wait()

    groups, audience = Groups(), Audience(Sharing.FROM_NOW)
    boxes = [
        groups.join(Subscriber(caller=who, audience=audience, open=open_source, operation=1), None)
        for who in (BASE, msgspec.structs.replace(BASE, sub="r9"))
    ]
    refused, heard = await boxes[0].take(5), await boxes[1].take(5)
    assert isinstance(refused, End)
    assert refused.problem is not None
    assert heard == b'{"data":{"of":"r9"}}'
    assert asked == ["r1", "r9"]
    boxes[1].close()


async def test_a_latecomer_is_told_the_state_and_then_what_all_are_told() -> None:
    source, groups, audience = Source(*[frozenset()] * 4), Groups(), Audience(Sharing.OPENING)
    first = groups.join(source.subscriber(BASE, audience), None)
    await settle()
    source.go(0)
    await settle()
    late = groups.join(source.subscriber(BASE, audience), None)
    source.go(1)
    await settle()
    assert await everything(late) == [{"step": 0}, {"step": 1}]
    assert source.opened == 2
    assert source.running == 1, "her own source ended with the state"
    gone = groups.join(source.subscriber(BASE, audience), None)
    gone.close()
    source.go(2)
    await settle()
    assert await everything(late) == [{"step": 2}]
    assert await everything(first) == [{"step": 0}, {"step": 1}, {"step": 2}]
    first.close()
    late.close()


async def test_a_latecomer_who_is_refused_hears_why() -> None:
    begun: list[Caller] = []

    async def open_source(caller: Caller, progress: Progress) -> AsyncGenerator[Response]:
        begun.append(caller)
        if len(begun) > 1:
            raise Problem("FORBIDDEN") if len(begun) == 2 else ValueError("broken")
        yield Response(data={})
        await asyncio.Event().wait()

    groups, audience = Groups(), Audience(Sharing.OPENING)
    one = Subscriber(caller=BASE, audience=audience, open=open_source, operation=1)
    first = groups.join(one, None)
    assert await first.take(5) == b'{"data":{}}'
    for code in ("FORBIDDEN", "INTERNAL_ERROR"):
        late = groups.join(one, None)
        end = await late.take(5)
        assert isinstance(end, End)
        assert end.problem is not None
        assert end.problem.code == code
        late.close()
    first.close()


async def test_what_is_over_ends_for_all_who_share_it() -> None:
    source, groups, audience = Source(frozenset({"sub"})), Groups(), Audience(Sharing.FROM_NOW)
    boxes = [groups.join(source.subscriber(BASE, audience), "old") for _ in range(2)]
    await settle()
    groups.end_where(lambda keep: keep == "old", Problem("SUBSCRIPTION_SCHEMA_RELOAD"))
    for box in boxes:
        assert isinstance(await box.take(5), End)
    await settle()
    assert source.running == len(groups) == 0


async def test_a_result_carries_its_cursor_to_every_reader() -> None:
    async def source(caller: Caller, progress: Progress) -> AsyncGenerator[Response]:
        yield Response(data={}, cursor="e1")
        yield Response(data={}, cursor="e 2\n")

    one = Subscriber(caller=BASE, audience=Audience(Sharing.FROM_NOW), open=source, operation=1)
    mailbox = Groups().join(one, None)
    first, second = await mailbox.take(5), await mailbox.take(5)
    assert isinstance(first, Marked)
    assert first.cursor == b"e1"
    assert second.__class__ is bytes, "what no header line can hold is no cursor"
    assert isinstance(await mailbox.take(5), End)


@pytest.mark.parametrize(("field", "sources"), [("mine", 2), ("forever", 1)])
async def test_people_on_one_gateway_share_what_says_nothing_of_them(
    field: str, sources: int
) -> None:
    town = Town()

    async def authenticate(head: RequestHead) -> Caller:
        who = (head.payload or {}).get("who", "")
        return Caller(kind=CallerKind.RESIDENT, sub=who)

    settings = GatewaySettings(profile=Profile.DEVELOPER, shares_subscriptions=True)
    gateway = town.gateway(settings, authenticate=authenticate)
    clients: list[SocketClient] = []
    for who in ("r1", "r2", "r2"):
        client = SocketClient(gateway)
        await client.begin({"who": who})
        payload = {"query": f"subscription {{ {field} }}"}
        client.say({"id": "1", "type": "subscribe", "payload": payload})
        heard = [await client.read() for _ in range(3)]
        if field == "mine":
            assert [one["payload"]["data"] for one in heard] == [{"mine": who}] * 3
        clients.append(client)
    assert town.listeners == sources
    for client in clients:
        await client.leave()
    await until(lambda: town.listeners == 0)
