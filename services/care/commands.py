# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget care`: the door for alarm senders, the watchdog, and a plan tried out on the command line."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import rich_click as click

from services.kit.errors import SettingsProblem
from services.kit.settings import read_settings, service_prefix

NAMES = ("TORGET_DATA_DIR", "TORGET_DATABASE_URL", "TORGET_DATABASE_URL_FILE")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the city keeps its data, read as the city itself reads it."""

    data_dir: str = "var/city"
    database_url: str = ""


@click.group(name="care")
def group() -> None:
    """Alarms in, the watchdog, plans tried out."""


@group.command()
@click.option(
    "--port",
    type=int,
    default=5060,
    show_default=True,
    help="Port for UDP and TCP; 0 takes a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def scaip(*, port: int, host: str) -> None:
    """Listen for alarm senders (SIP MESSAGE). An alarm is stored before it is answered."""
    from services.care.clients.receiver import ScaipReceiver
    from services.care.settings import Settings
    from services.kit.data import Database

    prefix = service_prefix("care")
    own = {name: value for name, value in os.environ.items() if name.startswith(prefix)}
    settings = read_settings(Settings, own, prefix=prefix, scaip_port=port, scaip_host=host)

    async def listen(database: Database) -> None:
        receiver = ScaipReceiver(database, settings)
        try:
            await receiver.start()
        except OSError as error:
            raise SettingsProblem(f"port {port} cannot be used: {error.strerror}.") from error
        click.echo(f"alarms are taken at {host}:{receiver.endpoint.port} (Ctrl+C stops it)")
        try:
            await asyncio.Event().wait()
        finally:
            await receiver.stop()

    _on_database(listen)


@group.command()
@click.option("--once", is_flag=True, help="Look once: exit code 1 when the engine is down.")
def watchdog(*, once: bool) -> None:
    """Look after the engine from outside it: say when it is down, and move on what is overdue."""
    from services.care.actions.escalation import escalate_due
    from services.care.actions.watching import read_health
    from services.kit.data import Database

    async def look(database: Database) -> None:
        while True:
            health = await read_health(database)
            if health.is_down or health.overdue:
                click.echo(f"ESCALATION_ENGINE_DOWN: {health.overdue} alerts are overdue", err=True)
            if once:
                sys.exit(1 if health.is_down else 0)
            if health.overdue:
                await database.transact(lambda tx: escalate_due(tx, careful=True))
            await asyncio.sleep(5)

    _on_database(look)


@group.command()
@click.option(
    "--start", required=True, help="Wall time of the first, for example 2026-03-27T02:30."
)
@click.option("--rule", help="RRULE (RFC 5545), for example FREQ=DAILY.")
@click.option(
    "--zone", default="Europe/Stockholm", show_default=True, help="The zone of the wall clock."
)
@click.option(
    "--days",
    type=click.IntRange(1, 400),
    default=7,
    show_default=True,
    help="How many days to show.",
)
@click.option(
    "--strict", is_flag=True, help="As RFC 5545 says: leave out times that the clock skips."
)
@click.option(
    "--max-gap", type=int, help="Seconds between neighbours at most; fills holes of a clock change."
)
def occurrences(
    *, start: str, rule: str | None, zone: str, days: int, strict: bool, max_gap: int | None
) -> None:
    """Show the times of a rule, in UTC and on the wall clock."""
    from zoneinfo import ZoneInfo

    from services.kit.recurrence import GapMode, RuleInvalid, expand, read_recurrence

    try:
        times = read_recurrence(start, zone, rule=rule, max_gap_s=max_gap)
        begin = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)) - timedelta(hours=3)
        mode = GapMode.RFC5545 if strict else GapMode.CARE
        found = expand(times, begin, begin + timedelta(days=days, hours=3), gap_mode=mode)
    except RuleInvalid as wrong:
        click.echo(f"torget: {wrong.part} cannot be used: {wrong.reason.value}.", err=True)
        sys.exit(2)
    for one in found:
        local = one.at.astimezone(ZoneInfo(zone))
        marks = [one.kind.value] if one.kind.value != "rule" else []
        marks += ["shifted"] if one.shifted else []
        click.echo(
            f"{one.at:%Y-%m-%dT%H:%M:%SZ}  {local:%Y-%m-%d %H:%M %z}  {one.key}  {' '.join(marks)}".rstrip()
        )


def _on_database(work: Callable[..., Awaitable[None]]) -> None:
    """Run something on care's own database; one clear line when it cannot be used."""
    from services.care.policy import rules
    from services.kit import policy
    from services.kit.audit import open_log
    from services.kit.audit.keys import audit_keys
    from services.kit.data import Database, migrate

    place = read_settings(Place, {n: v for n, v in os.environ.items() if n in NAMES})
    Path(place.data_dir).mkdir(parents=True, exist_ok=True)

    async def run() -> None:
        database = Database.open(
            place.database_url or f"sqlite:///{place.data_dir}", service="care"
        )
        await database.start()
        try:
            await migrate(database, "services.care")
            policy.register(rules)
            await open_log(database, "care", audit_keys(Path(place.data_dir)).chain)
            await work(database)
        finally:
            await database.stop()

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        return
