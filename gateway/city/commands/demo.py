# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget demo`: the demo people, their tokens, and the first queries asked for you."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import json
import os
from http.client import HTTPConnection
from typing import Any

import msgspec
import rich_click as click

from gateway.city.questions import FIRST_FIVE
from gateway.city.settings import RUNNING, CitySettings, city_settings
from services.identity.demo import demo_people, demo_token
from services.kit.errors import SettingsProblem
from services.kit.settings import PREFIX


@click.group()
def demo() -> None:
    """The demonstration city: its people, their tokens, the first queries."""


@demo.command()
def people() -> None:
    """List the demo people."""
    for person in demo_people():
        click.echo(f"{person.name:12} {person.kind:10} {person.language:4} {person.about}")


@demo.command()
@click.argument("name")
@click.option("--port", type=int, help="Port of the running city.")
def token(name: str, *, port: int | None) -> None:
    """Print a bearer token of demo person NAME for the running city."""
    settings = _settings(port)
    click.echo(demo_token(name, folder=settings.folder, address=settings.address))


@demo.command()
@click.option("--port", type=int, help="Port of the running city.")
def ask(*, port: int | None) -> None:
    """Ask the running city the first five queries of the README."""
    settings = _settings(port)
    for question in FIRST_FIVE:
        click.echo(f"\n# {question.title} (as {question.person or 'nobody'})")
        click.echo(question.query.strip())
        click.echo(json.dumps(_ask(settings, question), ensure_ascii=False, indent=2))


def _settings(port: int | None) -> CitySettings:
    settings = city_settings(os.environ, port=port)
    started = settings.folder / RUNNING
    if port is None and f"{PREFIX}PORT" not in os.environ and started.exists():
        settings = msgspec.structs.replace(settings, port=int(started.read_text(encoding="utf-8")))
    if not settings.is_demo:
        raise SettingsProblem("TORGET_MODE is production: there are no demo people.")
    return settings


def _ask(settings: CitySettings, question: Any) -> Any:
    headers = {"Content-Type": "application/json", "Accept-Language": question.language}
    if question.person:
        signed = demo_token(question.person, folder=settings.folder, address=settings.address)
        headers["Authorization"] = f"Bearer {signed}"
    connection = HTTPConnection(settings.host, settings.port, timeout=10)
    try:
        body = json.dumps({"query": question.query})
        connection.request("POST", "/graphql", body=body, headers=headers)
        return json.loads(connection.getresponse().read())
    except OSError as error:
        raise SettingsProblem(
            f"Nobody answers at {settings.address} ({error.strerror}); start the city with `make run`."
        ) from error
    finally:
        connection.close()
