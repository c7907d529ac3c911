# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The bus between processes: Redis Streams with consumer groups (reliability O3, O5).

One stream per publishing service. An entry is acknowledged after the consumer's transaction; what a
dead member left is claimed by another after a minute. A subject whose event fails waits with growing
pauses while other subjects go on; after ten tries the event is set aside in `torget:parked:<group>`.
"""

import asyncio
import random
from collections.abc import Sequence
from typing import Any, cast

import msgspec

from services.kit.backoff import MOST_TRIES, pause_ms
from services.kit.bus import BusGone, Handler, matches
from services.kit.clock import Clock, SystemClock
from services.kit.ids import new_id
from services.kit.redis_client import BLOCK_SECONDS, RedisClient, RedisGone, RedisRefused
from services.kit.wire.cloudevents import Event

MOST_ENTRIES = 100_000
CLAIM_IDLE_MS = 60_000
CLAIM_EVERY_SECONDS = 30.0
STREAMS = "torget:streams"
"""The set of streams there are, for whoever listens to every service."""
LOOK_EVERY_SECONDS = 1.0

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Event)


class _Waiting(msgspec.Struct):
    """Entries of a subject whose first one has failed."""

    entries: list[tuple[str, bytes, Event]]
    tries: int
    due_ms: int


class RedisBus:
    """Streams `torget:events:<service>` and one reading task per group."""

    def __init__(
        self, redis: RedisClient, *, clock: Clock | None = None, claim_idle_ms: int = CLAIM_IDLE_MS
    ) -> None:
        """Use a Redis with `noeviction`; it is never the only copy, outboxes are."""
        self._redis = redis
        self._clock = clock or SystemClock()
        self._claim_idle_ms = claim_idle_ms
        self._member = new_id()
        self._groups: dict[str, list[tuple[tuple[str, ...], Handler]]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._listed: set[str] = set()
        self.ending = False
        self._chance = random.Random()  # noqa: S311 -- spreads retries, guards nothing

    def subscribe(self, group: str, types: Sequence[str], handler: Handler) -> None:
        """Add a handler to a group: `parking.*`, or `*.notice.wanted` of every service, never `*`."""
        if "*" in types:
            raise ValueError("between processes a type names its service or its noun")
        self._groups.setdefault(group, []).append((tuple(types), handler))

    async def start(self) -> None:
        """Start one reading task per group."""
        for group, handlers in self._groups.items():
            reader = _Reader(self, group, handlers)
            self._tasks.append(asyncio.create_task(reader.read_on(), name=f"bus-{group}"))

    async def stop(self) -> None:
        """End the reading tasks; unacknowledged entries come again."""
        self.ending = True
        left = set(self._tasks)
        while left:  # a cancelled command may come back as a time-out, so once is not enough
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=0.2)
        self._tasks.clear()

    async def publish(self, event: Event) -> None:
        """Append to the stream of the event's service; BusGone when Redis is away."""
        stream = _stream(event.type)
        try:
            if stream not in self._listed:
                await self._redis.do("SADD", STREAMS, stream)
                self._listed.add(stream)
            await self._redis.do(
                "XADD", stream, "MAXLEN", "~", MOST_ENTRIES, "*",
                "event", _encoder.encode(event),
            )  # fmt: skip
        except (RedisGone, RedisRefused) as problem:
            raise BusGone from problem

    async def has_memory_of(self, service: str) -> bool:
        """Whether the epoch key still lies beside the stream; BusGone when Redis is away."""
        try:
            return bool(await self._redis.do("EXISTS", f"torget:epoch:{service}"))
        except (RedisGone, RedisRefused) as problem:
            raise BusGone from problem

    async def remember(self, service: str) -> None:
        """Lay the epoch key beside the stream."""
        self._listed.clear()
        try:
            await self._redis.do("SET", f"torget:epoch:{service}", new_id())
        except (RedisGone, RedisRefused) as problem:
            raise BusGone from problem

    @property
    def parts(self) -> tuple[RedisClient, Clock, str, int, random.Random]:
        """What a reader needs."""
        return self._redis, self._clock, self._member, self._claim_idle_ms, self._chance


class _Reader:
    """Reads for one group."""

    def __init__(
        self, bus: RedisBus, group: str, handlers: list[tuple[tuple[str, ...], Handler]]
    ) -> None:
        self._redis, self._clock, self._member, self._claim_idle_ms, self._chance = bus.parts
        self._bus = bus
        self._group = group
        self._handlers = handlers
        patterns = {pattern for patterns, _ in handlers for pattern in patterns}
        self._streams = sorted({_stream(p) for p in patterns if not p.startswith("*.")})
        self._wants_all = any(p.startswith("*.") for p in patterns)
        self._next_look = float("-inf")
        self._waiting: dict[str, _Waiting] = {}
        self._next_claim = float("-inf")

    async def read_on(self) -> None:
        """Until the bus ends; Redis may come and go."""
        ready = False
        while not self._bus.ending:
            try:
                if not ready:
                    await self._join(self._streams)
                    ready = True
                await self._look_for_streams()
                if not self._streams:
                    await asyncio.sleep(0.1)
                    continue
                await self._claim_left_behind()
                await self._read_new()
                await self._retry_due()
            except RedisGone:
                await asyncio.sleep(0.1)
            except RedisRefused as problem:
                ready = False
                if not str(problem).startswith("NOGROUP"):
                    await asyncio.sleep(1)

    async def _look_for_streams(self) -> None:
        """Whoever listens to every service also hears those that have begun to publish meanwhile."""
        now = self._clock.monotonic()
        if not self._wants_all or now < self._next_look:
            return
        self._next_look = now + LOOK_EVERY_SECONDS
        answer: Any = await self._redis.do("SMEMBERS", STREAMS)
        new = sorted({name.decode() for name in answer} - set(self._streams))
        await self._join(new)
        self._streams = sorted({*self._streams, *new})

    async def _join(self, streams: list[str]) -> None:
        """Make the groups, and take again what this group's members had not acknowledged."""
        for stream in streams:
            try:
                await self._redis.do("XGROUP", "CREATE", stream, self._group, "0", "MKSTREAM")
            except RedisRefused as problem:
                if not str(problem).startswith("BUSYGROUP"):
                    raise

    async def _claim_left_behind(self) -> None:
        now = self._clock.monotonic()
        if now < self._next_claim:
            return
        self._next_claim = now + min(CLAIM_EVERY_SECONDS, self._claim_idle_ms / 2000)
        held = {e[1] for waiting in self._waiting.values() for e in waiting.entries}
        for stream in self._streams:
            answer = await self._redis.do(
                "XAUTOCLAIM", stream, self._group, self._member, self._claim_idle_ms, "0-0",
                "COUNT", 100,
            )  # fmt: skip
            for entry_id, fields in _pairs(answer[1]):
                if entry_id not in held:
                    await self._take(stream, entry_id, fields)

    async def _read_new(self) -> None:
        block = 50 if self._waiting else int(BLOCK_SECONDS * 1000)
        answer: Any = await self._redis.wait(
            "XREADGROUP", "GROUP", self._group, self._member, "COUNT", 64, "BLOCK", block,
            "STREAMS", *self._streams, *(">" for _ in self._streams),
        )  # fmt: skip
        for stream, entries in _by_stream(answer):
            for entry_id, fields in _pairs(entries):
                await self._take(stream, entry_id, fields)

    async def _take(self, stream: str, entry_id: bytes, fields: dict[bytes, bytes]) -> None:
        try:
            event = _decoder.decode(fields.get(b"event", b""))
        except msgspec.MsgspecError:
            await self._set_aside(stream, entry_id, fields.get(b"event", b""), "unreadable")
            return
        if event.subject in self._waiting:
            self._waiting[event.subject].entries.append((stream, entry_id, event))
            return
        if not await self._deliver(stream, entry_id, event):
            due = self._clock.now_ms() + pause_ms(0, self._chance)
            self._waiting[event.subject] = _Waiting([(stream, entry_id, event)], 1, due)

    async def _deliver(self, stream: str, entry_id: bytes, event: Event) -> bool:
        try:
            for patterns, handler in self._handlers:
                if any(matches(pattern, event.type) for pattern in patterns):
                    await handler(event)
        except Exception:  # noqa: BLE001 -- any fault of a consumer delays its subject, no other
            return False
        await self._redis.do("XACK", stream, self._group, entry_id)
        return True

    async def _retry_due(self) -> None:
        now = self._clock.now_ms()
        for subject, waiting in list(self._waiting.items()):
            while waiting.entries and waiting.due_ms <= now:
                stream, entry_id, event = waiting.entries[0]
                if await self._deliver(stream, entry_id, event):
                    waiting.entries.pop(0)
                    waiting.tries = 0
                elif waiting.tries + 1 >= MOST_TRIES:
                    await self._set_aside(stream, entry_id, _encoder.encode(event), "tries")
                    waiting.entries.pop(0)
                    waiting.tries = 0
                else:
                    waiting.due_ms = now + pause_ms(waiting.tries, self._chance)
                    waiting.tries += 1
            if not waiting.entries:
                del self._waiting[subject]

    async def _set_aside(self, stream: str, entry_id: bytes, body: bytes, reason: str) -> None:
        parked = f"torget:parked:{self._group}"
        await self._redis.do("XADD", parked, "*", "event", body, "reason", reason, "from", stream)
        await self._redis.do("XACK", stream, self._group, entry_id)


def _stream(type: str) -> str:  # noqa: A002 -- CloudEvents calls it type
    return f"torget:events:{type.partition('.')[0]}"


def _pairs(entries: Any) -> list[tuple[bytes, dict[bytes, bytes]]]:
    """Entries with their fields, whichever way the client has shaped them; deleted ones are left out."""
    found: list[tuple[bytes, dict[bytes, bytes]]] = []
    given: list[tuple[bytes, Any]] = list(entries or [])
    for entry_id, fields in given:
        if isinstance(fields, dict):
            found.append((entry_id, cast("dict[bytes, bytes]", fields)))
        elif fields is not None:
            names = cast("list[bytes]", fields)
            found.append((entry_id, dict(zip(names[::2], names[1::2], strict=True))))
    return found


def _by_stream(answer: Any) -> list[tuple[str, Any]]:
    """(stream, entries) of an answer to XREADGROUP."""
    if not answer:
        return []
    pairs: Any = answer
    if isinstance(answer, dict):
        pairs = cast("dict[bytes, Any]", answer).items()
    return [(name.decode(), entries) for name, entries in pairs]
