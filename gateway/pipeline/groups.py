# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One execution for every group of equal subscribers (stack L1, L2).

The source of a group runs for one of its members, its leader, who is watched: when it reads a fact that
is not part of the group's key, the members who differ from her in it do not hear the result: they go on
with other sources, after the event that all have heard.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from typing import Any

from gateway.executor import Response
from gateway.pipeline.metrics import count_parting
from gateway.pipeline.seats import GroupKey, Seat, Subscriber
from services.kit.wire.front.reply import encode
from services.kit.wire.live.mailbox import Mailbox, mark
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import Progress, Sharing
from services.kit.wire.watched import watched

_log = logging.getLogger(__name__)


class Groups:
    """Who listens together. Results are encoded once per group."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._groups: dict[GroupKey, _Group] = {}
        self._running: dict[asyncio.Task[None], _Group] = {}

    def __len__(self) -> int:
        """Sources that run."""
        return len(self._running)

    def join(self, subscriber: Subscriber, keep: Any) -> Mailbox:
        """A mailbox with what the subscriber asked for.

        `keep` is whatever must stay alive as long as the group.
        """
        seat = Seat(subscriber)
        key = subscriber.key()
        group = self._groups.get(key) if key is not None else None
        if group is None:
            self._enter(self._start(seat, keep, subscriber.after), key)
        else:
            group.add(seat)
            if group.has_told and subscriber.audience.sharing is Sharing.OPENING:
                seat.hold(asyncio.get_running_loop().create_task(_tell_state(seat)))
        seat.mailbox.attach(lambda: _leave(seat))
        return seat.mailbox

    def end_where(self, is_over: Callable[[Any], bool], problem: Problem) -> None:
        """End the groups whose kept thing is over, telling their readers why."""
        for group in list(self._running.values()):
            if is_over(group.keep):
                for seat in group.seats:
                    seat.end(problem)
                group.seats.clear()
                group.stop()

    def _start(self, seat: Seat, keep: Any, after: str | None) -> "_Group":
        group = _Group(seat, keep, after)
        loop = asyncio.get_running_loop()
        group.part = lambda: loop.call_soon(self._part_early, group)
        task = loop.create_task(self._pump(group))
        self._running[task] = group
        task.add_done_callback(self._running.pop)
        group.stop = lambda: (self._forget(group), task.cancel())
        return group

    async def _pump(self, group: "_Group") -> None:
        problem: Problem | None = None
        source = group.source
        try:
            async for response in source:
                self._part(group)
                text = mark(encode(response.to_json()), response.cursor)
                for seat in list(group.seats):
                    seat.hear(text, response.cursor)
                group.has_told = True
                group.after = response.cursor or group.after
                if not group.seats:
                    break
        except Problem as raised:
            problem = raised
        except Exception as error:  # noqa: BLE001 - a broken source ends its own stream alone
            _log.error("subscription broke", exc_info=error)
            problem = Problem("INTERNAL_ERROR")
        finally:
            self._part(group)
            self._forget(group)
            for seat in list(group.seats):
                seat.end(problem)
            group.seats.clear()
            await source.aclose()

    def _part_early(self, group: "_Group") -> None:
        self._part(group)
        if not group.seats:
            group.stop()

    def _part(self, group: "_Group") -> None:
        """Leave the group to the equals of its leader, if it has read more than all have in common."""
        unforeseen = group.reads - group.facts
        if not unforeseen:
            return
        group.audience.facts |= group.reads
        group.facts = group.audience.facts
        self._forget(group)
        held = group.leader.subscriber.key()
        after = group.after or group.progress.began
        begun: dict[GroupKey | None, _Group] = {}
        for seat in list(group.seats):
            key = seat.subscriber.key()
            if key == held:
                continue
            count_parting()
            del group.seats[seat]
            seat.give_up_opening()
            if key in begun:
                begun[key].add(seat)
            else:
                begun[key] = self._start(seat, group.keep, after)
        if group.seats:
            self._enter(group, held)
        for key, fresh in begun.items():
            self._enter(fresh, key)

    def _enter(self, group: "_Group", key: GroupKey | None) -> None:
        if key is not None and key not in self._groups:
            self._groups[key] = group
            group.key = key

    def _forget(self, group: "_Group") -> None:
        if group.key is not None and self._groups.get(group.key) is group:
            del self._groups[group.key]
        group.key = None


class _Group:
    __slots__ = (
        "after", "audience", "facts", "has_told", "keep", "key", "leader", "part", "progress", "reads",
        "seats", "source", "stop",
    )  # fmt: skip

    def __init__(self, leader: Seat, keep: Any, after: str | None) -> None:
        self.leader = leader
        self.key: GroupKey | None = None
        """The key under which others find it."""
        self.keep = keep
        self.after = after
        self.audience = leader.subscriber.audience
        self.facts = self.audience.facts
        self.reads: set[str] = set()
        self.has_told = False
        self.progress = Progress(after=after)
        asks = leader.subscriber
        self.source: AsyncGenerator[Response] = asks.open(
            watched(asks.caller, self.note) if asks.shares else asks.caller, self.progress
        )
        self.seats: dict[Seat, None] = {}
        self.stop: Callable[[], object] = lambda: None
        self.part: Callable[[], object] = lambda: None
        """To be called soon after an unforeseen fact has been read."""
        self.add(leader)

    def note(self, fact: str) -> None:
        """The source has read a fact of the leader."""
        if fact not in self.facts and fact not in self.reads:
            self.reads.add(fact)
            self.part()

    def add(self, seat: Seat) -> None:
        """Let somebody listen."""
        self.seats[seat] = None
        seat.leave = self.remove

    def remove(self, seat: Seat) -> None:
        """Somebody has left; the last one ends the source."""
        self.seats.pop(seat, None)
        if not self.seats:
            self.stop()


def _leave(seat: Seat) -> None:
    seat.give_up_opening()
    seat.leave(seat)


async def _tell_state(seat: Seat) -> None:
    """Tell a latecomer the state of things, from a source of her own that ends with its first result."""
    subscriber = seat.subscriber
    source = subscriber.open(subscriber.caller, Progress())
    try:
        response = await anext(source, None)
    except Problem as problem:
        seat.begin(None, None)
        seat.mailbox.end(problem)
        return
    except Exception as error:  # noqa: BLE001 - as for a group's source
        _log.error("subscription broke", exc_info=error)
        seat.begin(None, None)
        seat.mailbox.end(Problem("INTERNAL_ERROR"))
        return
    finally:
        await source.aclose()
    if response is None:
        seat.begin(None, None)
        seat.mailbox.end()
    else:
        seat.begin(mark(encode(response.to_json()), response.cursor), response.cursor)
