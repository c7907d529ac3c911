# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget keys`: which signing and wrapping keys there are, and new ones without a restart."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import os
from datetime import UTC, datetime

import rich_click as click

from gateway.city.keys import load_keys
from gateway.city.settings import city_settings
from services.kit.crypto.keks import KekFile
from services.kit.crypto.rings import RingFile

RINGS = ("caller", "client")


@click.group()
def keys() -> None:
    """Keys of the city: list them, rotate them."""


@keys.command("list")
def list_keys() -> None:
    """Print every living key: ring, id, and since or from when it signs."""
    folder = city_settings(os.environ).folder
    for name in RINGS:
        for kid, since in _ring(name).ages():
            click.echo(f"{name}\t{kid}\t{_said(since)}")
    for kek in KekFile(folder / "keys" / "kek.json").ids():
        click.echo(f"kek\t{kek}")


@keys.command()
@click.argument("ring", type=click.Choice((*RINGS, "kek")))
@click.option("--at-once", is_flag=True, help="Sign with it now: only when the old one has leaked.")
def rotate(*, ring: str, at_once: bool) -> None:
    """Announce a new key of RING; it signs in ten minutes, the old one verifies two minutes longer."""
    if ring == "kek":
        name = KekFile(city_settings(os.environ).folder / "keys" / "kek.json").rotate()
        click.echo(f"{name} wraps from now on; run torget privacy rewrap")
        return
    chosen = _ring(ring)
    since = chosen.announce(after=0.0) if at_once else chosen.announce()
    click.echo(f"{chosen.ages()[-1][0]} signs from {_said(since)}")


def _ring(name: str) -> RingFile:
    found = load_keys(city_settings(os.environ).folder)
    return found.caller if name == "caller" else found.client


def _said(seconds: float) -> str:
    if not seconds:
        return "the beginning"
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
