# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget i18n`: check, format, negotiate, extract, update, status."""

# pyright: reportUnknownMemberType=false
import json
import sys
from typing import Any

import rich_click as click

from i18n import registry
from i18n.catalogues.components import LOCALES, ROOT
from i18n.catalogues.entry import State
from i18n.catalogues.reading import read_catalogue
from i18n.catalogues.update import catalogues, extract_all, templates, write_changed
from i18n.checks import check_all
from i18n.mf2 import format as format_mf2
from i18n.negotiation import negotiate
from i18n.negotiation.tags import parse_tag


@click.group(name="i18n")
def group() -> None:
    """Languages: messages, catalogues, negotiation."""


@group.command()
def check() -> None:
    """Check code and catalogues; exit code 1 when something is wrong."""
    found = list(check_all())
    for finding in found:
        click.echo(str(finding))
    click.echo(f"{len(found)} finding(s)" if found else "languages: all checks passed")
    sys.exit(1 if found else 0)


@group.command("format")
@click.option("--locale", "tag", required=True, help="BCP 47 tag of the language.")
@click.option(
    "--bidi", type=click.Choice(["default", "none"]), default="default", show_default=True
)
@click.argument("message")
@click.argument("arguments", nargs=-1, metavar="[NAME=VALUE]...")
def format_one(tag: str, bidi: str, message: str, arguments: tuple[str, ...]) -> None:
    """Format MESSAGE (MessageFormat 2); values are JSON, anything else is taken as text."""
    values = dict(_argument(one) for one in arguments)
    result = format_mf2(message, tag, values, bidi="none" if bidi == "none" else "default")
    click.echo(result.text)
    for error in result.errors:
        click.echo(f"error: {error}")


@group.command("negotiate")
@click.argument("header")
@click.option(
    "--available", default="", help="Comma-separated tags on offer; default: all registered."
)
def negotiate_one(header: str, available: str) -> None:
    """Print the language that answers the Accept-Language HEADER."""
    offered = [tag.strip() for tag in available.split(",") if tag.strip()]
    for tag in offered:
        if parse_tag(tag) is None:
            click.echo(f"ignored: {tag} is no language tag", err=True)
    good = [tag for tag in offered if parse_tag(tag) is not None]
    click.echo(negotiate(accept_language=header, available=good or None))


@group.command()
def extract() -> None:
    """Write the templates (i18n/catalog) from the code."""
    for path in write_changed(templates()):
        click.echo(path.relative_to(ROOT).as_posix())


@group.command()
def update() -> None:
    """Write the templates, and merge new texts into every catalogue by key."""
    for path in write_changed({**templates(), **catalogues()}):
        click.echo(path.relative_to(ROOT).as_posix())


@group.command()
def status() -> None:
    """Print how complete each language is, and how much of it a human has seen."""
    keys = {key: component for component, texts in extract_all().items() for key in texts}
    for row in registry.entries():
        if row.tag == registry.DEFAULT or not (LOCALES / row.tag).exists():
            continue
        states: dict[State, int] = dict.fromkeys(State, 0)
        files = {c: read_catalogue(LOCALES / row.tag / f"{c}.po") for c in set(keys.values())}
        for key, component in keys.items():
            entry = files[component].get(key)
            states[entry.state if entry else State.MISSING] += 1
        counts = "  ".join(f"{state.value.lower()} {number}" for state, number in states.items())
        click.echo(f"{row.tag:14} {row.status:8} {counts}")


def _argument(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
