# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget new-service`: a new e-service with its tests, ready to run."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

from pathlib import Path

import rich_click as click

from gateway.city.scaffold import write_service


@click.command("new-service")
@click.argument("name")
@click.option("--root", default=".", help="The project's folder.", show_default=True)
def new_service(name: str, root: str) -> None:
    """Write services/NAME and its tests."""
    for file in write_service(name, Path(root)):
        click.echo(f"wrote {file}")
    click.echo(
        f"Next: add services.{name} to the import contracts in pyproject.toml, then `make contracts`."
    )
