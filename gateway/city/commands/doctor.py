# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget doctor`: looks at everything a start depends on and says what to do, a line each."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

import msgspec
import rich_click as click

from gateway.city.catalogue import all_services, chosen_services
from gateway.city.databases import database_url
from gateway.city.settings import CitySettings, city_settings
from services.kit.data import Database
from services.kit.errors import Problem, SettingsProblem
from services.kit.redis_client import RedisClient, RedisGone, RedisRefused
from services.kit.settings import PREFIX

Check = Callable[[CitySettings], str]


@click.command()
@click.option("--alive", is_flag=True, help="Only ask the running city whether it is alive.")
def doctor(*, alive: bool) -> None:
    """Check settings, port, data folder, database, Redis and contracts."""
    settings = city_settings(os.environ)
    if alive:
        sys.exit(0 if _is_alive(settings) else 1)
    healthy = True
    for name, check in _CHECKS.items():
        try:
            click.echo(f"ok    {name}: {check(settings)}")
        except (SettingsProblem, Problem, OSError) as problem:
            healthy = False
            click.echo(f"FAIL  {name}: {problem}")
    click.echo("\nSettings (environment variable, value in force):")
    for field in msgspec.structs.fields(CitySettings):
        value = "(secret)" if "password" in field.name else getattr(settings, field.name)
        click.echo(f"  {PREFIX}{field.name.upper()} = {value}")
    sys.exit(0 if healthy else 1)


def _is_alive(settings: CitySettings) -> bool:
    connection = HTTPConnection("127.0.0.1", settings.port, timeout=2)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _services(settings: CitySettings) -> str:
    return ", ".join(chosen_services(settings.services, production=not settings.is_demo))


def _port(settings: CitySettings) -> str:
    if _is_alive(settings):
        return f"{settings.port} is served by a running city"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((settings.host, settings.port))
    return f"{settings.port} is free"


def _folder(settings: CitySettings) -> str:
    settings.folder.mkdir(parents=True, exist_ok=True)
    probe = settings.folder / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    return f"{settings.folder} can be written"


def _database(settings: CitySettings) -> str:
    async def visit() -> str:
        name = next(iter(all_services()))
        database = Database.open(database_url(settings), service=name)
        await database.start()
        try:
            return f"{database.dialect} answers and keeps what it acknowledges"
        finally:
            await database.stop()

    return asyncio.run(visit())


def _redis(settings: CitySettings) -> str:
    if not settings.redis_url:
        return "not set; events and limits stay in this process"
    return asyncio.run(_ping(settings.redis_url))


async def _ping(url: str) -> str:
    client = RedisClient(url)
    try:
        await client.do("PING")
    except (RedisGone, RedisRefused) as error:
        raise SettingsProblem(
            f"nobody answers at {url}; start Redis or unset TORGET_REDIS_URL."
        ) from error
    finally:
        await client.stop()
    return f"{url} answers"


def _contracts(_: CitySettings) -> str:
    from gateway.city.contracts import differences

    changed = differences()
    if changed:
        raise SettingsProblem(f"{', '.join(changed)} differ; run `make contracts`.")
    return "openapi/ says what the code says"


_CHECKS: dict[str, Check] = {
    "services": _services,
    "port": _port,
    "data folder": _folder,
    "database": _database,
    "Redis": _redis,
    "contracts": _contracts,
}
