# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget contracts`: write the published contracts anew, or check that they are up to date."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import sys

import rich_click as click

from gateway.city.contracts import differences, write, write_permissions


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if a contract differs.")
def contracts(*, check: bool) -> None:
    """Write openapi/ and the page of permissions from the code."""
    changed = differences() if check else write()
    if not check and write_permissions():
        click.echo("docs/policy/permissions.md written")
    for path in changed:
        click.echo(f"openapi/{path} {'differs' if check else 'written'}")
    if check and changed:
        click.echo("Run `make contracts` and commit what it writes.", err=True)
        sys.exit(1)
