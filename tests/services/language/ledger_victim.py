# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A process that sets words aside and dies before it settles."""

import asyncio
import sys

from services.kit.data import Database, migrate
from services.language import service
from services.language.actions.ledger import reserve
from services.language.settings import Settings


async def main(url: str) -> None:
    database = Database.open(url, service=service.name)
    await database.start()
    await migrate(database, "services.language")
    await database.transact(lambda tx: reserve(tx, Settings(budget=100), "victim", words=60))
    sys.stdout.write("reserved\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


asyncio.run(main(sys.argv[1]))
