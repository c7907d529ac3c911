# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What every command of parking stands on: one line for what is wrong, the city's database, its clock."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import rich_click as click

from services.kit import operating
from services.kit.data import Database
from services.kit.errors import SettingsProblem
from services.kit.operating import refuse
from services.kit.outbound import PartnerFault
from services.parking.clients import fetch_feed
from services.parking.domain.local_time import WallTimeMissing, from_wall, to_local
from services.parking.policy import rules

T = TypeVar("T")


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
    """Run work on parking's own database; one line for what fails."""
    return operating.in_database("parking", rules, work)


def shown(at: datetime) -> str:
    """An instant as the city's clocks show it, with its offset."""
    return to_local(at).isoformat(timespec="minutes")
