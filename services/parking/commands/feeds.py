# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget parking import`, `feeds`, `import-charging`: what comes in from the city and its partners."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import rich_click as click

from services.kit.clock import instant
from services.kit.data import Database
from services.kit.operating import refuse
from services.kit.wire.caller import SYSTEM
from services.parking.actions.charging import import_charging
from services.parking.actions.feed import Imported, ImportFeed, import_feed
from services.parking.clients import source_name
from services.parking.commands.ground import content_of, group, in_database
from services.parking.domain.charging import ChargingUnreadable, read_locations
from services.parking.domain.ltf import FeedUnreadable, Reading, read_feed
from services.parking.store import feed_sources as source_store
from services.parking.store import regulations as regulation_store
from services.parking.store.feed_sources import Source
from services.parking.store.regulations import Refusal

MOST_SHOWN = 1_000


@group.command(name="import")
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--whole", is_flag=True, help="The files hold whole layers: rows not in them are gone."
)
@click.option("--dry-run", is_flag=True, help="Read and report; store nothing.")
def import_(*, files: tuple[str, ...], whole: bool, dry_run: bool) -> None:
    """Take files or addresses of the city's regulation feed (LTF-Tolken GeoJSON) in: changed rows only."""
    readings = {file: _read(file) for file in files}
    outcomes: dict[str, Imported] = {}
    if not dry_run:
        outcomes = in_database(lambda database: _store(database, readings, whole=whole))
    for file, reading in readings.items():
        click.echo(f"{file}: {_counted(reading, outcomes.get(file))}")
        for row in reading.refused:
            click.echo(f"  kept out   {row.id}: {row.reason}")
        for row in reading.doubtful:
            click.echo(f"  doubtful   {row.id}: {'; '.join(row.doubts)}")


def _read(file: str) -> Reading:
    try:
        return read_feed(content_of(file))
    except FeedUnreadable as problem:
        refuse(f"{file}: {problem}.")


async def _store(
    database: Database, readings: dict[str, Reading], *, whole: bool
) -> dict[str, Imported]:
    outcomes: dict[str, Imported] = {}
    for file, reading in readings.items():
        given = ImportFeed(source=source_name(file), reading=reading, is_whole=whole)
        outcomes[file] = await database.transact(lambda tx, g=given: import_feed(tx, SYSTEM, g))
    return outcomes


def _counted(reading: Reading, done: Imported | None) -> str:
    count = f"{len(reading.regulations)} rows read, {len(reading.refused)} kept out, {len(reading.doubtful)} doubtful"
    if done is None:
        return count
    return f"{count}; {done.added} new, {done.changed} changed, {done.unchanged} as before, {done.removed} gone"


@group.command(name="import-charging")
@click.argument("files", nargs=-1, required=True)
@click.option("--source", required=True, help="Whose charging points these are.")
@click.option("--whole", is_flag=True, help="Points of the source not in the files are gone.")
def import_charging_points(*, files: tuple[str, ...], source: str, whole: bool) -> None:
    """Take charging points (OCPI Locations) from files or addresses in."""
    for file in files:
        try:
            read = read_locations(content_of(file))
        except ChargingUnreadable as problem:
            refuse(f"{file}: {problem}.")
        taken = in_database(
            lambda database, r=read: database.transact(
                lambda tx: import_charging(tx, SYSTEM, source, r, is_whole=whole)
            )
        )
        click.echo(
            f"{file}: {taken.put} new or changed, {taken.unchanged} as before, "
            f"{taken.removed} gone, {taken.refused} kept out"
        )
        for name, reason in read.refused:
            click.echo(f"  kept out   {name}: {reason}")
        for doubt in read.doubts:
            click.echo(f"  doubtful   {doubt}")


@group.command()
def feeds() -> None:
    """Show what came of the last fetch of each address of TORGET_PARKING_FEEDS, and the rows kept out."""
    known, refused = in_database(_feeds)
    for one in known:
        good = f", good {instant(one.good_at).isoformat()}" if one.good_at is not None else ""
        click.echo(
            f"{one.name}: {one.outcome.value} {instant(one.at).isoformat()}{good}: {one.detail}"
        )
    for row in refused:
        click.echo(f"  kept out   {row.id} ({row.source}): {row.reason}")


async def _feeds(database: Database) -> tuple[list[Source], list[Refusal]]:
    rows = await database.many(regulation_store.refusals, most=MOST_SHOWN)
    return await database.many(source_store.sources), rows
