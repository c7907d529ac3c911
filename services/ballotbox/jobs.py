# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The one timer of the box: let a batch onto the board."""

from services.ballotbox.actions.keys import board_key
from services.ballotbox.actions.publishing import publish
from services.kit.context import Resources
from services.kit.data import Tx
from services.kit.jobs import Effect, Job


def jobs(resources: Resources) -> dict[str, Effect]:
    """What each timer does, in the transaction that removes it."""

    async def put_up(tx: Tx, job: Job) -> None:
        await publish(tx, board_key(resources.folder), job.payload["poll"])

    return {"ballotbox.publish": put_up}
