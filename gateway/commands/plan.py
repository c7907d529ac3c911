# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget plan`: prints how an operation would be fetched."""

from __future__ import annotations

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false
import sys
from pathlib import Path

import msgspec
import rich_click as click
from graphql import GraphQLError

from gateway.planner import InvalidDocument, PlanningError, Prepared, prepare
from gateway.supergraph.reading import read_supergraph

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("plan")
@click.option("--supergraph", "schema", type=FILE, required=True, help="The supergraph, as SDL.")
@click.option("--operation", type=FILE, required=True, help="The operation to plan.")
@click.option("--name", default=None, help="Which operation of the document.")
@click.option("--label", "labels", multiple=True, help="A progressive override label to switch on.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def plan(
    schema: Path, operation: Path, name: str | None, labels: tuple[str, ...], form: str
) -> None:
    """Print the fetches of an operation, in the order they depend on each other."""
    prepared = read_prepared(schema, operation, name, labels)
    if form == "json":
        shown = msgspec.json.encode(prepared.plan.to_json())
        click.echo(msgspec.json.format(shown, indent=2).decode())
    else:
        click.echo(prepared.plan.text, nl=False)


def read_prepared(
    schema: Path, operation: Path, name: str | None, labels: tuple[str, ...]
) -> Prepared:
    """The planned operation; a refusal is told a line each and ends the command with code 1."""
    try:
        supergraph = read_supergraph(schema.read_text(encoding="utf-8"))
        text = operation.read_text(encoding="utf-8")
        return prepare(supergraph, text, name, labels=frozenset(labels))
    except InvalidDocument as refusal:
        lines = [f"{refusal.code}: {error.message}" for error in refusal.errors]
    except PlanningError as refusal:
        lines = [f"{refusal.code}: {refusal.message}"]
    except GraphQLError as error:
        lines = [f"INVALID_FEDERATION_SUPERGRAPH: {error.message}"]
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)
