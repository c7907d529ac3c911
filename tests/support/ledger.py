# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A process that is meant to be killed: it writes or runs timers, and says what was acknowledged.

`python -m tests.support.ledger write|work URL PREFIX` prints one line per acknowledged unit, straight
to the pipe, so that the ledger of the one who kills it is never ahead of the database.
"""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from services.kit.data import (
    Column,
    Database,
    MetaData,
    Table,
    Text,
    Tx,
    define,
    func,
    insert,
    select,
)
from services.kit.data.tables import job, outbox
from services.kit.jobs import Job, Worker

KIND = "ledger.entry"
CLIENTS = 64

metadata = MetaData()
entry = Table("entry", metadata, Column("id", Text, primary_key=True))

ADD = define(insert(entry))
ALL = define(select(entry.c.id), str)
EVENTS = define(select(outbox.c.subject), str)
JOBS = define(select(func.count()).select_from(job), int)


async def write(database: Database, prefix: str) -> None:
    """Sixty-four clients, each one acknowledged unit after the other, for ever."""

    async def client(number: int) -> None:
        count = 0
        while True:
            name = f"{prefix}-{number}-{count}"
            count += 1

            async def unit(tx: Tx, name: str = name) -> None:
                await tx.run(ADD, id=name)
                await tx.emit("ledger.entry.made", name)

            await database.transact(unit)
            os.write(1, f"{name}\n".encode())

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))


async def work(database: Database, prefix: str) -> None:
    """Run timers whose effect is a row with a unique name and an event, for ever."""

    async def effect(tx: Tx, due: Job) -> None:
        await tx.run(ADD, id=due.id)
        await tx.emit("ledger.entry.made", due.id)

    worker = Worker(database, {KIND: effect})
    while True:
        await worker.run_due()
        os.write(1, f"{prefix}\n".encode())
        await asyncio.sleep(0.01)


async def main() -> None:
    role, url, prefix = sys.argv[1:4]
    database = Database.open(url, service="ledger")
    await database.start()
    os.write(1, b"started\n")
    await (write if role == "write" else work)(database, prefix)


class Victim:
    """The child process, seen from the one who kills it."""

    def __init__(self, *words: str, module: str = "tests.support.ledger") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )

    def lines_until_killed(self, after: int) -> list[str]:
        """Read `after` lines, kill without warning, and return every line it managed to say."""
        out = self._process.stdout
        assert out is not None
        lines = [out.readline() for _ in range(after + 1)]
        self._process.send_signal(signal.SIGKILL)
        lines += out.readlines()
        self._process.wait()
        out.close()
        return [line.decode().strip() for line in lines if line.endswith(b"\n")][1:]


if __name__ == "__main__":
    asyncio.run(main())
