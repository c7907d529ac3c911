# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The one door to Redis: short time-outs, no waiting while it is gone, never the only copy (D6, K1)."""

from collections.abc import Sequence
from typing import Any

import msgspec
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError, ResponseError

from services.kit.clock import Clock, SystemClock

ANSWER_SECONDS = 0.25
BLOCK_SECONDS = 1.0
REST_SECONDS = 0.5
"""After a failure nobody asks Redis for this long: one slow call, not one per request."""


class RedisGone(Exception):
    """Redis does not answer. Whoever asked goes on without it."""


class RedisRefused(Exception):
    """Redis answered with an error; the text begins with its code."""


class Script(msgspec.Struct, frozen=True):
    """A Lua script and the name Redis knows it by."""

    text: str
    digest: str


class RedisClient:
    """Commands to one Redis database. Answers are bytes, integers, lists or None."""

    def __init__(self, url: str, *, clock: Clock | None = None) -> None:
        """`url` is `redis://host:port/number`; nothing is opened before the first command."""
        self._clock = clock or SystemClock()
        self._quick = _connect(url, ANSWER_SECONDS)
        self._patient = _connect(url, BLOCK_SECONDS * 3)
        self._rest_until = float("-inf")

    @property
    def resting(self) -> bool:
        """Whether Redis failed a moment ago and is left alone."""
        return self._clock.monotonic() < self._rest_until

    async def do(self, *command: Any) -> Any:
        """Send one command. Raises RedisGone within a quarter of a second, or RedisRefused."""
        if self.resting:
            raise RedisGone
        return await self._send(self._quick, command)

    async def wait(self, *command: Any) -> Any:
        """Send a command that blocks up to a second; never on the path of a request."""
        if self.resting:
            raise RedisGone
        return await self._send(self._patient, command)

    async def script(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Run a script atomically; it is loaded when Redis does not know it."""
        try:
            return await self.do("EVALSHA", script.digest, len(keys), *keys, *arguments)
        except RedisRefused as problem:
            if not str(problem).startswith("NOSCRIPT"):
                raise
        return await self.do("EVAL", script.text, len(keys), *keys, *arguments)

    async def stop(self) -> None:
        """Close the connections."""
        await self._quick.aclose()
        await self._patient.aclose()

    async def _send(self, client: Any, command: tuple[Any, ...]) -> Any:
        try:
            answer = await client.execute_command(*command)
        except NoScriptError as problem:
            raise RedisRefused(f"NOSCRIPT {problem}") from problem
        except ResponseError as problem:
            raise RedisRefused(str(problem)) from problem
        except (RedisError, OSError, TimeoutError) as problem:
            self._rest_until = self._clock.monotonic() + REST_SECONDS
            raise RedisGone from problem
        self._rest_until = float("-inf")
        return answer


def _connect(url: str, seconds: float) -> Any:
    return Redis.from_url(  # pyright: ignore[reportUnknownMemberType] -- partial stubs
        url,
        socket_timeout=seconds,
        socket_connect_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
        max_connections=64,
    )
