# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What every command of parking stands on: one line for what is wrong, the city's database, its clock."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec
import rich_click as click

from i18n import localizer
from services.kit import policy
from services.kit.clock import SystemClock
from services.kit.data import Database, migrate
from services.kit.errors import SettingsProblem
from services.kit.outbound import PartnerFault
from services.kit.settings import read_settings
from services.kit.wire.problem import Problem
from services.parking.clients import fetch_feed
from services.parking.domain.local_time import WallTimeMissing, from_wall, to_local
from services.parking.policy import rules

T = TypeVar("T")
SETTINGS = ("TORGET_DATA_DIR", "TORGET_DATABASE_URL", "TORGET_DATABASE_URL_FILE")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the city keeps its data, read as the city itself reads it."""

    data_dir: str = "var/city"
    database_url: str = ""


def refuse(line: str) -> NoReturn:
    """One clear line and exit code 2."""
    click.echo(f"torget: {line}", err=True)
    sys.exit(2)


def moment(text: str, name: str) -> datetime:
    """A local wall-clock time or an instant with its zone; a time that the clocks skip is moved on."""
    try:
        return from_wall(text.strip())
    except WallTimeMissing as skipped:
        shown = to_local(skipped.instant).isoformat(timespec="minutes")
        click.echo(f"torget: the clocks skip {text}; {name} is read as {shown}.", err=True)
        return skipped.instant
    except (ValueError, OverflowError):
        refuse(f'{name} "{text}" is no time such as 2026-06-01T08:00.')


@click.group(name="parking")
def group() -> None:
    """Where, until when, at what price, and why."""


def content_of(place: str) -> bytes:
    """The bytes of a file or of an address (https://...); one line for what cannot be read."""
    try:
        if place.startswith(("https://", "http://")):
            return asyncio.run(fetch_feed(place))
        return Path(place).read_bytes()
    except OSError as problem:
        refuse(f"{place} cannot be read: {problem.strerror}.")
    except SettingsProblem as problem:
        refuse(str(problem))
    except PartnerFault as fault:
        refuse(f"{place} cannot be fetched: {fault.reason}.")


def in_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run work on parking's own database, brought to its newest schema; one line for what fails."""

    async def run() -> T:
        place = read_settings(
            Place, {name: os.environ[name] for name in SETTINGS if name in os.environ}
        )
        policy.register(rules)
        url = place.database_url or f"sqlite:///{place.data_dir}"
        database = Database.open(url, service="parking", clock=SystemClock())
        await database.start()
        try:
            await migrate(database, "services.parking")
            return await work(database)
        finally:
            await database.stop()

    try:
        return asyncio.run(run())
    except SettingsProblem as problem:
        refuse(str(problem))
    except Problem as problem:
        refuse(f"{problem.code}: {localizer('en').text(problem.text)}")


def shown(at: datetime) -> str:
    """An instant as the city's clocks show it, with its offset."""
    return to_local(at).isoformat(timespec="minutes")
