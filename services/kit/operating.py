# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the commands of services share: one line for what an operator can put right, the service's own database."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, NoReturn, TypeVar

import msgspec
import rich_click as click

from i18n import localizer
from services.kit import policy
from services.kit.clock import SystemClock
from services.kit.data import Database, migrate
from services.kit.errors import SettingsProblem
from services.kit.settings import read_settings
from services.kit.wire.problem import Problem

T = TypeVar("T")
_SETTINGS: Final = ("TORGET_DATA_DIR", "TORGET_DATABASE_URL", "TORGET_DATABASE_URL_FILE")


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the city keeps its data, read as the city itself reads it."""

    data_dir: str = "var/city"
    database_url: str = ""


def refuse(line: str) -> NoReturn:
    """One clear line and exit code 2."""
    click.echo(f"torget: {line}", err=True)
    sys.exit(2)


def in_database(
    service: str, rules: Iterable[policy.Rule], work: Callable[[Database], Awaitable[T]]
) -> T:
    """Run work on a service's own database, brought to its newest schema; one line for what fails."""

    async def run() -> T:
        place = read_settings(
            _Place, {name: os.environ[name] for name in _SETTINGS if name in os.environ}
        )
        policy.register(rules)
        url = place.database_url or f"sqlite:///{place.data_dir}"
        database = Database.open(url, service=service, clock=SystemClock())
        await database.start()
        try:
            await migrate(database, f"services.{service}")
            return await work(database)
        finally:
            await database.stop()

    try:
        return asyncio.run(run())
    except SettingsProblem as problem:
        refuse(str(problem))
    except Problem as problem:
        refuse(f"{problem.code}: {localizer('en').text(problem.text)}")
