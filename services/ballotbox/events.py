# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the box hears from the registrar: a poll has opened, a poll has closed."""

import msgspec

from services.ballotbox.actions.keys import board_key
from services.ballotbox.actions.publishing import close_board, open_board
from services.ballotbox.domain.boards import Definition
from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.service import Consumer
from services.kit.wire.cloudevents import Event


def consumers(resources: Resources) -> tuple[Consumer, ...]:
    """Effects of the registrar's events, once per event."""

    async def opened(tx: Tx, event: Event) -> None:
        await open_board(tx, msgspec.convert(event.data["definition"], Definition))

    async def closed(tx: Tx, event: Event) -> None:
        key = bytes.fromhex(event.data["close_key"])
        await close_board(tx, board_key(resources.folder), event.data["poll"], key)

    return (
        Consumer(name="open-boards", types=("participation.poll.opened",), effect=opened),
        Consumer(name="close-boards", types=("participation.poll.closed",), effect=closed),
    )
