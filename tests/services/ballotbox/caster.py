# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A box that is meant to be killed: it takes ballots and says the leaf of each acknowledged one.

`python -m tests.services.ballotbox.caster URL CLOSE_KEY` prints one line per acknowledged ballot.
"""

import asyncio
import os
import sys

import msgspec

from services.ballotbox.actions.casting import cast
from services.ballotbox.actions.keys import board_key
from services.ballotbox.actions.publishing import open_board
from services.kit.data import Database
from tests.services.ballotbox.voters import definition, token, vote

CLIENTS = 16


async def main() -> None:
    database = Database.open(sys.argv[1], service="ballotbox")
    await database.start()
    poll = sys.argv[2]
    await database.transact(
        lambda tx: open_board(tx, msgspec.structs.replace(definition(), id=poll))
    )
    os.write(1, b"started\n")
    key = board_key(None)

    async def client() -> None:
        held = token()
        while True:
            receipt = await cast(database, key, poll, vote(["A"], held=held))
            os.write(1, f"{receipt.leaf}\n".encode())

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


if __name__ == "__main__":
    asyncio.run(main())
