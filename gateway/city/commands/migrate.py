# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget migrate`: bring the schemas of all e-services to their newest step."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import os

import rich_click as click

from gateway.city.catalogue import chosen_services
from gateway.city.databases import migrate_service
from gateway.city.settings import city_settings
from services.kit.clock import SystemClock


@click.command()
@click.option("--service", "names", multiple=True, help="Only this e-service; may be repeated.")
def migrate(*, names: tuple[str, ...]) -> None:
    """Bring databases up to date; safe to repeat, safe while the old version runs."""
    settings = city_settings(os.environ)
    chosen = chosen_services(names or settings.services, production=not settings.is_demo)
    for name, service in chosen.items():
        steps = asyncio.run(migrate_service(service, settings, SystemClock()))
        click.echo(f"{name}: {steps} step{'' if steps == 1 else 's'} taken")
