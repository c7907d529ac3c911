# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A process that looks at one person's data after the other and says whom it has shown, until killed."""

import asyncio
import os
import sys
from pathlib import Path

from services.kit.bus.local import LocalBus
from services.kit.clock import SystemClock
from services.kit.running import RunningService, open_service
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.subgraph import FetchRequest
from services.residents import service
from tests.support.services import context_of

SIDE_BY_SIDE = 8


async def open_residents(folder: Path) -> RunningService:
    """The service on a folder of its own."""
    return await open_service(
        service,
        database_url=f"sqlite:///{folder}",
        bus=LocalBus(),
        clock=SystemClock(),
        folder=folder,
    )


async def look(running: RunningService, prefix: str, lane: int) -> None:
    """Look for ever; a line on standard output is an answer that has left."""
    number = 0
    while True:
        person = f"{prefix}-{lane}-{number}"
        caller = Caller(kind=CallerKind.RESIDENT, sub=person, loa=3)
        await running.fetch(FetchRequest(query="{ me { name } }"), context_of(caller))
        os.write(1, f"{person}\n".encode())
        number += 1


async def main() -> None:
    folder, prefix = Path(sys.argv[1]), sys.argv[2]
    running = await open_residents(folder)
    await running.start()
    os.write(1, b"started\n")
    await asyncio.gather(*(look(running, prefix, lane) for lane in range(SIDE_BY_SIDE)))


if __name__ == "__main__":
    asyncio.run(main())
