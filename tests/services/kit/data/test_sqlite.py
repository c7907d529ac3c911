# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is promised of a SQLite file: settings read back, one writer, group commit, a full disk."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from services.kit.data import Database, Misuse, StorageFull, StorageUnavailable, Tx, migrate
from services.kit.data.sqlite import SqliteDatabase
from services.kit.data.sqlite_file import FileLock, open_writer, verify
from services.kit.errors import SettingsProblem
from tests.services.kit.data import pots

pytestmark = pytest.mark.anyio


@pytest.fixture
async def store(tmp_path: Path):
    database = Database.open(f"sqlite:///{tmp_path}", service="parking")
    assert isinstance(database, SqliteDatabase)
    await database.start()
    await migrate(database)
    await pots.make_tables(database)
    yield database
    await database.stop()


def adding(name: str, size: int = 1):
    async def unit(tx: Tx) -> None:
        await tx.run(pots.ADD, id=name, size=size)

    return unit


def test_the_writer_keeps_what_it_promises(tmp_path: Path) -> None:  # reliability D1
    connection = open_writer(tmp_path / "a.sqlite3", durable=True)
    found = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "trusted_schema",
            "busy_timeout",
        )
    }
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0,
        "busy_timeout": 5000,
    }  # fmt: skip
    connection.execute("PRAGMA synchronous = NORMAL")
    with pytest.raises(SettingsProblem, match="does not keep writes safe"):
        verify(connection, tmp_path)
    connection.close()


async def test_readers_cannot_write(store: SqliteDatabase) -> None:  # reliability D2
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._reader.execute("DELETE FROM pot")


async def test_many_units_share_a_commit(store: SqliteDatabase) -> None:  # stack D6
    before = store.writer.commits
    await asyncio.gather(*(store.transact(adding(f"p{n}")) for n in range(500)))
    assert store.writer.commits - before < 50


async def test_an_action_awaits_nothing_but_its_transaction(store: SqliteDatabase) -> None:  # D8
    async def unit(tx: Tx) -> None:
        await tx.run(pots.ADD, id="a", size=1)
        await asyncio.sleep(0)

    with pytest.raises(Misuse, match="awaited outside its transaction"):
        await store.transact(unit)
    assert await store.one(pots.COUNT) == 0


async def test_a_full_disk_loses_nothing_and_heals(store: SqliteDatabase) -> None:  # reliability K3
    await store.transact(adding("kept"))
    writer = store.writer._connection
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 2}")

    async def large(tx: Tx, name: str) -> None:
        await tx.run(
            pots.ADD_WHOLE, id=name, size=1, colour="red", cracked=False, made=None, label=None,
            photo=bytes(200_000),
        )  # fmt: skip

    answers = await asyncio.gather(
        *(store.transact(lambda tx, n=n: large(tx, f"l{n}")) for n in range(5)),
        store.transact(adding("small")),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [StorageFull] * 5 + [type(None)]
    assert answers[0].status == 507
    assert await store.one(pots.GET, id="kept") is not None
    writer.execute("PRAGMA max_page_count = 1000000")
    await store.transact(lambda tx: large(tx, "large"))
    assert await store.one(pots.COUNT) == 3
    assert writer.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_two_processes_take_turns_on_a_file(store: SqliteDatabase) -> None:  # reliability D2
    lock = FileLock(store.path)
    with lock:
        waiting = asyncio.create_task(store.transact(adding("a")))
        await asyncio.sleep(0.05)
        assert not waiting.done()
    await waiting
    lock.close()
    assert await store.one(pots.COUNT) == 1


async def test_what_was_queued_is_written_before_the_end(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}", service="parking")
    await database.start()
    await pots.make_tables(database)
    waiting = [asyncio.create_task(database.transact(adding(f"p{n}"))) for n in range(100)]
    await asyncio.sleep(0)
    await database.stop()
    await asyncio.gather(*waiting)
    with pytest.raises(StorageUnavailable):
        await database.transact(adding("late"))
    with pytest.raises(StorageUnavailable):
        await database.one(pots.COUNT)
    assert not await database.writable()


async def test_whoever_gave_up_waiting_before_its_turn_writes_nothing(
    store: SqliteDatabase,
) -> None:
    lock = FileLock(store.path)
    with lock:
        first = asyncio.create_task(store.transact(adding("first")))
        await asyncio.sleep(0.01)
        second = asyncio.create_task(store.transact(adding("second")))
        await asyncio.sleep(0.01)
        second.cancel()
    await first
    with pytest.raises(asyncio.CancelledError):
        await second
    await store.transact(adding("third"))
    assert {pot.id for pot in await store.many(pots.OF_SIZES, sizes=[1])} == {"first", "third"}


async def test_a_file_without_a_folder_is_gone_after_the_end() -> None:
    database = Database.open("sqlite://", service="parking")
    assert isinstance(database, SqliteDatabase)
    await database.start()
    assert await migrate(database) == 1
    path = database.path
    assert path.is_file() is True
    await database.stop()
    assert path.parent.is_dir() is False


async def test_each_service_has_its_own_file(tmp_path: Path) -> None:
    services = ("parking", "care")
    for service in services:
        database = Database.open(f"sqlite:///{tmp_path}", service=service)
        await database.start()
        await migrate(database)
        await database.stop()
    assert all((tmp_path / f"{service}.sqlite3").is_file() for service in services)


def test_urls_and_names_are_checked() -> None:
    for url in ("mysql://x", "nowhere", "sqlite:/x"):
        with pytest.raises(SettingsProblem, match="must begin with"):
            Database.open(url, service="parking")
    for service in ("", "Parking", "a-b", "x'; drop"):
        with pytest.raises(SettingsProblem, match="cannot name a database"):
            Database.open("sqlite://", service=service)


async def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    database = Database.open(f"sqlite:///{tmp_path}/file/inside", service="parking")
    with pytest.raises(SettingsProblem, match="cannot be opened"):
        await database.start()
