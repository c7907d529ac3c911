# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget plan`: how an operation is fetched, and with `--generated` the Python that answers each fetch."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false
import sys
from pathlib import Path
from typing import Final

import rich_click as click
from graphql import GraphQLError

from gateway.city.catalogue import all_services
from gateway.commands.plan import FILE, read_prepared
from gateway.commands.plan import plan as printed
from services.kit.execution import Engine
from services.kit.service import Room
from services.kit.wire.codegen import Mode

PUBLISHED: Final = Path(__file__).parents[3] / "openapi" / "supergraph.graphql"


@click.command("plan")
@click.option(
    "--supergraph", "schema", type=FILE, default=PUBLISHED,
    help="The supergraph, as SDL; default: the city's own.",
)  # fmt: skip
@click.option("--operation", type=FILE, required=True, help="The operation to plan.")
@click.option("--name", default=None, help="Which operation of the document.")
@click.option("--label", "labels", multiple=True, help="A progressive override label to switch on.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--generated", is_flag=True, help="Print the Python that the e-services make of the fetches."
)
@click.option("--service", default=None, help="The operation is for this e-service alone.")
@click.pass_context
def plan(
    context: click.Context,
    schema: Path,
    operation: Path,
    *,
    name: str | None,
    labels: tuple[str, ...],
    form: str,
    generated: bool,
    service: str | None,
) -> None:
    """Print the fetches of an operation, or the code that answers them."""
    if not generated and service is None:
        context.invoke(
            printed, schema=schema, operation=operation, name=name, labels=labels, form=form
        )
        return
    if service is not None:
        text = operation.read_text(encoding="utf-8")
        click.echo(_source(service, text, name, form), nl=False)
        return
    for step in read_prepared(schema, operation, name, labels).plan.steps:
        click.echo(f"# fetch {step.number} from {step.graph}")
        click.echo("".join(f"#   {line}\n" for line in step.query.splitlines()))
        click.echo(_source(step.graph, step.query, None, form))


def _source(service: str, text: str, name: str | None, form: str) -> str:
    manifest = all_services().get(service)
    if manifest is None or not manifest.has(Room.GRAPH):
        return f"# {service} is no e-service of this house; its code is not known here\n"
    engine = Engine(manifest.load(Room.GRAPH))
    try:
        mode = Mode.STRUCT if form == "json" else Mode.DICT
        return engine.generated(text, operation_name=name, mode=mode)
    except (ValueError, GraphQLError) as refusal:
        click.echo(f"{service}: {refusal}", err=True)
        sys.exit(1)
