# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m tests.benchmarks.data`: durable writes and point reads against what people use today.

Interleaved rounds, best of five each; a ratio counts work per second of wall time on the same disk,
and for reads per CPU second of this process.
"""

import asyncio
import concurrent.futures
import os
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import uvloop
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from services.kit.data import (
    BigInteger,
    Column,
    Database,
    MetaData,
    Table,
    Text,
    Tx,
    bindparam,
    define,
    insert,
    select,
)
from services.kit.testing.postgres import release_postgres, start_postgres

ROUNDS = 5
CLIENTS = 64
WRITES = 20
READS = 1500
ROWS = 1000

Run = Callable[[], Awaitable[float]]

table = Table(
    "place",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("name", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
)


class Place(msgspec.Struct, frozen=True):
    """A row as the data seam reads it."""

    id: int
    name: str
    street: str
    size: int


ADD = define(insert(table), columns=("id", "name", "street", "size"))
GET = define(select(table).where(table.c.id == bindparam("id", type_=BigInteger)), Place)


class Model(DeclarativeBase):
    """The root of mapped classes."""


class MappedPlace(Model):
    """The same row as an ORM reads it."""

    __tablename__ = "place"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    street: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)


async def best(runs: dict[str, Run]) -> dict[str, float]:
    """Units per second of each run, interleaved, the best of some rounds."""
    found = dict.fromkeys(runs, 0.0)
    for _ in range(ROUNDS):
        for name, run in runs.items():
            found[name] = max(found[name], await run())
    return found


async def durable_writes(folder: Path) -> dict[str, float]:
    """Sixty-four clients write one row each, again and again."""
    database = Database.open(f"sqlite:///{folder}", service="ours")
    await database.start()
    await database.apply("bench", [(1, "tests.support.places_step")])
    plain = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        plain.execute(f"PRAGMA {pragma}")
    plain.execute("CREATE TABLE place (id integer primary key, name text, street text, size int)")
    thread = concurrent.futures.ThreadPoolExecutor(1)
    numbers = iter(range(10_000_000))

    def one_row() -> None:
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("INSERT INTO place VALUES (?, ?, ?, ?)", (next(numbers), "n", "s", 1))
        plain.execute("COMMIT")

    async def per_row() -> None:
        await asyncio.get_running_loop().run_in_executor(thread, one_row)

    async def grouped() -> None:
        number = next(numbers)

        async def unit(tx: Tx) -> None:
            await tx.run(ADD, id=number, name="n", street="s", size=1)

        await database.transact(unit)

    async def clients(write: Callable[[], Awaitable[None]], writes: int) -> float:
        async def client() -> None:
            for _ in range(writes):
                await write()

        begun = time.perf_counter()
        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        return CLIENTS * writes / (time.perf_counter() - begun)

    found = await best(
        {
            "one transaction per row": lambda: clients(per_row, WRITES),
            "group commit": lambda: clients(grouped, WRITES * 8),
        }
    )
    thread.shutdown()
    plain.close()
    await database.stop()
    return found


async def reads(url: str, orm: Callable[[], Awaitable[None]]) -> dict[str, float]:
    """One row by its key, through the seam and through the ORM, per CPU second."""
    database = Database.open(url, service="ours")
    await database.start()

    async def ours() -> None:
        await database.one(GET, id=500)

    async def measured(read: Callable[[], Awaitable[None]], count: int) -> float:
        begun = time.process_time()
        for _ in range(count):
            await read()
        return count / (time.process_time() - begun)

    found = await best(
        {"ORM": lambda: measured(orm, READS // 5), "seam": lambda: measured(ours, READS)}
    )
    await database.stop()
    return found


async def fill(url: str) -> None:
    """A table of a thousand rows."""
    database = Database.open(url, service="ours")
    await database.start()
    if "bench" not in await database.versions():
        await database.apply("bench", [(1, "tests.support.places_step")])

    async def unit(tx: Tx) -> None:
        rows = [{"id": n, "name": f"name {n}", "street": "s", "size": n} for n in range(ROWS)]
        await tx.run_each(ADD, rows)

    await database.transact(unit)
    await database.stop()


async def sqlite_reads(folder: Path) -> dict[str, float]:
    """The ORM reads the same file."""
    url = f"sqlite:///{folder}"
    await fill(url)
    engine = create_engine(f"sqlite:///{folder / 'ours.sqlite3'}")

    async def orm() -> None:
        with Session(engine) as session:
            session.get(MappedPlace, 500)

    found = await reads(url, orm)
    engine.dispose()
    return found


async def postgres_reads(url: str) -> dict[str, float]:
    """The ORM reads the same table through asyncpg."""
    await fill(url)
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://"),
        connect_args={"server_settings": {"search_path": "ours"}},
    )

    async def orm() -> None:
        async with AsyncSession(engine) as session:
            await session.get(MappedPlace, 500)

    found = await reads(url, orm)
    await engine.dispose()
    return found


def show(title: str, found: dict[str, float], bar: float) -> None:
    """One line per way, and the ratio against its bar."""
    (slow, low), (quick, high) = found.items()
    print(f"{title}\n  {slow:28} {low:10,.0f}/s\n  {quick:28} {high:10,.0f}/s")
    print(f"  ratio {high / low:.1f} (bar {bar:.0f})")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        found = uvloop.run(durable_writes(Path(folder)))
        show(f"Durable one-row writes, {CLIENTS} at once, SQLite", found, 15)
    with tempfile.TemporaryDirectory() as folder:
        show("Point reads, SQLite (CPU)", uvloop.run(sqlite_reads(Path(folder))), 5)
    run = f"bench{os.getpid()}"
    server = start_postgres(run)
    try:
        show(f"Point reads, {server.kind} (CPU)", uvloop.run(postgres_reads(server.url)), 5)
    finally:
        release_postgres(run)


if __name__ == "__main__":
    main()
