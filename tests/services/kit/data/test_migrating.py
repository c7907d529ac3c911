# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Schema steps: the same tables as the code names, once each, on both databases; nothing imported at head."""

import asyncio
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import create_engine, inspect

from services.kit.data import Database, migrate
from services.kit.data.migrating import KIT, steps_of
from services.kit.data.sqlite import SqliteDatabase
from services.kit.data.tables import metadata
from services.kit.errors import SettingsProblem

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[4]


async def test_the_second_time_there_is_nothing_to_do(open_database) -> None:
    database = open_database()
    await database.start()
    assert await database.versions() == {}
    assert await migrate(database) == len(steps_of(KIT))
    assert await migrate(database) == 0
    assert await database.versions() == {KIT: steps_of(KIT)[-1][0]}


async def test_replicas_that_start_together_take_turns(open_database) -> None:
    replicas = [open_database() for _ in range(8)]
    await asyncio.gather(*(replica.start() for replica in replicas))
    await asyncio.gather(*(migrate(replica) for replica in replicas))
    assert await replicas[0].versions() == {KIT: steps_of(KIT)[-1][0]}


async def test_the_steps_make_the_tables_that_the_code_names(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}", service="parking")
    assert isinstance(database, SqliteDatabase)
    await database.start()
    await migrate(database)
    engine = create_engine(f"sqlite:///{database.path}")
    declared = create_engine("sqlite://")
    metadata.create_all(declared)
    made, meant = inspect(engine), inspect(declared)
    for name in metadata.tables:
        found = [(c["name"], str(c["type"]), c["nullable"]) for c in made.get_columns(name)]
        assert found == [
            (c["name"], str(c["type"]), c["nullable"]) for c in meant.get_columns(name)
        ]
        assert sorted(i["name"] or "" for i in made.get_indexes(name)) == sorted(
            i["name"] or "" for i in meant.get_indexes(name)
        )
    engine.dispose()
    declared.dispose()
    await database.stop()


async def test_a_step_waits_a_second_for_a_lock_and_leaves_nothing_half_done(  # reliability D7
    postgres_url: str,
) -> None:
    database = Database.open(postgres_url, service="locked")
    await database.start()
    await database.apply("tests.pots", [(1, "tests.services.kit.data.pots_step")])
    blocker = await asyncpg.connect(postgres_url)
    async with blocker.transaction():
        await blocker.execute("SELECT 1 FROM locked.pot")
        await blocker.execute("LOCK TABLE locked.pot IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await database.apply("tests.pots", [(2, "tests.services.kit.data.pots_widen")])
    assert await database.versions() == {"tests.pots": 1}
    await database.apply("tests.pots", [(2, "tests.services.kit.data.pots_widen")])
    assert await database.versions() == {"tests.pots": 2}
    await blocker.execute("DROP SCHEMA locked CASCADE")
    await blocker.close()
    await database.stop()


def test_at_the_newest_step_neither_alembic_nor_an_engine_is_imported(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\n"
        "from services.kit.data import Database, migrate\n"
        "async def main():\n"
        f"    database = Database.open('sqlite:///{tmp_path}', service='parking')\n"
        "    await database.start(); await migrate(database); await database.stop()\n"
        "asyncio.run(main())\n"
        "print([m for m in ('alembic', 'asyncpg') if m in sys.modules])\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["['alembic']", "[]"]


def test_what_is_no_package_has_no_steps() -> None:
    with pytest.raises(SettingsProblem, match="not a package"):
        steps_of("services.kit.clock")
