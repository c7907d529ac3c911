# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One execution for every group of equal subscribers (stack L1, L2)."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from typing import Any

import msgspec

from gateway.executor import Response
from services.kit.wire.caller import Caller
from services.kit.wire.front.reply import encode
from services.kit.wire.live.mailbox import Mailbox, mark
from services.kit.wire.problem import Problem

_log = logging.getLogger(__name__)

Source = Callable[[], AsyncGenerator[Response]]


class GroupKey(msgspec.Struct, frozen=True):
    """All that two subscribers must have in common: every fact of the caller is part of it."""

    operation: int
    """Identity of the prepared operation, which lives as long as the group."""
    variables: bytes
    caller: Caller
    locale: str
    forwarded: tuple[tuple[bytes, bytes], ...] = ()


class Groups:
    """Who listens together. Results are encoded once per group."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._groups: dict[GroupKey, _Group] = {}
        self._running: dict[asyncio.Task[None], _Group] = {}

    def __len__(self) -> int:
        """Groups that run."""
        return len(self._groups)

    def join(self, key: GroupKey | None, keep: Any, source: Source) -> Mailbox:
        """A mailbox fed by the group of `key`, or by a source of its own if there is no key.

        `keep` is whatever must stay alive as long as the group.
        """
        group = self._groups.get(key) if key is not None else None
        if group is None:
            group = _Group(keep)
            if key is not None:
                self._groups[key] = group
            task = asyncio.get_running_loop().create_task(self._pump(key, group, source()))
            self._running[task] = group
            task.add_done_callback(self._running.pop)
            group.stop = task.cancel
        mailbox = Mailbox()
        group.members[mailbox] = None
        mailbox.attach(lambda: self._leave(key, group, mailbox))
        return mailbox

    def end_where(self, is_over: Callable[[Any], bool], problem: Problem) -> None:
        """End the groups whose kept thing is over, telling their readers why."""
        for group in list(self._running.values()):
            if is_over(group.keep):
                for mailbox in list(group.members):
                    mailbox.end(problem)
                group.stop()

    def _leave(self, key: GroupKey | None, group: "_Group", mailbox: Mailbox) -> None:
        group.members.pop(mailbox, None)
        if not group.members:
            self._forget(key, group)
            group.stop()

    def _forget(self, key: GroupKey | None, group: "_Group") -> None:
        if key is not None and self._groups.get(key) is group:
            del self._groups[key]

    async def _pump(
        self, key: GroupKey | None, group: "_Group", source: AsyncGenerator[Response]
    ) -> None:
        problem: Problem | None = None
        try:
            async for response in source:
                text = mark(encode(response.to_json()), response.cursor)
                for mailbox in group.members:
                    mailbox.put(text)
        except Problem as raised:
            problem = raised
        except Exception as error:  # noqa: BLE001 - a broken source ends its own stream alone
            _log.error("subscription broke", exc_info=error)
            problem = Problem("INTERNAL_ERROR")
        finally:
            self._forget(key, group)
            for mailbox in list(group.members):
                mailbox.end(problem)
            await source.aclose()


class _Group:
    __slots__ = ("keep", "members", "stop")

    def __init__(self, keep: Any) -> None:
        self.keep = keep
        self.members: dict[Mailbox, None] = {}
        self.stop: Callable[[], object] = lambda: None
