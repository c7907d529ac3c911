# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A process that reads the broker until it is killed: `python -m tests.services.devices.victim URL FOLDER`."""

import asyncio
import sys

from services.devices.actions.running import Intake
from services.devices.clients.broker import BrokerReader
from services.devices.settings import Settings
from services.kit.data import Database


async def main(broker: str, folder: str) -> None:
    database = Database.open(f"sqlite:///{folder}", service="devices")
    await database.start()
    await BrokerReader(Settings(broker=broker), Intake(database)).start()
    sys.stdout.write("reading\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
