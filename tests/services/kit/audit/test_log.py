# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The log in a database: with its transaction or not at all, verified by the command."""

import asyncio
import sqlite3

import pytest
from click.testing import CliRunner

from services.kit.audit import Entry, Outcome, open_log, record
from services.kit.audit.anchoring import Anchor
from services.kit.audit.commands import group
from services.kit.audit.keys import audit_keys, checkpoint_file
from services.kit.clock import ManualClock
from services.kit.data import Database, Tx
from services.kit.wire.caller import Assignment, Caller, CallerKind

NURSE = Caller(
    kind=CallerKind.STAFF,
    sub="s1",
    assignment=Assignment(id="a1", unit="u1", provider="p1", purpose="care"),
)
AMINA = Caller(kind=CallerKind.RESIDENT, sub="r1")


def look(caller: Caller = NURSE, subject: str = "r1", **more) -> Entry:
    return Entry(caller=caller, subject=subject, action="t.x.read", resource="answer", **more)


async def fill(folder, count: int = 5) -> None:
    database = Database.open(f"sqlite:///{folder}", service="town", clock=ManualClock())
    await database.start()
    keys = audit_keys(folder)
    await open_log(database, "town", keys.chain)
    await record(database, [look() for _ in range(count)])
    anchor = Anchor(database, "town", keys, folder)
    assert await anchor.anchor()
    assert not await anchor.anchor()
    await database.stop()


@pytest.mark.anyio
async def test_a_row_stands_if_and_only_if_its_transaction_does(tmp_path):  # security L1
    database = Database.open(f"sqlite:///{tmp_path}", service="town", clock=ManualClock())
    await database.start()
    log = await open_log(database, "town", b"k" * 32)

    async def fails(tx: Tx) -> None:
        await tx.audit(look())
        raise RuntimeError("after the row")

    with pytest.raises(RuntimeError):
        await database.transact(fails)
    assert await log.seen(database, "r1") == []
    await record(database, [look(), look(AMINA), look(subject="r2", outcome=Outcome.REFUSED)])
    seen = await log.seen(database, "r1")
    assert [(each.actor, each.unit, each.purpose) for each in seen] == [
        ("r1", None, None),
        ("s1", "u1", "care"),
    ]
    assert [each.outcome for each in await log.seen(database, "r2")] == ["refused"]
    await database.stop()


@pytest.mark.anyio
async def test_the_log_names_nobody_whose_data_it_is_about(tmp_path):  # security L3
    await fill(tmp_path)
    rows = sqlite3.connect(tmp_path / "town.sqlite3").execute("select * from audit_row").fetchall()
    assert len(rows) == 5
    assert not any('"r1"' in str(row) for row in rows)


def verify(folder) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["verify", "--data-dir", str(folder)])
    return result.exit_code, result.output.strip()


def touch(folder, sql: str) -> None:
    with sqlite3.connect(folder / "town.sqlite3") as connection:
        connection.execute(sql)
    connection.close()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("update audit_row set entry=replace(entry,'read','look') where seq=3", "edited at row 3"),
        ("update audit_row set subject='x' where seq=2", "edited at row 2"),
        ("delete from audit_row where seq=2", "deleted at row 2"),
        ("delete from audit_row where seq>3", "truncated at row 4"),
    ],
)
async def test_the_command_finds_what_an_intruder_did(tmp_path, sql, said):  # security L2
    await fill(tmp_path)
    assert await asyncio.to_thread(verify, tmp_path) == (0, "town: 5 rows untouched, 5 anchored")
    touch(tmp_path, sql)
    assert await asyncio.to_thread(verify, tmp_path) == (1, f"town: {said}")


@pytest.mark.anyio
async def test_a_forged_checkpoint_is_reported(tmp_path):  # security L2
    await fill(tmp_path)
    path = checkpoint_file(tmp_path, "town")
    path.write_bytes(path.read_bytes().replace(b'"seq":5', b'"seq":4') + b"nonsense\n")
    assert await asyncio.to_thread(verify, tmp_path) == (1, "town: 2 checkpoints are not ours")
