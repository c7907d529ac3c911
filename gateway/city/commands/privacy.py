# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget privacy`: the register of processing, the scope of a breach, keys wrapped anew, legal holds."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import rich_click as click

from gateway.city.catalogue import all_services
from gateway.city.databases import database_url
from gateway.city.settings import CitySettings, city_settings
from services.kit.audit.breach import breach_scope
from services.kit.audit.keys import audit_keys
from services.kit.audit.log import read_all
from services.kit.clock import SystemClock
from services.kit.crypto.keks import KekFile
from services.kit.crypto.pseudonyms import pseudonym
from services.kit.data import Database, migrate
from services.kit.privacy.own_tables import PACKAGE
from services.kit.privacy.register import chapter, register_page
from services.kit.privacy.retention import hold, lift_hold
from services.kit.privacy.seals import Seals
from services.kit.service import Room, Service


@click.group()
def privacy() -> None:
    """What the city keeps about people, why and for how long; keys, holds, breaches."""


@privacy.command()
@click.option("--service", "names", multiple=True, help="Only this service; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def register(*, names: tuple[str, ...], as_json: bool) -> None:
    """Print the register of processing (GDPR art. 30) with the classification (KLASSA)."""
    chapters = [
        chapter(service) for name, service in all_services().items() if not names or name in names
    ]
    text = msgspec.json.encode(chapters).decode() if as_json else register_page(chapters)
    click.echo(text)


@privacy.command("breach-scope")
@click.option("--from", "begin", required=True, help="RFC 3339, for example 2026-03-01T08:00:00Z.")
@click.option("--to", "end", required=True, help="RFC 3339.")
@click.option("--actor", help="Only what this caller (our id) did.")
def breach(*, begin: str, end: str, actor: str | None) -> None:
    """List whose data were touched between two instants: the facts for the report within 72 hours."""
    settings = city_settings(os.environ)
    first, last = _instant(begin), _instant(end)
    key = audit_keys(settings.folder).chain
    people = _people(settings)
    names = {pseudonym(key, person): person for person in people}
    persons: set[str] = set()
    for service in _with_people():

        async def read(database: Database) -> Any:
            return await read_all(database)

        rows = _on(settings, service, read)
        scope = breach_scope(rows, begin=first, end=last, actor=actor, names=names)
        for each in scope:
            persons.add(each.subject)
            click.echo(
                f"{each.service}\t{each.subject}\t{each.resource}\t{each.count}\t"
                f"{','.join(each.actions)}"
            )
    click.echo(f"{len(persons)} persons")


@privacy.command()
def rewrap() -> None:
    """Wrap every person's key under the newest wrapping key, then destroy the older ones."""
    settings = city_settings(os.environ)
    keks = KekFile(settings.folder / "keys" / "kek.json")
    newest = keks.ids()[-1]
    seals = Seals(keks.chest)
    for service in _with_people():

        async def work(database: Database) -> int:
            total = 0
            while count := await database.transact(lambda tx: seals.rewrap(tx, newest)):
                total += count
            return total

        click.echo(f"{service.name}: {_on(settings, service, work)} keys wrapped anew")
    for gone in keks.retire():
        click.echo(f"{gone} destroyed")


@privacy.command("hold")
@click.argument("person")
@click.option("--law", help="Why nothing may be deleted; without it the hold is lifted.")
def legal_hold(*, person: str, law: str | None) -> None:
    """Let nothing of PERSON (our id) be deleted in any service, or lift that again."""
    settings = city_settings(os.environ)
    for service in _with_people():

        async def work(database: Database) -> None:
            if law:
                await hold(database, person, law)
            else:
                await lift_hold(database, person)

        _on(settings, service, work)
    click.echo("held" if law else "lifted")


def _with_people() -> list[Service]:
    return [service for service in all_services().values() if service.has(Room.PRIVACY)]


def _people(settings: CitySettings) -> list[str]:
    """Ids of the people the city knows, to turn pseudonyms back."""
    from services.residents.store.profile import all_ids

    async def read(database: Database) -> list[str]:
        return await database.scan(all_ids)

    return _on(settings, all_services()["residents"], read)


def _on(
    settings: CitySettings, service: Service, work: Callable[[Database], Awaitable[Any]]
) -> Any:
    """Run work on a service's own database."""

    async def run() -> Any:
        database = Database.open(database_url(settings), service=service.name, clock=SystemClock())
        await database.start()
        try:
            await migrate(database, service.home if service.has(Room.MIGRATIONS) else None)
            await migrate(database, PACKAGE)
            await migrate(database, "services.kit.audit")
            return await work(database)
        finally:
            await database.stop()

    return asyncio.run(run())


def _instant(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text} is no instant such as 2026-03-01T08:00:00Z") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000)
