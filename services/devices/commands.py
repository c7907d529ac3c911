# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget devices`: name devices, read kept frames again, see what was refused."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

from collections import Counter
from pathlib import Path

import rich_click as click

from services.devices.actions.datex import take_datex
from services.devices.actions.running import Intake
from services.devices.actions.uplinks import read_frames_again, register_device
from services.devices.domain.codecs import CODECS
from services.devices.domain.reading import read_instant
from services.devices.domain.uplinks import Device
from services.devices.policy import rules
from services.devices.store import entities as store
from services.kit.clock import SystemClock
from services.kit.operating import in_database, refuse
from services.kit.wire.caller import SYSTEM

MOST_LISTED = 500
DAY_MS = 86_400_000


@click.group(name="devices")
def group() -> None:
    """Sensors and what they report."""


@group.command()
@click.argument("name")
@click.option(
    "--model", required=True, type=click.Choice(sorted(CODECS)), help="Whose codec reads it."
)
@click.option("--entity", required=True, help="The thing it speaks of, a URI.")
@click.option("--type", "kind", default="ParkingSpot", show_default=True, help="The thing's type.")
@click.option("--eui", default="", help="Its DevEUI; frames of another are refused.")
@click.option(
    "--heartbeat", default=3600, show_default=True, type=click.IntRange(1), help="Seconds."
)
def register(*, name: str, model: str, entity: str, kind: str, eui: str, heartbeat: int) -> None:
    """Name a device; doing it again replaces what was said before."""
    given = Device(
        id=name, eui=eui, model=model, entity=entity, type=kind, heartbeat_ms=heartbeat * 1000
    )
    in_database(
        "devices",
        rules,
        lambda database: database.transact(lambda tx: register_device(tx, SYSTEM, given)),
    )
    click.echo(f"{name} speaks of {entity}")


@group.command()
@click.option("--since", default="1970-01-01T00:00:00Z", help="Frames received from then on.")
def replay(*, since: str) -> None:
    """Read kept frames again with the codecs of today; what they say otherwise is put right."""
    moment = read_instant(since)
    if moment is None:
        refuse(f'--since "{since}" is no instant such as 2026-01-01T00:00:00Z.')
    taken = in_database("devices", rules, lambda database: read_frames_again(database, moment))
    for outcome, count in sorted(taken.count().items()):
        click.echo(f"{count:>8} {outcome}")


@group.command(name="import-datex")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--source", required=True, help="Whose car parks these are: small letters, digits, dashes."
)
def import_datex(*, files: tuple[str, ...], source: str) -> None:
    """Take DATEX II 2.3 parking publications in, tables before statuses; what cannot be true is listed."""
    for file in files:
        body = Path(file).read_bytes()
        taken = in_database(
            "devices", rules, lambda database, b=body: take_datex(Intake(database), b, source)
        )
        click.echo(
            f"{file}: {taken.facilities} facilities, {taken.taken} taken, {len(taken.flags)} flagged"
        )
        for reason, count in sorted(Counter(one.reason for one in taken.flags).items()):
            click.echo(f"{count:>8} {reason}")


@group.command()
def refused() -> None:
    """List what was refused, by day, source and reason, each with its newest example."""
    for one in in_database(
        "devices", rules, lambda database: database.many(store.refusals, most=MOST_LISTED)
    ):
        day = SystemClock().now_ms() // DAY_MS - one.day
        click.echo(f"{one.count:>8} {one.reason} from {one.source}, {day} days ago: {one.example}")
