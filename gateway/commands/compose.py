# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The commands `torget compose` and `torget schema check`."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import re
import sys
from pathlib import Path

import rich_click as click

from gateway.supergraph.checks import SchemaUnreadable
from gateway.supergraph.checks import compare as compare_schemas
from gateway.supergraph.checks.comparing import BREAKING
from gateway.supergraph.compose import SubgraphSource
from gateway.supergraph.compose import compose as compose_sources

_FORM = re.compile(r"(?P<name>[^=]+)=(?P<file>.+?)(?:@(?P<url>[A-Za-z][A-Za-z0-9+.-]*://.*))?")


def read_source(text: str) -> SubgraphSource:
    """A subgraph given as NAME=FILE[@URL]; raises click.UsageError or click.FileError."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise click.UsageError(f"{text}: expected NAME=FILE or NAME=FILE@URL")
    path = Path(found["file"])
    return SubgraphSource(found["name"], found["url"] or "", _read(path))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.FileError(str(path), hint=str(error)) from error


@click.command(name="compose")
@click.argument("subgraphs", nargs=-1, required=True, metavar="NAME=FILE[@URL]...")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@click.option("--api", is_flag=True, help="Print the API schema instead of the supergraph.")
@click.option("--include-tag", multiple=True, help="Contract: keep only what has one of these.")
@click.option("--exclude-tag", multiple=True, help="Contract: leave out what has one of these.")
@click.option("--hints", is_flag=True, help="Print hints, too.")
def compose(
    subgraphs: tuple[str, ...],
    *,
    output: Path | None,
    api: bool,
    include_tag: tuple[str, ...],
    exclude_tag: tuple[str, ...],
    hints: bool,
) -> None:
    """Compose subgraph schemas into one supergraph.

    Exits with 1 and one line `CODE: message` per error when they do not fit together.
    """
    found = compose_sources(
        [read_source(text) for text in subgraphs],
        include_tags=include_tag,
        exclude_tags=exclude_tag,
    )
    if hints:
        for hint in found.hints:
            click.echo(f"{hint.level} {hint.code}: {hint.message}", err=True)
    for error in found.errors:
        click.echo(str(error), err=True)
    text = found.api_sdl if api else found.supergraph_sdl
    if text is None:
        sys.exit(1)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


@click.group(name="schema")
def schema() -> None:
    """Work with schemas."""


@schema.command(name="check")
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(old: Path, new: Path) -> None:
    """Compare two schemas (supergraphs or API schemas) as their clients see them.

    Prints one line per change and exits with 1 when one of them breaks clients.
    """
    try:
        changes = compare_schemas(_read(old), _read(new))
    except SchemaUnreadable as error:
        click.echo(f"INVALID_GRAPHQL: {error}", err=True)
        sys.exit(1)
    for change in changes:
        click.echo(str(change))
    if any(change.severity == BREAKING for change in changes):
        sys.exit(1)
