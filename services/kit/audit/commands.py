# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget audit verify`: walk the logs of all services and say whether anybody touched them."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import rich_click as click

from services.kit.audit import spot_checks as spot
from services.kit.audit.checkpoints import read_checkpoints
from services.kit.audit.keys import AuditKeys, audit_keys, checkpoint_file
from services.kit.audit.log import PACKAGE, READ_HEAD, read_all
from services.kit.audit.verifying import Verdict, verify_rows
from services.kit.clock import SystemClock
from services.kit.data import Database, migrate

_TOUCHED = 1
T = TypeVar("T")


@click.group(name="audit")
def group() -> None:
    """The log of who saw or changed whose data."""


@group.command()
@click.option("--data-dir", envvar="TORGET_DATA_DIR", default="var/city", help="Keys and data.")
@click.option("--database-url", envvar="TORGET_DATABASE_URL", default="", help="Empty: SQLite.")
@click.option("--service", "names", multiple=True, help="Only this service; may be repeated.")
def verify(*, data_dir: str, database_url: str, names: tuple[str, ...]) -> None:
    """Check every chain and its checkpoints. Exit code 1 names the first touched row."""
    folder = Path(data_dir)
    keys = audit_keys(folder)
    url = database_url or f"sqlite:///{folder}"
    chosen = names or _services(folder)
    if not chosen:
        click.echo("No service has an audit log yet.")
    touched = False
    for name in chosen:
        verdict, forged = asyncio.run(verify_service(name, url=url, folder=folder, keys=keys))
        touched = touched or verdict.finding is not None or forged > 0
        click.echo(_line(name, verdict, forged))
    if touched:
        sys.exit(_TOUCHED)


async def verify_service(
    name: str, *, url: str, folder: Path, keys: AuditKeys
) -> tuple[Verdict, int]:
    """The verdict on one service's log, and how many of its checkpoints are not ours."""
    database = Database.open(url, service=name, clock=SystemClock())
    await database.start()
    try:
        await migrate(database, PACKAGE)
        rows = await read_all(database)
        head = await database.one(READ_HEAD)
    finally:
        await database.stop()
    points, forged = read_checkpoints(checkpoint_file(folder, name), keys.signing.verifier)
    return verify_rows(rows, keys.chain, head=head, checkpoints=points), forged


def _services(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in folder.glob("*.sqlite3")))


def _line(name: str, verdict: Verdict, forged: int) -> str:
    if verdict.finding is not None:
        return f"{name}: {verdict.finding.touch.value} at row {verdict.finding.seq}"
    if forged:
        return f"{name}: {forged} checkpoints are not ours"
    return f"{name}: {verdict.rows} rows untouched, {verdict.anchored} anchored"


@group.command("spot-checks")
@click.option("--data-dir", envvar="TORGET_DATA_DIR", default="var/city", help="Keys and data.")
@click.option("--database-url", envvar="TORGET_DATABASE_URL", default="", help="Empty: SQLite.")
@click.option("--draw", "draws", is_flag=True, help="Draw some now, beside those of each week.")
@click.option("--service", "names", multiple=True, help="Only this service; may be repeated.")
def spot_checks(*, data_dir: str, database_url: str, draws: bool, names: tuple[str, ...]) -> None:
    """List looks of staff that were drawn for a human to judge."""
    folder = Path(data_dir)
    for name in names or _services(folder):
        url = database_url or f"sqlite:///{folder}"
        for check in asyncio.run(_checks(name, url=url, draws=draws)):
            click.echo(f"{name}\t{check.seq}\t{check.entry}")


@group.command()
@click.argument("service")
@click.argument("seq", type=int)
@click.option("--reviewer", required=True, help="Who judged it.")
@click.option("--finding", required=True, help="What was found, for example: in order.")
@click.option("--data-dir", envvar="TORGET_DATA_DIR", default="var/city", help="Keys and data.")
@click.option("--database-url", envvar="TORGET_DATABASE_URL", default="", help="Empty: SQLite.")
def review(
    *, service: str, seq: int, reviewer: str, finding: str, data_dir: str, database_url: str
) -> None:
    """Write down what came of the spot check of row SEQ of SERVICE."""
    url = database_url or f"sqlite:///{data_dir}"

    async def write(database: Database) -> bool:
        return await spot.review(database, seq, reviewer=reviewer, finding=finding)

    if not asyncio.run(_on(service, url, write)):
        raise click.BadParameter(f"nothing waits under {seq} in {service}")
    click.echo("reviewed")


async def _checks(name: str, *, url: str, draws: bool) -> list[spot.SpotCheck]:
    async def read(database: Database) -> list[spot.SpotCheck]:
        if draws:
            await database.transact(lambda tx: spot.draw(tx, random.SystemRandom()))
        return await spot.open_checks(database)

    return await _on(name, url, read)


async def _on(name: str, url: str, work: Callable[[Database], Awaitable[T]]) -> T:
    database = Database.open(url, service=name, clock=SystemClock())
    await database.start()
    try:
        await migrate(database, PACKAGE)
        return await work(database)
    finally:
        await database.stop()
