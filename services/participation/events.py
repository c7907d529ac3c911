# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What participation hears: the box's opened entries and complete boards, and who is to be forgotten."""

from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.privacy.desk import ASKED, ERASURE
from services.kit.service import Consumer
from services.kit.wire.cloudevents import Event
from services.participation.actions.closing import count_poll, keep_opened
from services.participation.actions.forgetting import forget_marks


def consumers(resources: Resources) -> tuple[Consumer, ...]:
    """Effects of the box's events, once per event, in the order of a poll."""

    async def told(tx: Tx, event: Event) -> None:
        data = dict(event.data)
        if event.type == "ballotbox.entries.released":
            await keep_opened(tx, data)
        else:
            await count_poll(tx, data, resources.folder)

    async def asked(tx: Tx, event: Event) -> None:
        data = dict(event.data)
        if data.get("kind") == ERASURE and not data.get("dry_run", True):
            await forget_marks(tx, event.subject, resources.folder)

    types = ("ballotbox.entries.released", "ballotbox.board.closed")
    return (
        Consumer(name="count-polls", types=types, effect=told),
        Consumer(name="forget-marks", types=(ASKED,), effect=asked),
    )
